/** What can be wrong with the answer of an RTSP server. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { signInFailures } from '../../net/services/sign-in-failures.ts';

export const rtspFailures = [
  {
    code: 'rtsp.status',
    cause: 'Status not accepted',
    text: 'The server answered {method} with the status {status} (accepted: {accepted}).',
    params: { method: 'the method', status: 'the status', accepted: 'what the endpoint accepts' },
  },
  {
    code: 'rtsp.noTracks',
    text: 'The stream has no tracks.',
    params: {},
  },
  ...signInFailures,
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const rtspFailure = failuresOfKind(rtspFailures);
