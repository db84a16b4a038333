/** What can go wrong with a NATS server, and with the fields of its endpoint. */
import type { FailureDescriptor, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { startTlsFailures } from '../../net/starttls/starttls.ts';

export const natsFailures = [
  ...startTlsFailures,
  {
    code: 'nats.refused',
    cause: 'Refused by the server',
    text: '{topic, select, none {The server refused: {problem}} other {The server refused the subject {topic}: {problem}}}',
    params: { topic: 'the subject; none: the connection itself', problem: "the server's words" },
  },
  {
    code: 'nats.wildcard',
    cause: 'Subject with a wildcard',
    text: 'A message cannot be published to {topic}: a subject with * or > stands for several subjects.',
    params: { topic: 'the subject' },
  },
  {
    code: 'nats.stream',
    cause: 'Stream not shown',
    text: 'The server does not show the stream {stream}: {problem}',
    params: { stream: 'the stream', problem: "the server's words" },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const natsFailure = failuresOfKind(natsFailures);

export const natsIssues = [
  {
    code: 'nats.subject',
    text: '{field} must be a subject, such as orders.new, without spaces; * may be a whole word and > the last one.',
    params: {},
  },
  {
    code: 'nats.stream',
    text: '{field} must be the name of a stream: at most 255 characters without spaces, dots or the characters * > / \\.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
