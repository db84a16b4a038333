/** The fields of a DNS endpoint: their schemas and their form fields. */
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { toggleSchema, wholeNumberSchema } from '../../common.ts';
import { hostSchema } from '../../fields/host.ts';
import { verifyTlsField } from '../../fields/tls.ts';
import { trustedCertificatesField, trustedCertificatesSchema } from '../../fields/trusted-certificates.ts';
import { isDnsName } from '../../net/dns/wire.ts';
import { MATCHES, type Match } from './expected.ts';
import { RECORD_TYPE_NAMES, type RecordTypeName } from './record-types.ts';
import { ipVersion } from '../../net/address/ip-version.ts';
import { lazily } from '../../fields/lazily.ts';

const TRANSPORTS = ['udp', 'tcp', 'tls', 'https'] as const;
export type Transport = (typeof TRANSPORTS)[number];
export const TRANSPORT_PORTS = { udp: 53, tcp: 53, tls: 853, https: 443 } as const satisfies Record<Transport, number>;
const TRANSPORT_LABELS = {
  udp: 'UDP',
  tcp: 'TCP',
  tls: 'DNS over TLS',
  https: 'DNS over HTTPS',
} as const satisfies Record<Transport, string>;

const RCODES = ['NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED', 'any'] as const;

const MATCH_LABELS = {
  exact: 'Exactly these answers',
  contains: 'At least these answers',
  every: 'Only answers of these',
  some: 'At least one of these answers',
} as const satisfies Record<Match, string>;

const MAX_EXPECTED = 100;
export const DEFAULT_PATH = '/dns-query';

function domainSchema() {
  return acceptsOwn(
    'dns.domain',
    z
      .string()
      .max(300)
      .transform((text, context) => {
        const bare = text.trim().replace(/^\[(.*)\]$/u, '$1');
        if (bare === '.' || ipVersion(bare) !== 0) return bare;
        const name = (/^[\u0021-\u007e]*$/u.test(bare) ? bare : domainToASCII(bare)).replace(/\.$/u, '').toLowerCase();
        if (isDnsName(name)) return name;
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }),
  );
}

/** As `hostSchema`; empty: this machine's own. */
function serverSchema() {
  const host = hostSchema();
  return accepts(
    'host',
    {},
    z
      .string()
      .max(300)
      .transform((text, context) => {
        if (text.trim() === '') return '';
        const parsed = host.safeParse(text);
        if (parsed.success) return parsed.data;
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }),
  ).default('');
}

const types = RECORD_TYPE_NAMES as readonly [RecordTypeName, ...RecordTypeName[]];

export const dnsSchema = lazily(() =>
  z
    .object({
      domain: domainSchema(),
      type: accepts('oneOf', { options: types }, z.enum(types)).default('A'),
      server: serverSchema(),
      port: wholeNumberSchema(1, 65_535).nullable().default(null),
      transport: accepts('oneOf', { options: TRANSPORTS }, z.enum(TRANSPORTS)).default('udp'),
      path: acceptsOwn(
        'dns.path',
        z
          .string()
          .max(2_000)
          .regex(/^\/[!-~]*$/u),
      ).default(DEFAULT_PATH),
      expected: acceptsOwn(
        'dns.expected',
        z.array(accepts('textBetween', { min: 1, max: 2_000 }, z.string().trim().min(1).max(2_000))).max(MAX_EXPECTED),
        { max: MAX_EXPECTED },
      ).default([]),
      match: accepts('oneOf', { options: MATCHES }, z.enum(MATCHES)).default('exact'),
      rcode: accepts('oneOf', { options: RCODES }, z.enum(RCODES)).default('NOERROR'),
      dnssec: toggleSchema().default(false),
      recursive: toggleSchema().default(true),
      verifyTls: toggleSchema().default(true),
      trustedCertificates: trustedCertificatesSchema(),
    })
    .superRefine(({ transport, server }, context) => {
      // The servers of this machine are addresses, and do not answer over HTTPS.
      if (transport === 'https' && server === '') context.addIssue({ ...ownIssue('dns.server'), path: ['server'] });
    }),
);

export type DnsFields = z.output<typeof dnsSchema>;

const ENCRYPTED = { field: 'transport', is: ['tls', 'https'] } as const;

export const dnsForm: readonly FormField[] = [
  {
    name: 'domain',
    label: 'Domain name',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: 'example.org',
    help: 'The name to ask for. For PTR records also an address. In lookout.yaml, this is not `name`, which is the name of the endpoint.',
  },
  {
    name: 'type',
    label: 'Record type',
    type: 'select',
    section: 'target',
    default: 'A',
    options: RECORD_TYPE_NAMES.map((value) => ({ value, label: value })),
    help: 'The type of records to ask for.',
  },
  {
    name: 'server',
    label: 'DNS server',
    type: 'text',
    section: 'target',
    default: '',
    placeholder: '192.0.2.53',
    help: 'The name or address of the server to ask. If empty, Lookout asks the DNS servers of this computer.',
  },
  {
    name: 'transport',
    label: 'Transport',
    type: 'select',
    section: 'request',
    default: 'udp',
    options: TRANSPORTS.map((value) => ({ value, label: TRANSPORT_LABELS[value] })),
    help: 'How to ask. If an answer does not fit into a UDP packet, Lookout asks again over TCP.',
  },
  {
    name: 'port',
    label: 'Port',
    type: 'number',
    section: 'request',
    advanced: true,
    default: null,
    min: 1,
    max: 65_535,
    help: 'The port of the server; 1 to 65535. If empty, it is 53, or 853 over TLS and 443 over HTTPS.',
  },
  {
    name: 'path',
    label: 'Path',
    type: 'text',
    section: 'request',
    advanced: true,
    when: { field: 'transport', is: ['https'] },
    default: DEFAULT_PATH,
    help: 'The path of the URL for DNS over HTTPS.',
  },
  {
    name: 'expected',
    label: 'Expected answers',
    type: 'list',
    section: 'expect',
    default: [],
    help: 'One per line, as in a zone file: 192.0.2.1, or 10 mail.example.org. If empty, any answer is accepted.',
  },
  {
    name: 'match',
    label: 'Answers must be',
    type: 'select',
    section: 'expect',
    default: 'exact',
    options: MATCHES.map((value) => ({ value, label: MATCH_LABELS[value] })),
    help: 'How the answers are compared with the expected ones. Their order does not matter.',
  },
  {
    name: 'rcode',
    label: 'Expected response code',
    type: 'select',
    section: 'expect',
    advanced: true,
    default: 'NOERROR',
    options: RCODES.map((value) => ({ value, label: value === 'any' ? 'Any' : value })),
    help: 'The response code that the server must send. Choose NXDOMAIN for a name that must not exist.',
  },
  {
    name: 'dnssec',
    label: 'Require DNSSEC',
    type: 'toggle',
    section: 'expect',
    advanced: true,
    default: false,
    help: 'The server must say that it validated the answer (AD bit). If off, Lookout does not look at the bit.',
  },
  {
    name: 'recursive',
    label: 'Recursive',
    type: 'toggle',
    section: 'request',
    advanced: true,
    default: true,
    help: 'Whether the server should ask other servers. Turn it off to see only what the server itself knows.',
  },
  { ...verifyTlsField, section: 'tls', when: ENCRYPTED },
  { ...trustedCertificatesField, section: 'tls', when: ENCRYPTED },
];
