/** What can be wrong with the fields of a domain endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const domainIssues = [
  {
    code: 'domain.name',
    text: '{field} must be a registered domain, such as example.org.',
    params: {},
  },
  {
    code: 'domain.server',
    text: '{field} must be the http or https URL of an RDAP server, such as https://rdap.example/, or empty.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
