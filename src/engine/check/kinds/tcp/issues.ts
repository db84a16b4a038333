/** What can be wrong with the fields of a TCP endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const tcpIssues = [
  {
    code: 'tcp.bytes',
    text: '{field} must be text with at most {max, number} characters, in which a backslash begins \\r, \\n, \\t, \\0, \\\\ or \\xNN.',
    params: { max: 'the most characters' },
  },
] as const satisfies readonly IssueDescriptor[];
