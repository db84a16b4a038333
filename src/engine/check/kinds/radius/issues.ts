/** What can be wrong with the fields of a RADIUS endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const radiusIssues = [
  {
    code: 'radius.bytes',
    text: '{field} must be text with at most {max, number} bytes in UTF-8.',
    params: { max: 'the maximum number of bytes' },
  },
  {
    code: 'radius.username',
    text: '{field} must be given, unless the method asks the server without a user.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
