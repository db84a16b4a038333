import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { formatHostPort } from '../../fields/host.ts';
import { connectPhase, dnsPhase, startTlsPhase, tlsPhase, transferPhase, waitPhase } from '../../net/probe/phases.ts';
import { startTlsFailures } from '../../net/starttls/starttls.ts';
import { tcpIssues } from './issues.ts';
import { isSocketPath, tcpForm, tcpSchema, type TcpFields } from './fields.ts';

/** A TCP port (RFC 9293): checks that it accepts connections and, optionally, what it sends. */
export const tcp: CheckKind<TcpFields> = {
  kind: 'tcp',
  title: 'TCP',
  description:
    'Connects to a port or a Unix socket, also with TLS. Can send texts and wait for expected ones, step by step.',
  category: 'network',
  common: true,
  schema: tcpSchema,
  form: tcpForm,
  phases: [dnsPhase, connectPhase, startTlsPhase, tlsPhase, waitPhase, transferPhase],
  metrics: [],
  details: [
    remoteAddressDetail,
    { name: 'bytes', label: 'Size', format: 'bytes' },
    { name: 'snippet', label: 'Response', format: 'code' },
    tlsDetail,
  ],
  failures: startTlsFailures,
  issues: tcpIssues,
  placeholders: [
    { name: 'BODY', meaning: 'what the service sent, at most 4 KB', parts: 'json' },
    { name: 'CAPTURE', meaning: 'what a group of a regular expression found, by number or name', parts: 'json' },
  ],
  pasteExamples: ['db.example.org:5432'],
  triedAgainst: 'aiosmtpd, Redis, OpenSSH',
  example: { kind: 'tcp', name: 'Cache', host: 'cache.example.org', port: 6379, send: 'PING\\r\\n', expect: '+PONG' },
  target: ({ host, port }) => (isSocketPath(host) ? `unix://${host}` : formatHostPort({ host, port: port ?? 0 })),
  host: ({ host }) => (isSocketPath(host) ? '' : host.toLowerCase()),
  parse: parseTcpTarget,
  probeModules: { tcp_connect: {} },
  loadExporter: () => import('./exporter.ts'),
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};

/** Accepts `host:port` and `[IPv6 address]:port`, with or without `tcp://`, and `unix:///path`. */
function parseTcpTarget(text: string): EndpointInput | null {
  const path = /^unix:(?:\/\/)?(?<path>\/\S+)$/iu.exec(text)?.groups?.['path'];
  if (path !== undefined) return { kind: 'tcp', host: path };
  const match = /^(?:tcp:\/\/)?(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+):(?<port>\d{1,9})\/?$/iu.exec(text)?.groups;
  const { host, port } = match ?? {};
  if (host === undefined || port === undefined) return null;
  return { kind: 'tcp', host: host.replace(/^\[|\]$/gu, ''), port: Number(port) };
}
