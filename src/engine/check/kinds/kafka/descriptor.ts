import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { formatUrlPath, readServiceUrl } from '../../fields/service-url.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { messagePhase, roundTripMetric } from '../../net/services/message-descriptors.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { plainResponse } from '../../net/services/plain-response.ts';
import { kafkaFailures, kafkaIssues } from './failures.ts';
import { kafkaForm, kafkaSchema, type KafkaFields } from './fields.ts';

const SCHEMES = { kafka: { port: 9092, tls: 'off' }, 'kafka+ssl': { port: 9093, tls: 'on' } } as const;

/** A cluster of Kafka brokers, entered through one of them. */
export const kafka: CheckKind<KafkaFields> = {
  kind: 'kafka',
  title: 'Kafka',
  description:
    'Checks the partitions of a Kafka topic, measures the lag of a consumer group, and can write and read a message.',
  category: 'messaging',
  schema: kafkaSchema,
  form: kafkaForm,
  phases: [
    dnsPhase,
    connectPhase,
    tlsPhase,
    { name: 'greeting', label: 'Greeting', role: 'wait' },
    { name: 'signIn', label: 'Sign in', role: 'authenticate' },
    { name: 'metadata', label: 'Metadata', role: 'wait' },
    { name: 'lag', label: 'Lag', role: 'wait' },
    messagePhase,
  ],
  metrics: [
    { name: 'brokers', label: 'Brokers', unit: 'count', charted: true },
    { name: 'partitions', label: 'Partitions of the topic', unit: 'count', charted: false },
    { name: 'underReplicated', label: 'Under-replicated partitions', unit: 'count', charted: true },
    { name: 'lag', label: 'Lag of the group', unit: 'count', charted: true },
    roundTripMetric,
  ],
  details: [
    remoteAddressDetail,
    { name: 'brokers', label: 'Brokers', format: 'list' },
    { name: 'clusterId', label: 'Cluster', format: 'text' },
    { name: 'message', label: 'Message', format: 'code' },
    tlsDetail,
  ],
  failures: kafkaFailures,
  issues: kafkaIssues,
  placeholders: [{ name: 'BODY', meaning: 'the message that was waited for', parts: 'json' }],
  pasteExamples: ['kafka://kafka.example.org', 'kafka+ssl://me@kafka.example.org/orders'],
  triedAgainst: '',
  example: { kind: 'kafka', name: 'Orders', host: 'kafka.example.org', topic: 'orders', consumerGroup: 'billing' },
  target: (fields) =>
    `${fields.tls === 'on' ? 'kafka+ssl' : 'kafka'}://${formatHostPort(fields)}${formatUrlPath(fields.topic)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: (text) => {
    const url = readServiceUrl(text, SCHEMES);
    if (url === null) return null;
    const topic = url.path === '' ? {} : { topic: url.path };
    return { kind: 'kafka', host: url.host, port: url.port, tls: url.tls, ...url.credentials, ...topic };
  },
  derivedSecrets: ({ username, password }) => (password === '' ? [] : [plainResponse(username, password)]),
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};
