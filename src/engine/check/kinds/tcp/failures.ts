/** What can go wrong with what a TCP service says. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const tcpFailures = [
  {
    code: 'expect.missing',
    text: `{reason, select,
      limit {"{expected}" did not come: it is not in the first {readBytes}.}
      other {"{expected}" did not come: the server closed the connection after {readBytes}.}}`,
    params: {
      reason: '`limit` or `closed`',
      expected: 'the text that was waited for',
      readBytes: 'how much came',
    },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const tcpFailure = failuresOfKind(tcpFailures);
