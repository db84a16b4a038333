import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { formatUrlPath, readServiceUrl } from '../../fields/service-url.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { messagePhase, roundTripMetric, subscribePhase } from '../../net/services/message-descriptors.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { stompFailures } from './failures.ts';
import { stompForm, stompSchema, type StompFields } from './fields.ts';

const SCHEMES = {
  stomp: { port: 61_613, tls: 'off' },
  'stomp+ssl': { port: 61_614, tls: 'on' },
} as const;

/** A broker that speaks STOMP, such as ActiveMQ, or RabbitMQ with a plugin. */
export const stomp: CheckKind<StompFields> = {
  kind: 'stomp',
  title: 'STOMP',
  description:
    'Signs in to a STOMP broker. Can publish a message and wait until it comes back, or wait for another one.',
  category: 'messaging',
  schema: stompSchema,
  form: stompForm,
  phases: [
    dnsPhase,
    connectPhase,
    tlsPhase,
    { name: 'signIn', label: 'Sign in', role: 'authenticate' },
    subscribePhase,
    messagePhase,
  ],
  metrics: [roundTripMetric],
  details: [
    remoteAddressDetail,
    { name: 'version', label: 'STOMP version', format: 'text' },
    { name: 'server', label: 'Server', format: 'text' },
    { name: 'message', label: 'Message', format: 'code' },
    tlsDetail,
  ],
  failures: stompFailures,
  issues: [],
  placeholders: [{ name: 'BODY', meaning: 'the message that came', parts: 'json' }],
  pasteExamples: ['stomp://me@broker.example.org/topic/lookout'],
  triedAgainst: 'RabbitMQ',
  example: {
    kind: 'stomp',
    name: 'Broker',
    host: 'broker.example.org',
    username: 'lookout',
    topic: '/topic/lookout',
    message: 'ping',
  },
  target: (fields) =>
    `${fields.tls === 'on' ? 'stomp+ssl' : 'stomp'}://${formatHostPort(fields)}${formatUrlPath(fields.topic.replace(/^\//u, ''))}`,
  host: ({ host }) => host.toLowerCase(),
  parse: (text) => {
    const url = readServiceUrl(text, SCHEMES);
    if (url === null) return null;
    const topic = url.path === '' ? {} : { topic: `/${url.path}` };
    return { kind: 'stomp', host: url.host, port: url.port, tls: url.tls, ...url.credentials, ...topic };
  },
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};
