/** What can go wrong with a Kafka cluster, and with the fields of its endpoint. */
import type { FailureDescriptor, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { signInFailures } from '../../net/services/sign-in-failures.ts';

export const kafkaFailures = [
  ...signInFailures,
  {
    code: 'kafka.refused',
    cause: 'Refused by the broker',
    text: 'The broker refused: {problem}',
    params: { problem: "the name of the broker's error code" },
  },
  {
    code: 'kafka.version',
    text: 'The broker does not know the requests that Lookout sends. It must be release 1.0 or later.',
    params: {},
  },
  {
    code: 'kafka.topic',
    cause: 'Topic unusable',
    text: `{problem, select,
      UNKNOWN_TOPIC_OR_PARTITION {There is no topic {topic}.}
      other {The topic {topic} cannot be used: {problem}}}`,
    params: { topic: 'the topic', problem: "the name of the broker's error code" },
  },
  {
    code: 'kafka.noLeader',
    cause: 'Partitions without a leader',
    text: '{count, plural, one {# partition} other {# partitions}} of the topic {topic} {count, plural, one {has} other {have}} no leader, so nobody can use {count, plural, one {it} other {them}}.',
    params: { topic: 'the topic', count: 'how many partitions' },
  },
  {
    code: 'kafka.compressed',
    cause: 'Unsupported compression',
    text: 'The messages of the topic {topic} are compressed with Snappy or LZ4, which Lookout cannot read.',
    params: { topic: 'the topic' },
  },
  {
    code: 'kafka.otherMessage',
    text: 'The broker accepted the message, but returned another one in its place.',
    params: {},
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const kafkaFailure = failuresOfKind(kafkaFailures);

export const kafkaIssues = [
  {
    code: 'kafka.topic',
    text: '{field} must be the name of a topic: at most 249 letters, digits, dots, hyphens and underscores.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
