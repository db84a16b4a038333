import { isIP } from 'node:net';
import type { EndpointInput } from '../../../../contract/model.ts';
import { basicAuthorization, httpForm, httpSchema, type HttpFields } from './fields.ts';
import { keptConnections, runHttp } from './run.ts';
import type { CheckKind } from '../../kind.ts';

/** HTTP/1.1 and HTTP/2 (RFC 9110), plain or over TLS. */
export const http: CheckKind<HttpFields> = {
  kind: 'http',
  title: 'HTTP(S)',
  description: 'Sends a request to a web server and looks at the answer: status, body, certificate.',
  schema: httpSchema,
  form: httpForm,
  target: ({ url }) => url,
  host: ({ url }) => new URL(url).hostname.replace(/^\[|\]$/gu, ''),
  parse: parseHttpTarget,
  derivedSecrets: (fields) => [basicAuthorization(fields) ?? ''],
  run: runHttp,
  dispose: () => keptConnections.dispose(),
};

/**
 * `http://…` and `https://…` as they are; a host name or address without a port, and anything with a path, with a scheme
 * before it: https, but http for what hardly ever has a certificate (addresses, localhost, names without a dot).
 * `host:port` alone is not a web server yet, and left to other kinds.
 */
function parseHttpTarget(text: string): EndpointInput | null {
  if (/^https?:\/\//iu.test(text)) return { kind: 'http', url: text };
  if (isIP(text) === 6) return { kind: 'http', url: `http://[${text}]/` };
  const parts = /^(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(?<port>:\d{1,5})?(?<rest>[/?#].*)?$/iu.exec(text)?.groups;
  const host = parts?.['host'];
  if (host === undefined || (parts?.['port'] !== undefined && parts['rest'] === undefined)) return null;
  const scheme = isPlain(host) ? 'http' : 'https';
  return URL.canParse(`${scheme}://${text}`) ? { kind: 'http', url: `${scheme}://${text}` } : null;
}

function isPlain(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/u, '');
  return host.startsWith('[') || isIP(name) !== 0 || !name.includes('.') || name.endsWith('.localhost');
}
