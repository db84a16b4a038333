/** What can be wrong with the registration of a domain. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { httpFailures } from '../../http/failures.ts';

const own = [
  {
    code: 'domain.expired',
    cause: 'Domain expired',
    text: 'The registration ended on {expiredOn}.',
    params: { expiredOn: 'when it ended' },
  },
  {
    code: 'domain.expiresSoon',
    cause: 'Domain expires soon',
    text: 'The registration ends on {expiresOn}, in less than {limitMs}.',
    params: { expiresOn: 'when it ends', limitMs: 'the limit of the endpoint' },
  },
  {
    code: 'domain.noExpiry',
    cause: 'Domain without a known expiry',
    text: 'The registry does not say when the registration of {domain} ends. To check the rest, leave both limits empty.',
    params: { domain: 'the domain' },
  },
  {
    code: 'domain.notRegistered',
    cause: 'Domain not registered',
    text: 'The registry does not know {domain}. Names below a registered domain, such as www, are not registered.',
    params: { domain: 'the domain' },
  },
  {
    code: 'domain.status',
    cause: 'Bad domain status',
    text: 'The domain has the status "{status}", so it does not work, or is about to be deleted.',
    params: { status: 'the status, such as `redemption period`' },
  },
  {
    code: 'domain.noServer',
    cause: 'No RDAP server known',
    text: "IANA's list has no RDAP server for {domain}. If its registry has one, enter it in the field RDAP server.",
    params: { domain: 'the domain' },
  },
  {
    code: 'domain.refused',
    cause: 'Refused by the RDAP server',
    text: 'The RDAP server answers with status {status}.',
    params: { status: 'the HTTP status' },
  },
  {
    code: 'domain.bootstrap',
    cause: 'No list of RDAP servers',
    text: "IANA's list of RDAP servers could not be fetched: {problem}",
    params: { problem: 'what went wrong' },
  },
  { code: 'domain.answer', text: 'The answer is not a valid answer of an RDAP server.', params: {} },
] as const satisfies readonly FailureDescriptor[];

/** A check reads no keyword, so it has only some of the failures of HTTP. */
const OF_HTTP = /^(?:protocol\.error|http\.(?!status))/u;

export const domainFailures: readonly FailureDescriptor[] = [
  ...own,
  ...httpFailures.filter(({ code }) => OF_HTTP.test(code)),
];

/** Makes a failure that only this kind has. */
export const domainFailure = failuresOfKind(own);
