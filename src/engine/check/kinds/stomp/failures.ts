/** What can go wrong with a STOMP broker. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const stompFailures = [
  {
    code: 'stomp.refused',
    cause: 'Refused by the broker',
    text: 'The broker refused: {problem}',
    params: { problem: "the broker's words" },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const stompFailure = failuresOfKind(stompFailures);
