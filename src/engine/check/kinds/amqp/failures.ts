/** What can go wrong with an AMQP broker, and with the fields of its endpoint. */
import type { FailureDescriptor, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { signInFailures } from '../../net/services/sign-in-failures.ts';

export const amqpFailures = [
  ...signInFailures,
  {
    code: 'amqp.refused',
    cause: 'Refused by the broker',
    text: 'The broker refused: {problem}',
    params: { problem: "the broker's code and words, such as `404 NOT_FOUND - no queue …`" },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const amqpFailure = failuresOfKind(amqpFailures);

export const amqpIssues = [
  {
    code: 'amqp.name',
    text: '{field} must be text with at most {max, number} bytes.',
    params: { max: 'the maximum number of bytes' },
  },
] as const satisfies readonly IssueDescriptor[];
