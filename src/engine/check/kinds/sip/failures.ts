/** What can be wrong with the answer of a SIP server. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const sipFailures = [
  {
    code: 'sip.status',
    cause: 'Status not accepted',
    text: 'The server answered OPTIONS with the status {status} (accepted: {accepted}).',
    params: { status: 'the status', accepted: 'what the endpoint accepts' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const sipFailure = failuresOfKind(sipFailures);
