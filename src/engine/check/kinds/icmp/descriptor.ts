import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import type { CheckKind } from '../../kind.ts';
import { dnsPhase } from '../../net/probe/phases.ts';
import { remoteAddressDetail } from '../../net/probe/details.ts';
import { icmpFailures } from './failures.ts';
import { icmpForm, icmpSchema, type IcmpFields } from './fields.ts';
import { ipVersion } from '../../net/address/ip-version.ts';

/** ICMP echo (RFC 792, RFC 4443), sent by the system's `ping`: only it may, without being root. */
export const icmp: CheckKind<IcmpFields> = {
  kind: 'icmp',
  title: 'Ping (ICMP)',
  description: 'Sends echo requests with the ping of this computer, and measures round trips, loss and jitter.',
  category: 'network',
  common: true,
  schema: icmpSchema,
  form: icmpForm,
  phases: [dnsPhase, { name: 'echo', label: 'Round trip', role: 'wait' }],
  metrics: [
    { name: 'loss', label: 'Packet loss', unit: 'percent', charted: true },
    { name: 'min', label: 'Fastest', unit: 'millisecond', charted: false },
    { name: 'avg', label: 'Average', unit: 'millisecond', charted: false },
    { name: 'max', label: 'Slowest', unit: 'millisecond', charted: true },
    { name: 'jitter', label: 'Jitter', unit: 'millisecond', charted: true },
  ],
  details: [
    remoteAddressDetail,
    { name: 'received', label: 'Answers', format: 'text', brief: true },
    { name: 'program', label: 'Program', format: 'code' },
  ],
  failures: icmpFailures,
  issues: [],
  placeholders: [],
  pasteExamples: ['icmp://router.example.org'],
  triedAgainst: 'the ping of the system',
  example: { kind: 'icmp', name: 'Router', host: 'router.example.org', count: 5, maxLoss: 20 },
  target: ({ host }) => `icmp://${ipVersion(host) === 6 ? `[${host}]` : host}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseIcmpTarget,
  probeModules: { icmp: { count: 1 } },
  loadExporter: () => import('./exporter.ts'),
  load: () => import('./run.ts'),
};

/** Accepts `icmp://host` and `ping://host`. */
function parseIcmpTarget(text: string): EndpointInput | null {
  const host = /^(?:icmp|ping):\/\/(?<host>\[[0-9a-f:.%\w]+\]|[^\s/?#@:[\]]+)\/?$/iu.exec(text)?.groups?.['host'];
  return host === undefined ? null : { kind: 'icmp', host: host.replace(/^\[|\]$/gu, '') };
}
