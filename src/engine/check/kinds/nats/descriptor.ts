import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { formatUrlPath, readServiceUrl } from '../../fields/service-url.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { messagePhase, roundTripMetric, subscribePhase } from '../../net/services/message-descriptors.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { natsFailures, natsIssues } from './failures.ts';
import { natsForm, natsSchema, type NatsFields } from './fields.ts';

const SCHEMES = { nats: { port: 4222, tls: 'off' }, 'nats+tls': { port: 4222, tls: 'starttls' } } as const;

/** A NATS server. */
export const nats: CheckKind<NatsFields> = {
  kind: 'nats',
  title: 'NATS',
  description:
    'Signs in to a NATS server, counts the messages of a stream, and can publish a message and see it again.',
  category: 'messaging',
  schema: natsSchema,
  form: natsForm,
  phases: [
    dnsPhase,
    connectPhase,
    { name: 'greeting', label: 'Greeting', role: 'wait' },
    tlsPhase,
    { name: 'signIn', label: 'Sign in', role: 'authenticate' },
    { name: 'stream', label: 'Stream', role: 'wait' },
    subscribePhase,
    messagePhase,
  ],
  metrics: [
    { name: 'messages', label: 'Messages in the stream', unit: 'count', charted: true },
    { name: 'size', label: 'Size of the stream', unit: 'byte', charted: true },
    { name: 'consumers', label: 'Consumers of the stream', unit: 'count', charted: true },
    roundTripMetric,
  ],
  details: [
    remoteAddressDetail,
    { name: 'server', label: 'Server', format: 'text' },
    { name: 'version', label: 'Version', format: 'text' },
    { name: 'topic', label: 'Subject', format: 'code' },
    { name: 'message', label: 'Message', format: 'code' },
    tlsDetail,
  ],
  failures: natsFailures,
  issues: natsIssues,
  placeholders: [
    { name: 'BODY', meaning: 'the message that came', parts: 'json' },
    { name: 'TOPIC', meaning: 'the subject of the message' },
    { name: 'VERSION', meaning: 'the version of the server' },
  ],
  pasteExamples: ['nats://nats.example.org', 'nats://me@nats.example.org/orders.new'],
  triedAgainst: 'NATS server',
  example: { kind: 'nats', name: 'Events', host: 'nats.example.org', topic: 'lookout.ping', message: 'ping' },
  target: (fields) =>
    `${fields.tls === 'off' ? 'nats' : 'nats+tls'}://${formatHostPort(fields)}${formatUrlPath(fields.topic)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: (text) => {
    const url = readServiceUrl(text, SCHEMES);
    if (url === null) return null;
    const topic = url.path === '' ? {} : { topic: url.path };
    return { kind: 'nats', host: url.host, port: url.port, tls: url.tls, ...url.credentials, ...topic };
  },
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};
