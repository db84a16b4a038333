import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { hostOf } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { proxyDetail, remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { proxyCredentials } from '../../fields/proxy.ts';
import { ipVersion } from '../../net/address/ip-version.ts';
import { connectPhase, dnsPhase, proxyPhase, tlsPhase, transferPhase, waitPhase } from '../../net/probe/phases.ts';
import { clientCredentials } from '../../http/client-credentials.ts';
import { httpIssues } from './issues.ts';
import { httpFailures } from '../../http/failures.ts';
import { authorizationOf, httpSchema, type HttpFields } from './fields.ts';
import { httpForm } from './form.ts';

/** HTTP/1.1 and HTTP/2 (RFC 9110), plain or over TLS. */
export const http: CheckKind<HttpFields> = {
  kind: 'http',
  title: 'HTTP(S)',
  description: 'Sends a request to a web server and checks the response: status, body and certificate.',
  category: 'web',
  common: true,
  schema: httpSchema,
  form: httpForm,
  phases: [
    { name: 'auth', label: 'Access token', role: 'authenticate' },
    dnsPhase,
    connectPhase,
    proxyPhase,
    tlsPhase,
    waitPhase,
    transferPhase,
  ],
  metrics: [{ name: 'apdex', label: 'Apdex', unit: 'count', charted: true }],
  details: [
    { name: 'status', label: 'HTTP status', format: 'number', brief: true },
    { name: 'httpVersion', label: 'HTTP version', format: 'text' },
    remoteAddressDetail,
    proxyDetail,
    { name: 'bytes', label: 'Size', format: 'bytes' },
    { name: 'truncated', label: 'Stopped at max response size', format: 'boolean' },
    tlsDetail,
    { name: 'redirects', label: 'Redirects', format: 'redirects' },
    { name: 'headers', label: 'Response headers', format: 'list' },
    { name: 'snippet', label: 'Response', format: 'code' },
  ],
  failures: httpFailures,
  issues: httpIssues,
  placeholders: [
    { name: 'STATUS', meaning: 'the HTTP status' },
    { name: 'BODY', meaning: 'the body', parts: 'json' },
    { name: 'HEADER', meaning: 'a header of the response', parts: 'names' },
    { name: 'SIZE', meaning: 'the size of the body in bytes' },
    { name: 'HTTP_VERSION', meaning: 'the version of HTTP, such as 2' },
  ],
  pasteExamples: ['https://example.org/health', 'example.org'],
  triedAgainst: 'nginx, httpbin, tinyproxy, Squid, microsocks',
  example: { kind: 'http', name: 'Shop', url: 'https://shop.example.org/health', interval: '30s', keyword: 'ok' },
  target: ({ url }) => url,
  host: ({ url }) => hostOf(new URL(url)),
  parse: parseHttpTarget,
  derivedSecrets: (fields) => [authorizationOf(fields) ?? '', proxyCredentials(fields), clientCredentials(fields)],
  probeModules: { http_2xx: {} },
  loadExporter: () => import('./exporter.ts'),
  // One file for both: Node takes 1 ms to find, read and link each file.
  load: () => import('./warm-up.ts'),
};

/**
 * Accepts `http://…` and `https://…` unchanged. Adds a scheme to a host name or address without a port, and to
 * everything with a path: https, but http for hosts that hardly ever have a certificate (addresses, localhost, names
 * without a dot). `host:port` alone may be any service, so it is left to other kinds.
 */
function parseHttpTarget(text: string): EndpointInput | null {
  if (/^https?:\/\//iu.test(text)) return { kind: 'http', url: text };
  if (ipVersion(text) === 6) return { kind: 'http', url: `http://[${text}]/` };
  const parts = /^(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(?<port>:\d{1,5})?(?<rest>[/?#].*)?$/iu.exec(text)?.groups;
  const host = parts?.['host'];
  if (host === undefined || (parts?.['port'] !== undefined && parts['rest'] === undefined)) return null;
  const scheme = isPlain(host) ? 'http' : 'https';
  return URL.canParse(`${scheme}://${text}`) ? { kind: 'http', url: `${scheme}://${text}` } : null;
}

function isPlain(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/u, '');
  return host.startsWith('[') || ipVersion(name) !== 0 || !name.includes('.') || name.endsWith('.localhost');
}
