/** What can be wrong with the fields of a DNS endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const dnsIssues = [
  {
    code: 'dns.domain',
    text: '{field} must be a domain name such as example.org, or an address for PTR records.',
    params: {},
  },
  {
    code: 'dns.server',
    text: '{field} must be the name or address of a DNS server for DNS over HTTPS.',
    params: {},
  },
  {
    code: 'dns.path',
    text: '{field} must begin with a slash and have no spaces, such as /dns-query.',
    params: {},
  },
  {
    code: 'dns.expected',
    text: '{field} must be a list with at most {max, number} answers.',
    params: { max: 'the maximum number of answers' },
  },
] as const satisfies readonly IssueDescriptor[];
