import type { ColumnDescriptor } from '../../../../contract/descriptor.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { changedPlaceholder } from '../../common.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail } from '../../net/probe/details.ts';
import { dnsPhase } from '../../net/probe/phases.ts';
import { pathFailures } from './failures.ts';
import { pathForm, pathSchema, type PathFields } from './fields.ts';

const hopColumns: readonly ColumnDescriptor[] = [
  { name: 'hop', label: 'Hop', format: 'number' },
  { name: 'host', label: 'Host', format: 'text' },
  { name: 'address', label: 'Address', format: 'code' },
  { name: 'usual', label: 'Usually', format: 'code' },
  { name: 'loss', label: 'Loss', format: 'percent' },
  { name: 'sent', label: 'Sent', format: 'number' },
  { name: 'last', label: 'Last', format: 'duration' },
  { name: 'min', label: 'Min', format: 'duration' },
  { name: 'avg', label: 'Avg', format: 'duration' },
  { name: 'max', label: 'Max', format: 'duration' },
  { name: 'jitter', label: 'Jitter', format: 'duration' },
];

/** The route to a host, router by router. */
export const pathKind: CheckKind<PathFields> = {
  kind: 'path',
  title: 'Path (traceroute)',
  description: 'Finds the routers on the way to a host with mtr or traceroute, and measures loss and latency of each.',
  category: 'network',
  schema: pathSchema,
  form: pathForm,
  // The program waits up to a second for each silent router.
  defaults: { interval: 300_000, timeout: 60_000 },
  phases: [dnsPhase, { name: 'trace', label: 'Round trip', role: 'wait' }],
  metrics: [
    { name: 'hops', label: 'Hops', unit: 'hops', charted: true },
    { name: 'loss', label: 'Packet loss', unit: 'percent', charted: true },
    { name: 'latency', label: 'Latency', unit: 'millisecond', charted: false },
  ],
  details: [
    remoteAddressDetail,
    { name: 'hops', label: 'Hops', format: 'table', columns: hopColumns, marks: 'usual' },
    { name: 'route', label: 'Route', format: 'list', tracked: 'value' },
    { name: 'program', label: 'Program', format: 'code' },
  ],
  failures: pathFailures,
  issues: [],
  placeholders: [
    { name: 'ROUTE', meaning: 'the addresses on the way, * for a router that did not answer', parts: 'json' },
    {
      name: 'HOPS',
      meaning: 'the hops, each with number, addresses, sent, loss, last, min, avg, max and jitter',
      parts: 'json',
    },
    changedPlaceholder,
  ],
  pasteExamples: ['path://www.example.org'],
  triedAgainst: 'mtr and traceroute on network namespaces',
  example: { kind: 'path', name: 'Way to the data center', host: 'gateway.example.org', maxLoss: 20 },
  target: ({ host }) => `path://${host.includes(':') ? `[${host}]` : host}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parsePathTarget,
  load: () => import('./run.ts'),
};

/** Accepts `path://host`, `traceroute://host` and `mtr://host`. */
function parsePathTarget(text: string): EndpointInput | null {
  const match = /^(?:path|traceroute|mtr):\/\/(?<host>\[[0-9a-f:.%\w]+\]|[^\s/?#@:[\]]+)\/?$/iu.exec(text);
  const host = match?.groups?.['host'];
  return host === undefined ? null : { kind: 'path', host: host.replace(/^\[|\]$/gu, '') };
}
