/** What can be wrong with a site. */
import type { FailureDescriptor, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { httpFailures } from '../../http/failures.ts';

export const siteFailures = [
  {
    code: 'site.brokenLinks',
    cause: 'Broken links',
    text: `{count, plural,
      one {A link is broken: {url} on {page}{status, select, none {} other { (status {status})}}.}
      other {# links are broken, first: {url} on {page}{status, select, none {} other { (status {status})}}.}}`,
    params: {
      count: 'how many',
      url: 'the first one',
      page: 'where it is',
      status: 'its status; none: there was no answer',
    },
  },
  {
    code: 'site.mixedContent',
    cause: 'Mixed content',
    text: `{count, plural,
      one {An https page loads or submits a URL without encryption: {url} on {page}.}
      other {The https pages load or submit # URLs without encryption, first: {url} on {page}.}}`,
    params: { count: 'how many', url: 'the first one', page: 'where it is' },
  },
  {
    code: 'site.headers',
    cause: 'Security headers missing or weak',
    text: 'Security headers are missing or weak: {names}.',
    params: { names: 'the headers' },
  },
  {
    code: 'site.robots',
    text: `{reason, select,
      status {robots.txt cannot be read (status {status}).}
      forbidsAll {robots.txt blocks every crawler from the whole site.}
      notText {The content of robots.txt is not a valid robots.txt file.}
      other {robots.txt cannot be loaded.}}`,
    params: { reason: '`status`, `forbidsAll`, `notText` or `unreachable`', status: 'its status' },
  },
  {
    code: 'site.sitemap',
    cause: 'Sitemap unusable',
    text: `{reason, select,
      status {The sitemap {url} cannot be read (status {status}).}
      empty {The sitemap {url} is empty.}
      notSitemap {The content of {url} is not a sitemap.}
      other {The sitemap {url} cannot be loaded.}}`,
    params: { reason: '`status`, `empty`, `notSitemap` or `unreachable`', status: 'its status', url: 'where it is' },
  },
  {
    code: 'site.expiresSoon',
    cause: 'Certificate expires soon',
    text: 'A certificate of the chain ({subject}) expires on {expiresOn}, in less than {limitMs}.',
    params: {
      subject: 'whose certificate',
      expiresOn: 'notAfter of the certificate',
      limitMs: 'the limit of the endpoint',
    },
  },
  ...httpFailures,
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure of a site. */
export const siteFailure = failuresOfKind(siteFailures);

export const siteIssues = [
  {
    code: 'site.url',
    text: '{field} must be an http or https URL without a user name or password, such as https://www.example.org/.',
    params: {},
  },
  {
    code: 'site.ignore',
    text: '{field} must be a list with at most {max, number} texts.',
    params: { max: 'the maximum number of texts' },
  },
  { code: 'http.requireHttp2', text: '{field} must be off while HTTP/2 is off.', params: {} },
] as const satisfies readonly IssueDescriptor[];
