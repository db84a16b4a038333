/** What can be wrong with the fields of a RADIUS endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const radiusIssues = [
  {
    code: 'radius.bytes',
    text: '{field} must be text with at most {max, number} bytes in UTF-8.',
    params: { max: 'the most bytes' },
  },
  { code: 'radius.username', text: '{field} must be given, unless only the server is asked.', params: {} },
] as const satisfies readonly IssueDescriptor[];
