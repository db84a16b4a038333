/** What can be wrong with the fields of a TLS endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const tlsIssues = [
  {
    code: 'tls.serverName',
    text: '{field} must be a host name such as www.example.org, or empty.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
