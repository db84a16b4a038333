/** The fields of an HTTP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { textSchema, toggleSchema, wholeNumberSchema } from '../../common.ts';
import { accepts } from '../../../base/issues.ts';
import { familyField, familySchema } from '../../net/family.ts';
import { parseAcceptedStatus } from './accepted-status.ts';
import { SECRET_HEADERS } from './secret-headers.ts';
import { USER_AGENT } from './user-agent.ts';

/** Without CONNECT, which is for proxies, and TRACE, which nearly every server refuses. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** A field name (RFC 9110, 5.1). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;
/** A field value (RFC 9110, 5.5) that Node can send: no control characters except tab, nothing beyond Latin-1. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/u;
/** The characters that RFC 7617, 2 allows in user names and passwords: no control characters. */
const CREDENTIAL = /^\P{Cc}*$/u;
/** Headers that an endpoint cannot have, and why. */
const REFUSED_HEADERS: ReadonlyMap<string, string> = new Map([
  // How the message is framed (RFC 9112, 6).
  ['content-length', 'another name: Lookout makes this header itself'],
  ['transfer-encoding', 'another name: Lookout makes this header itself'],
  // It announces trailers (RFC 9110, 6.6.2). Node refuses to send it without them.
  ['trailer', 'another name: Lookout sends no trailers'],
]);
/** A host with an optional port (RFC 9110, 7.2). HTTP/2 peers reset the stream for anything else. */
const HOST = /^(?:\[[0-9a-f:.]+\]|[\w\-.~!$&'()*+;=%]+)(?::\d{1,5})?$/iu;
/** In bytes: 1 MB. */
const DEFAULT_MAX_BYTES = 1_000_000;
/** In bytes: 10 MB. A body that is searched for a keyword is held in memory and searched on the event loop. */
const MAX_MAX_BYTES = 10_000_000;

const url = accepts(
  'an http or https URL such as https://example.org/health',
  z
    .string()
    .max(8_000)
    .transform((text, context) => {
      const parsed = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
      const fault = parsed === null ? {} : urlFault(parsed);
      if (parsed !== null && fault === null) {
        // A fragment is never sent (RFC 9110, 4.2.5) and would make one target look like two.
        parsed.hash = '';
        return parsed.href;
      }
      context.addIssue({ code: 'custom', ...fault });
      return z.NEVER;
    }),
);

/**
 * Refuses a user name and password in a URL, because they would be shown, logged and exported with it. The message does
 * not repeat them. The fields `username` and `password` are the place for them.
 */
function urlFault(parsed: URL): { message?: string; params?: { got: string } } | null {
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return {};
  if (parsed.username === '' && parsed.password === '') return null;
  return {
    message: 'a URL without a user name and password (they have fields of their own: username and password)',
    params: { got: `one for ${parsed.host} with them` },
  };
}

const headers = accepts(
  'names and texts, such as Accept: text/html',
  z
    .record(
      z.string().superRefine((name, context) => {
        const refusal = REFUSED_HEADERS.get(name.toLowerCase());
        if (!TOKEN.test(name)) {
          context.addIssue({ code: 'custom', message: 'a name of letters, digits and hyphens' });
        } else if (refusal !== undefined) {
          context.addIssue({ code: 'custom', message: refusal });
        }
      }),
      accepts(
        'a text of at most 8000 characters',
        z
          .string()
          .max(8_000)
          .refine((value) => VALUE.test(value), {
            message: 'a text without line breaks, control characters and characters beyond Latin-1',
            // Header values contain passwords and tokens.
            params: { got: 'one with them' },
          }),
      ),
    )
    .superRefine((given, context) => {
      for (const [name, value] of Object.entries(given)) {
        if (name.toLowerCase() !== 'host' || HOST.test(value)) continue;
        context.addIssue({ code: 'custom', path: [name], message: 'a host name or address, with or without a port' });
      }
    }),
);

export const httpSchema = z.object({
  url,
  method: accepts(`one of ${METHODS.join(', ')}`, z.enum(METHODS)).default('GET'),
  username: accepts(
    'a text of at most 500 characters, without a colon, line breaks and control characters',
    z
      .string()
      .max(500)
      // RFC 7617, 2: the first colon ends the user name.
      .refine((name) => CREDENTIAL.test(name) && !name.includes(':')),
  ).default(''),
  password: accepts(
    'a text of at most 2000 characters, without line breaks and control characters',
    z
      .string()
      .max(2_000)
      .refine((password) => CREDENTIAL.test(password)),
  ).default(''),
  headers: headers.default({}),
  secretHeaders: accepts(
    'a list of at most 100 names of headers',
    z.array(accepts('the name of a header', z.string().max(200).regex(TOKEN))).max(100),
  ).default([]),
  body: textSchema(1_000_000).default(''),
  acceptedStatus: accepts(
    'status codes and ranges such as 200-299,301, each from 100 to 999',
    z
      .string()
      .max(1_000)
      .refine((text) => parseAcceptedStatus(text) !== null),
  ).default('200-299'),
  keyword: textSchema(1_000).default(''),
  keywordAbsent: textSchema(1_000).default(''),
  followRedirects: toggleSchema().default(true),
  maxRedirects: wholeNumberSchema(0, 50).default(10),
  verifyTls: toggleSchema().default(true),
  http2: toggleSchema().default(true),
  family: familySchema(),
  keepAlive: toggleSchema().default(false),
  maxBytes: wholeNumberSchema(1, MAX_MAX_BYTES).default(DEFAULT_MAX_BYTES),
  userAgent: accepts(
    'a text of at most 500 characters, without line breaks and characters beyond Latin-1',
    z
      .string()
      .max(500)
      .refine((value) => VALUE.test(value)),
  ).default(''),
});

export type HttpFields = z.output<typeof httpSchema>;

export const httpForm: readonly FormField[] = [
  {
    name: 'url',
    label: 'URL',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: 'https://example.org/health',
    help: 'An http or https URL. Enter a user name and password in their own fields.',
  },
  {
    name: 'method',
    label: 'Method',
    type: 'select',
    section: 'request',
    default: 'GET',
    options: METHODS.map((method) => ({ value: method, label: method })),
    help: 'The HTTP method. HEAD requests no body.',
  },
  {
    name: 'username',
    label: 'Username',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    help: 'For HTTP basic authentication.',
  },
  {
    name: 'password',
    label: 'Password',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    secret: true,
    help: 'Stored encrypted and never shown. An Authorization header takes precedence over the username and password.',
  },
  {
    name: 'headers',
    label: 'Headers',
    type: 'pairs',
    section: 'request',
    default: {},
    secretNames: SECRET_HEADERS,
    secretList: 'secretHeaders',
    help: 'The lock marks a value as secret: it is stored encrypted and never shown. Names such as Authorization are always secret.',
  },
  {
    name: 'secretHeaders',
    label: 'Secret headers',
    type: 'list',
    section: 'request',
    default: [],
    help: 'Names of headers whose values are secret. Names such as Authorization and X-Api-Key are always secret.',
  },
  {
    name: 'body',
    label: 'Body',
    type: 'multiline',
    section: 'request',
    default: '',
    help: 'Sent as UTF-8. Set the Content-Type among the headers. If empty, no body is sent.',
  },
  {
    name: 'acceptedStatus',
    label: 'Accepted status',
    type: 'text',
    section: 'expect',
    default: '200-299',
    placeholder: '200-299,301',
    help: 'Codes and ranges, separated by commas. Any other status is a failure.',
  },
  {
    name: 'keyword',
    label: 'Keyword',
    type: 'text',
    section: 'expect',
    default: '',
    help: 'The body must contain this text. Case-sensitive.',
  },
  {
    name: 'keywordAbsent',
    label: 'Forbidden keyword',
    type: 'text',
    section: 'expect',
    default: '',
    help: 'The body must not contain this text. Case-sensitive.',
  },
  {
    name: 'followRedirects',
    label: 'Follow redirects',
    type: 'toggle',
    section: 'request',
    default: true,
    help: 'If off, the status of the redirect itself is checked.',
  },
  {
    name: 'maxRedirects',
    label: 'Max redirects',
    type: 'number',
    section: 'request',
    advanced: true,
    min: 0,
    max: 50,
    default: 10,
    help: 'More redirects than this are a failure; 0 to 50.',
  },
  {
    name: 'verifyTls',
    label: 'Verify certificate',
    type: 'toggle',
    section: 'request',
    advanced: true,
    default: true,
    help: 'If off, any certificate is accepted. The details still show whether it is valid.',
  },
  {
    name: 'http2',
    label: 'HTTP/2',
    type: 'toggle',
    section: 'request',
    advanced: true,
    default: true,
    help: 'Offered to https servers, which select the version. If off, only HTTP/1.1 is used.',
  },
  familyField,
  {
    name: 'keepAlive',
    label: 'Keep connection open',
    type: 'toggle',
    section: 'request',
    advanced: true,
    default: false,
    help: 'The next check reuses the connection, so DNS, connect and TLS are not measured. Never for POST and PATCH.',
  },
  {
    name: 'maxBytes',
    label: 'Max response size',
    type: 'number',
    section: 'request',
    advanced: true,
    min: 1,
    max: MAX_MAX_BYTES,
    default: DEFAULT_MAX_BYTES,
    help: 'Bytes of the body after which the connection is closed; 1 to 10,000,000. Keywords are searched only in this part.',
  },
  {
    name: 'userAgent',
    label: 'User agent',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    placeholder: USER_AGENT,
    help: `The User-Agent header. If empty, ${USER_AGENT}.`,
  },
];

/** The value of `Authorization` (RFC 7617, in UTF-8) for the user name and password; null: both are empty. */
export function basicAuthorization({ username, password }: Pick<HttpFields, 'username' | 'password'>): string | null {
  if (username === '' && password === '') return null;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
