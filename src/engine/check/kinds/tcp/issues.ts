/** What can be wrong with the fields of a TCP endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const tcpIssues = [
  {
    code: 'tcp.host',
    text: '{field} must be a host name or an address, such as db.example.org, 192.0.2.7 or 2001:db8::7.',
    params: {},
  },
  {
    code: 'tcp.bytes',
    text: '{field} must be text with at most {max, number} characters, in which a backslash begins \\r, \\n, \\t, \\0, \\\\ or \\xNN.',
    params: { max: 'the most characters' },
  },
] as const satisfies readonly IssueDescriptor[];
