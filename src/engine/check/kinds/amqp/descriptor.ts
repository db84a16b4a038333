import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { formatUrlPath, readServiceUrl } from '../../fields/service-url.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { messagePhase, roundTripMetric } from '../../net/services/message-descriptors.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { plainResponse } from '../../net/services/plain-response.ts';
import { amqpFailures, amqpIssues } from './failures.ts';
import { amqpForm, amqpSchema, type AmqpFields } from './fields.ts';

const SCHEMES = { amqp: { port: 5672, tls: 'off' }, amqps: { port: 5671, tls: 'on' } } as const;

/** A broker that speaks AMQP 0-9-1, such as RabbitMQ. */
export const amqp: CheckKind<AmqpFields> = {
  kind: 'amqp',
  title: 'AMQP (RabbitMQ)',
  description:
    'Signs in to an AMQP 0-9-1 broker, counts the messages of a queue, and can publish a message and see it again.',
  category: 'messaging',
  schema: amqpSchema,
  form: amqpForm,
  phases: [
    dnsPhase,
    connectPhase,
    tlsPhase,
    { name: 'signIn', label: 'Sign in', role: 'authenticate' },
    { name: 'queue', label: 'Queue', role: 'wait' },
    messagePhase,
  ],
  metrics: [
    { name: 'messages', label: 'Messages in the queue', unit: 'count', charted: true },
    { name: 'consumers', label: 'Consumers of the queue', unit: 'count', charted: true },
    roundTripMetric,
  ],
  details: [remoteAddressDetail, { name: 'message', label: 'Message', format: 'code' }, tlsDetail],
  failures: amqpFailures,
  issues: amqpIssues,
  placeholders: [{ name: 'BODY', meaning: 'the message that came', parts: 'json' }],
  pasteExamples: ['amqp://me@rabbit.example.org/orders', 'amqps://rabbit.example.org'],
  triedAgainst: 'RabbitMQ',
  example: {
    kind: 'amqp',
    name: 'Orders',
    host: 'rabbit.example.org',
    username: 'lookout',
    queue: 'orders',
  },
  target: (fields) =>
    `${fields.tls === 'on' ? 'amqps' : 'amqp'}://${formatHostPort(fields)}${pathOf(fields.virtualHost)}${queryOf(fields)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: (text) => {
    const url = readServiceUrl(text, SCHEMES);
    if (url === null) return null;
    const queue = url.query.get('queue');
    return {
      kind: 'amqp',
      host: url.host,
      port: url.port,
      tls: url.tls,
      ...url.credentials,
      ...(url.path === '' ? {} : { virtualHost: url.path }),
      ...(queue === null ? {} : { queue }),
    };
  },
  derivedSecrets: ({ username, password }) => (password === '' ? [] : [plainResponse(username, password)]),
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};

/** The virtual host as the path (https://www.rabbitmq.com/docs/uri-spec); the usual one is left out. */
function pathOf(virtualHost: string): string {
  return virtualHost === '/' ? '' : formatUrlPath(virtualHost).replaceAll(/(?<=.)\//gu, '%2F');
}

function queryOf({ queue }: AmqpFields): string {
  return queue === '' ? '' : `?queue=${encodeURIComponent(queue)}`;
}
