import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { hostOf } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase, waitPhase } from '../../net/probe/phases.ts';
import { sseFailures, sseIssues } from './failures.ts';
import { sseForm, sseSchema, type SseFields } from './fields.ts';

/** Server-sent events (WHATWG HTML, 9.2). */
export const sse: CheckKind<SseFields> = {
  kind: 'sse',
  title: 'Server-sent events',
  description: 'Opens a stream of events over HTTP, and waits for one.',
  category: 'web',
  schema: sseSchema,
  form: sseForm,
  phases: [dnsPhase, connectPhase, tlsPhase, waitPhase, { name: 'event', label: 'Event', role: 'transfer' }],
  metrics: [{ name: 'events', label: 'Events', unit: 'count', charted: false }],
  details: [
    remoteAddressDetail,
    { name: 'status', label: 'Status', format: 'number' },
    { name: 'event', label: 'Event type', format: 'text' },
    { name: 'snippet', label: 'Data', format: 'code' },
    tlsDetail,
  ],
  failures: sseFailures,
  issues: sseIssues,
  placeholders: [
    { name: 'STATUS', meaning: 'the HTTP status' },
    { name: 'EVENT', meaning: 'the type of the last event' },
    { name: 'ID', meaning: 'the id of the last event' },
    { name: 'BODY', meaning: 'the data of the last event, at most 4 KB', parts: 'json' },
  ],
  pasteExamples: ['sse+https://api.example.org/events'],
  triedAgainst: "Node's HTTP server, nginx",
  example: {
    kind: 'sse',
    name: 'Events',
    url: 'https://api.example.org/events',
    event: 'price',
    expect: '/^[0-9.]+$/',
  },
  target: ({ url }) => `sse+${url}`,
  host: ({ url }) => hostOf(new URL(url)),
  parse: parseSseTarget,
  load: () => import('./run.ts'),
};

/** Accepts `sse+http://…` and `sse+https://…`. */
function parseSseTarget(text: string): EndpointInput | null {
  const url = /^sse\+(?<url>https?:\/\/\S+)$/iu.exec(text)?.groups?.['url'];
  return url === undefined ? null : { kind: 'sse', url };
}
