/** What can be wrong with the fields of a TCP endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';
import { dialogIssues } from '../../fields/dialog-steps.ts';

export const tcpIssues = [
  {
    code: 'tcp.bytes',
    text: '{field} must be text with at most {max, number} characters, in which a backslash begins \\r, \\n, \\t, \\0, \\\\ or \\xNN.',
    params: { max: 'the maximum number of characters' },
  },
  {
    code: 'tcp.host',
    text: '{field} must be a host name or IP address, or the path of a Unix socket such as /run/service.sock.',
    params: {},
  },
  {
    code: 'tcp.starttls',
    text: '{field} must be the protocol of the service.',
    params: {},
  },
  ...dialogIssues,
] as const satisfies readonly IssueDescriptor[];
