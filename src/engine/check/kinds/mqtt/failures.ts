/** What can go wrong with an MQTT broker, and with the fields of its endpoint. */
import type { FailureDescriptor, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const mqttFailures = [
  {
    code: 'mqtt.refused',
    cause: 'Refused by the broker',
    text: 'The broker did not accept the connection: {problem}.',
    params: { problem: "the broker's words, or what its code means" },
  },
  {
    code: 'mqtt.topicRefused',
    cause: 'Topic refused',
    text: `{reason, select,
      wildcard {A message cannot be published to {topic}: a topic with + or # stands for several topics.}
      publish {The broker did not accept a message for the topic {topic}: {problem}.}
      other {The broker did not accept the subscription to {topic}: {problem}.}}`,
    params: {
      topic: 'the topic',
      reason: '`subscribe`, `publish` or `wildcard`',
      problem: "the broker's words, or what its code means",
    },
  },
  {
    code: 'mqtt.disconnected',
    cause: 'Disconnected by the broker',
    text: 'The broker ended the connection: {problem}.',
    params: { problem: "the broker's words, or what its code means" },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const mqttFailure = failuresOfKind(mqttFailures);

export const mqttIssues = [
  {
    code: 'mqtt.topic',
    text: '{field} must be a topic, such as sensors/kitchen, in which + may be a whole level and # the last one.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
