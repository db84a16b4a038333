import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { hostOf } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { websocketFailures, websocketIssues } from './failures.ts';
import { websocketForm, websocketSchema, type WebsocketFields } from './fields.ts';

/** A WebSocket (RFC 6455). */
export const websocket: CheckKind<WebsocketFields> = {
  kind: 'websocket',
  title: 'WebSocket',
  description: 'Opens a WebSocket, pings it, and can send messages and wait for expected ones.',
  category: 'web',
  schema: websocketSchema,
  form: websocketForm,
  phases: [
    dnsPhase,
    connectPhase,
    tlsPhase,
    { name: 'wait', label: 'Upgrade', role: 'wait' },
    { name: 'ping', label: 'Ping', role: 'other' },
    { name: 'messages', label: 'Messages', role: 'transfer' },
  ],
  metrics: [{ name: 'ping', label: 'Ping to pong', unit: 'millisecond', charted: true }],
  details: [
    remoteAddressDetail,
    { name: 'subprotocol', label: 'Subprotocol', format: 'text' },
    { name: 'snippet', label: 'Message', format: 'code' },
    tlsDetail,
  ],
  failures: websocketFailures,
  issues: websocketIssues,
  placeholders: [
    { name: 'BODY', meaning: 'the last message that was expected, or the first one', parts: 'json' },
    { name: 'CAPTURE', meaning: 'what a group of a regular expression found, by number or name', parts: 'json' },
    { name: 'SUBPROTOCOL', meaning: 'the subprotocol that the server selected' },
  ],
  pasteExamples: ['wss://api.example.org/live'],
  triedAgainst: 'the package ws, nginx',
  example: {
    kind: 'websocket',
    name: 'Live prices',
    url: 'wss://api.example.org/live',
    steps: ['send {"op":"subscribe","channel":"prices"}', 'expect "subscribed"'],
  },
  target: ({ url }) => url,
  host: ({ url }) => hostOf(new URL(url)),
  parse: parseWebsocketTarget,
  load: () => import('./run.ts'),
};

/** Accepts `ws://…` and `wss://…`. */
function parseWebsocketTarget(text: string): EndpointInput | null {
  return /^wss?:\/\/\S+$/iu.test(text) ? { kind: 'websocket', url: text } : null;
}
