/** The fields of kinds whose service has a URL: `url` and how to connect to it, and `headers` where requests are those of HTTP/1.1. */
import { z } from 'zod';
import type { FormField, IssueDescriptor } from '../../../contract/descriptor.ts';
import { accepts, acceptsOwn, ownIssue } from '../../base/accepts.ts';
import { toggleSchema } from '../common.ts';
import { familyField, familySchema } from './family.ts';
import { hostOf } from './host.ts';
import { SECRET_NAMES } from './secret-names.ts';
import { verifyTlsField } from './tls.ts';
import { trustedCertificatesField, trustedCertificatesSchema } from './trusted-certificates.ts';

const MAX_URL = 8_000;
const MAX_VALUE = 8_000;
/** A field name (RFC 9110, 5.1). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;
/** A field value (RFC 9110, 5.5) that Node can send. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/u;

/** For the descriptors of the kinds with these fields. */
export const urlServiceIssues = [
  {
    code: 'url.invalid',
    text: '{field} must be a URL that begins with {options}, without a user name or password.',
    params: { options: 'the schemes' },
  },
  {
    code: 'headers.invalid',
    text: '{field} must be names with values, such as Accept: text/html, without line breaks. Lookout sets some headers itself.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];

/**
 * A URL without a user name, password or fragment, which is never sent.
 * @param schemes such as `['ws', 'wss']`
 */
export function urlSchema(schemes: readonly string[]) {
  return acceptsOwn(
    'url.invalid',
    z
      .string()
      .max(MAX_URL)
      .transform((text, context) => {
        const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
        const params = { options: schemes.map((scheme) => `${scheme}://`) };
        const hasCredentials = url !== null && (url.username !== '' || url.password !== '');
        if (url === null || hasCredentials || !schemes.includes(url.protocol.slice(0, -1))) {
          context.addIssue(ownIssue('url.invalid', params, { secret: hasCredentials }));
          return z.NEVER;
        }
        url.hash = '';
        return url.href;
      }),
    { options: schemes.map((scheme) => `${scheme}://`) },
  );
}

export function urlField(placeholder: string): FormField {
  return {
    name: 'url',
    label: 'URL',
    type: 'text',
    section: 'target',
    required: true,
    placeholder,
    help: 'The address with its scheme.',
  };
}

/** How the service is connected to. */
export function urlConnectionSchemas() {
  return {
    verifyTls: toggleSchema().default(true),
    trustedCertificates: trustedCertificatesSchema(),
    family: familySchema(),
  };
}

/** The same as form fields. */
export const urlConnectionFields: readonly FormField[] = [
  { ...verifyTlsField, section: 'tls' },
  { ...trustedCertificatesField, section: 'tls' },
  { ...familyField, section: 'connection' },
];

/** @param own names in lower case that the kind sends itself */
export function requestHeadersSchema(own: readonly string[]) {
  const name = z
    .string()
    .max(200)
    .refine((text) => TOKEN.test(text) && !own.includes(text.toLowerCase()), ownIssue('headers.invalid'));
  const value = accepts('text', { max: MAX_VALUE }, z.string().max(MAX_VALUE).regex(VALUE));
  return acceptsOwn('headers.invalid', z.record(name, value)).default({});
}

export const requestHeadersField: FormField = {
  name: 'headers',
  label: 'Headers',
  type: 'pairs',
  section: 'request',
  advanced: true,
  default: {},
  secretNames: SECRET_NAMES,
  help: 'Sent with the request, for example Authorization. Values of secret names are stored encrypted.',
};

/** The host and port of a URL of HTTP or WebSocket. */
export function placeOf(url: URL, isSecure: boolean): { readonly host: string; readonly port: number } {
  return { host: hostOf(url), port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port) };
}
