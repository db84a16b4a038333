import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { formatUrlPath, readServiceUrl } from '../../fields/service-url.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { messagePhase, roundTripMetric, subscribePhase } from '../../net/services/message-descriptors.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { mqttFailures, mqttIssues } from './failures.ts';
import { mqttForm, mqttSchema, type MqttFields } from './fields.ts';

const SCHEMES = { mqtt: { port: 1883, tls: 'off' }, mqtts: { port: 8883, tls: 'on' } } as const;

/** An MQTT broker (versions 3.1.1 and 5). */
export const mqtt: CheckKind<MqttFields> = {
  kind: 'mqtt',
  title: 'MQTT',
  description:
    'Connects to an MQTT broker. Can publish a message and wait until it comes back, or wait for another one.',
  category: 'messaging',
  schema: mqttSchema,
  form: mqttForm,
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
    { name: 'topic', label: 'Topic', format: 'code' },
    { name: 'message', label: 'Message', format: 'code' },
    tlsDetail,
  ],
  failures: mqttFailures,
  issues: mqttIssues,
  placeholders: [
    { name: 'BODY', meaning: 'the message that came', parts: 'json' },
    { name: 'TOPIC', meaning: 'the topic of the message' },
  ],
  pasteExamples: ['mqtt://broker.example.org/sensors/kitchen', 'mqtts://me@broker.example.org'],
  triedAgainst: 'Mosquitto',
  example: {
    kind: 'mqtt',
    name: 'Broker',
    host: 'broker.example.org',
    port: 8883,
    tls: 'on',
    topic: 'lookout/ping',
    message: 'ping',
  },
  target: (fields) =>
    `${fields.tls === 'on' ? 'mqtts' : 'mqtt'}://${formatHostPort(fields)}${formatUrlPath(fields.topic)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: (text) => {
    const url = readServiceUrl(text, SCHEMES);
    if (url === null) return null;
    const topic = url.path === '' ? {} : { topic: url.path };
    return { kind: 'mqtt', host: url.host, port: url.port, tls: url.tls, ...url.credentials, ...topic };
  },
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};
