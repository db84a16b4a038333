/** What can be wrong with the answer of a UDP service. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const udpFailures = [
  {
    code: 'udp.answer',
    cause: 'Expected text missing',
    text: 'The answer does not contain "{expected}".',
    params: { expected: 'what was expected' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const udpFailure = failuresOfKind(udpFailures);
