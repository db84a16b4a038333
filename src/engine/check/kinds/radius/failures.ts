/** What can be wrong with the answer of a RADIUS server. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const radiusFailures = [
  {
    code: 'radius.answer',
    cause: 'Unexpected RADIUS answer',
    text: `{message, select,
      none {The server answers with {answer}, not with {expected}.}
      other {The server answers with {answer}, not with {expected}: {message}}}`,
    params: {
      answer: 'the answer, such as `Access-Challenge`',
      expected: 'the answer that the endpoint expects',
      message: 'what the server says to the user',
    },
  },
  {
    code: 'radius.signature',
    text: `{reason, select,
      unsigned {The answer has no Message-Authenticator, so it may be forged.}
      other {The answer was not made with the shared secret.}}`,
    params: { reason: '`unsigned` or `signature`' },
  },
  { code: 'radius.noSecret', text: 'The endpoint has no shared secret, and RADIUS needs one.', params: {} },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const radiusFailure = failuresOfKind(radiusFailures);
