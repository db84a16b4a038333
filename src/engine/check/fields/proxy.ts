/** The fields of a proxy, of every kind that can connect through one. */
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { accepts } from '../../base/accepts.ts';
import { isExcluded, isNoProxyEntry } from '../net/address/no-proxy.ts';
import type { Proxy } from '../net/connect/proxy.ts';
import { NO_CLIENT_CERTIFICATE, type ContextOptions } from '../net/tls/context-options.ts';
import { SECRET_NAMES } from './secret-names.ts';

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'socks5:', 'socks5h:']);
const MAX_NO_PROXY = 100;
/**
 * The most bytes of a user name or password: the length is one byte (RFC 1929, 2). HTTP has no limit, but nobody needs
 * more.
 */
const MAX_CREDENTIAL = 255;

const credential = () =>
  accepts(
    'textBytes',
    { max: MAX_CREDENTIAL },
    z
      .string()
      .max(MAX_CREDENTIAL, { abort: true })
      .refine((text) => /^\P{Cc}*$/u.test(text) && Buffer.byteLength(text) <= MAX_CREDENTIAL),
  );

export function proxySchemas() {
  return {
    proxy: accepts(
      'proxy',
      {},
      z
        .string()
        .max(1_000)
        .transform((text, context) => {
          const trimmed = text.trim();
          if (trimmed === '') return '';
          const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
          const isBare = url !== null && url.username === '' && url.password === '' && /^\/?$/u.test(url.pathname);
          if (url !== null && isBare && SCHEMES.has(url.protocol) && url.hostname !== '' && url.search === '') {
            return `${url.protocol}//${url.host}`;
          }
          context.addIssue({ code: 'custom' });
          return z.NEVER;
        }),
    ).default(''),
    proxyUsername: credential().default(''),
    proxyPassword: credential().default(''),
    proxyHeaders: accepts(
      'text',
      { max: 1_000 },
      z.record(
        accepts('text', { max: 200 }, z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}$/u)),
        accepts(
          'text',
          { max: 1_000 },
          z
            .string()
            .max(1_000)
            .regex(/^[\t\x20-\x7e\x80-\xff]*$/u),
        ),
      ),
    ).default({}),
    noProxy: accepts(
      'noProxy',
      { max: MAX_NO_PROXY },
      z.array(accepts('noProxy', { max: MAX_NO_PROXY }, z.string().max(300).refine(isNoProxyEntry))).max(MAX_NO_PROXY),
    ).default([]),
  };
}

export interface ProxyFields {
  readonly proxy: string;
  readonly proxyUsername: string;
  readonly proxyPassword: string;
  readonly proxyHeaders: Readonly<Record<string, string>>;
  readonly noProxy: readonly string[];
}

/** The proxy for connections to a host; null: connect directly. TLS to the proxy trusts what the endpoint trusts. */
export function proxyFor(
  host: string,
  fields: ProxyFields,
  trust: Pick<Proxy, 'verifyTls' | 'trustedCertificates' | 'context'>,
): Proxy | null {
  if (fields.proxy === '' || isExcluded(host, fields.noProxy)) return null;
  const { proxyUsername: username, proxyPassword: password, proxyHeaders: headers } = fields;
  const { verifyTls, trustedCertificates, context } = trust;
  return { url: new URL(fields.proxy), username, password, headers, verifyTls, trustedCertificates, context };
}

/** The credentials for a proxy as they are sent; for `derivedSecrets`. */
export function proxyCredentials({ proxyUsername, proxyPassword }: ProxyFields): string {
  return proxyPassword === '' ? '' : Buffer.from(`${proxyUsername}:${proxyPassword}`).toString('base64');
}

/** The options of a TLS context that a proxy may see: what to trust, but no client certificate. */
export function forProxy(options: ContextOptions): ContextOptions {
  return { ...options, ...NO_CLIENT_CERTIFICATE, tlsMin: '1.2', tlsMax: '1.3' };
}

const common = { section: 'connection', advanced: true, default: '' } as const;

export const proxyFields: readonly FormField[] = [
  {
    ...common,
    name: 'proxy',
    label: 'Proxy',
    type: 'text',
    placeholder: 'http://proxy.example.org:3128',
    help: 'http, https, socks5 (names are resolved here) or socks5h (names are resolved by the proxy). If empty, Lookout connects directly.',
  },
  {
    ...common,
    name: 'proxyUsername',
    label: 'Proxy username',
    type: 'text',
    help: 'If empty, the check does not sign in at the proxy.',
  },
  {
    ...common,
    name: 'proxyPassword',
    label: 'Proxy password',
    type: 'text',
    secret: true,
    help: 'Stored encrypted and never shown. Only the proxy gets it.',
  },
  {
    ...common,
    name: 'proxyHeaders',
    label: 'Proxy headers',
    type: 'pairs',
    default: {},
    secretNames: SECRET_NAMES,
    help: 'Further headers for an http or https proxy, sent with CONNECT. The endpoint does not get them.',
  },
  {
    ...common,
    name: 'noProxy',
    label: 'No proxy for',
    type: 'list',
    default: [],
    placeholder: 'localhost, .example.org, 10.0.0.0/8',
    help: 'Hosts, domains and networks to connect to directly, for example after a redirect.',
  },
];
