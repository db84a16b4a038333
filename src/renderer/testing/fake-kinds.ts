/** Two kinds as an engine describes them; only for tests and the dev page. */
import type { FormField, KindDescriptor } from '../../contract/descriptor.ts';
import { createTexts } from '../../i18n/texts.ts';

const about: readonly FormField[] = [
  {
    name: 'name',
    label: 'Name',
    type: 'text',
    section: 'about',
    help: 'Shown in the list. Empty: made from the target.',
  },
  {
    name: 'group',
    label: 'Group',
    type: 'text',
    section: 'about',
    help: 'If empty, the endpoint has no group.',
    default: '',
  },
  { name: 'tags', label: 'Tags', type: 'list', section: 'about', default: [], advanced: true },
  { name: 'note', label: 'Note', type: 'multiline', section: 'about', default: '', advanced: true },
];

const schedule: readonly FormField[] = [
  {
    name: 'conditions',
    label: 'Conditions',
    type: 'list',
    section: 'expect',
    holds: 'conditions',
    default: [],
    help: 'All must hold, or the check fails.',
  },
  {
    name: 'dialect',
    label: 'Language of conditions',
    type: 'select',
    section: 'expect',
    advanced: true,
    default: 'lookout',
    options: [
      { value: 'lookout', label: 'Lookout' },
      { value: 'gatus', label: 'Gatus' },
    ],
  },
  {
    name: 'interval',
    label: 'Interval',
    type: 'duration',
    section: 'schedule',
    min: 500,
    max: 86_400_000,
    default: 30_000,
    setting: 'defaultInterval',
    help: 'From the start of one check to the start of the next.',
  },
  {
    name: 'timeout',
    label: 'Timeout',
    type: 'duration',
    section: 'schedule',
    min: 100,
    max: 600_000,
    default: 10_000,
    setting: 'defaultTimeout',
  },
  {
    name: 'retries',
    label: 'Retries',
    type: 'number',
    section: 'schedule',
    min: 0,
    max: 100,
    default: 2,
    setting: 'defaultRetries',
    help: 'Further failed checks before the status is down.',
  },
  {
    name: 'retryInterval',
    label: 'Retry interval',
    type: 'duration',
    section: 'schedule',
    min: 500,
    default: 5_000,
    advanced: true,
  },
  {
    name: 'degradedAbove',
    label: 'Degraded above',
    type: 'duration',
    section: 'schedule',
    default: null,
    advanced: true,
    help: 'A successful check that takes longer is degraded. Empty: never.',
  },
];

const wait = { name: 'wait', label: 'Wait', role: 'wait' } as const;
const transfer = { name: 'transfer', label: 'Transfer', role: 'transfer' } as const;
const dns = { name: 'dns', label: 'DNS', role: 'resolve' } as const;
const connect = { name: 'connect', label: 'Connect', role: 'connect' } as const;
const address = { name: 'remoteAddress', label: 'Answered by', format: 'code' } as const;
const size = { name: 'bytes', label: 'Size', format: 'bytes' } as const;

export const FAKE_KINDS: readonly KindDescriptor[] = [
  {
    kind: 'http',
    title: 'HTTP(S)',
    description: 'Asks a web server for a page and judges the answer.',
    category: 'web',
    common: true,
    placeholders: [
      { name: 'STATUS', meaning: 'the HTTP status' },
      { name: 'BODY', meaning: 'the body', parts: 'json' },
    ],
    phases: [dns, connect, { name: 'tls', label: 'TLS', role: 'secure' }, wait, transfer],
    metrics: [],
    details: [
      { name: 'status', label: 'HTTP status', format: 'number', brief: true },
      { name: 'httpVersion', label: 'HTTP version', format: 'text' },
      address,
      size,
      { name: 'tls', label: 'TLS', format: 'tls' },
      { name: 'redirects', label: 'Redirects', format: 'redirects' },
      { name: 'snippet', label: 'Response', format: 'code' },
    ],
    failures: [
      {
        code: 'http.status',
        text: 'Status {status} {name} is not accepted (accepted: {accepted}).',
        params: { status: 'the status', name: 'its name', accepted: 'what is accepted' },
      },
    ],
    issues: [],
    pasteExamples: ['https://example.org/health', 'example.org'],
    example: { kind: 'http', url: 'https://example.org/health' },
    fields: [
      {
        name: 'url',
        label: 'URL',
        type: 'text',
        section: 'target',
        required: true,
        placeholder: 'https://example.org/',
      },
      {
        name: 'method',
        label: 'Method',
        type: 'select',
        section: 'request',
        default: 'GET',
        options: ['GET', 'HEAD', 'POST', 'PUT'].map((value) => ({ value, label: value })),
      },
      { name: 'password', label: 'Password', type: 'text', section: 'request', default: '', secret: true },
      {
        name: 'headers',
        label: 'Headers',
        type: 'pairs',
        section: 'request',
        default: {},
        secretNames: 'authorization|token',
        secretList: 'secretHeaders',
        advanced: true,
      },
      { name: 'secretHeaders', label: 'Secret headers', type: 'list', section: 'request', default: [] },
      { name: 'body', label: 'Body', type: 'multiline', section: 'request', default: '', advanced: true },
      { name: 'followRedirects', label: 'Follow redirects', type: 'toggle', section: 'request', default: true },
      {
        name: 'acceptedStatus',
        label: 'Accepted status',
        type: 'text',
        section: 'expect',
        default: '200-299',
        help: 'Such as 200-299,301.',
      },
      { name: 'keyword', label: 'Keyword', type: 'text', section: 'expect', default: '' },
      { name: 'verifyTls', label: 'Verify certificate', type: 'toggle', section: 'expect', default: true },
      {
        name: 'trustedCertificates',
        label: 'Trusted certificates',
        type: 'list',
        section: 'request',
        default: [],
        holds: 'certificateFingerprints',
        advanced: true,
      },
      ...schedule,
      ...about,
    ],
  },
  {
    kind: 'tcp',
    title: 'TCP',
    description: 'Opens a connection, and optionally sends and expects text.',
    category: 'network',
    common: true,
    placeholders: [],
    phases: [dns, connect, wait, transfer],
    metrics: [],
    details: [address, size, { name: 'names', label: 'Names', format: 'list', tracked: 'set' }],
    failures: [
      { code: 'expect.missing', text: 'The expected text {expected} did not come.', params: { expected: 'the text' } },
    ],
    issues: [],
    pasteExamples: ['db.example.org:5432'],
    example: { kind: 'tcp', host: 'db.example.org', port: 5432 },
    fields: [
      { name: 'host', label: 'Host', type: 'text', section: 'target', required: true, placeholder: 'db.example.org' },
      { name: 'port', label: 'Port', type: 'number', section: 'target', required: true, min: 1, max: 65_535 },
      { name: 'send', label: 'Send', type: 'text', section: 'request', default: '', advanced: true },
      { name: 'expect', label: 'Expect', type: 'text', section: 'expect', default: '' },
      ...schedule,
      ...about,
    ],
  },
];

/** The page's texts, for tests. */
export const fakeTexts = createTexts(FAKE_KINDS);
