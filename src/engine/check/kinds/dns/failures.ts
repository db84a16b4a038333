/** What can be wrong with the answer of a DNS server. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const dnsFailures = [
  {
    code: 'dns.rcode',
    cause: 'Unexpected DNS answer',
    text: 'The DNS server answered {rcode} for {name}; {expected} was expected.',
    params: { rcode: 'the code of the answer, such as `NXDOMAIN`', name: 'the name', expected: 'the expected code' },
    network: true,
  },
  {
    code: 'dns.noRecords',
    cause: 'No such records',
    text: '{name} has no {type} records.',
    params: { name: 'the name', type: 'the type of records' },
  },
  {
    code: 'dns.answers',
    cause: 'Unexpected DNS answer',
    text: `{reason, select,
      exact {The answers are not the expected ones.{missing, select, none {} other { Missing: {missing}.}}{unexpected, select, none {} other { Not expected: {unexpected}.}}}
      contains {Expected answers are missing: {missing}.}
      every {There are answers that are not expected: {unexpected}.}
      other {None of the expected answers came; the answers are: {unexpected}.}}`,
    params: {
      reason: '`exact`, `contains`, `every` or `some`',
      missing: 'expected answers that did not come',
      unexpected: 'answers that are not expected',
    },
  },
  {
    code: 'dns.notValidated',
    text: 'The DNS server did not validate the answer by DNSSEC: the AD bit is missing.',
    params: {},
  },
  {
    code: 'dns.httpStatus',
    cause: 'Refused by the DNS server',
    text: 'The DNS server answered with the HTTP status {status}.',
    params: { status: 'the status' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const dnsFailure = failuresOfKind(dnsFailures);
