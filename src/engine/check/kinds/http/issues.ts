/** What can be wrong with the fields of an HTTP endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const httpIssues = [
  {
    code: 'http.url',
    text: '{field} must be an http or https URL, such as https://example.org/health.',
    params: {},
  },
  { code: 'http.urlPort', text: '{field} must have a port from 1 to 65,535, or none.', params: {} },
  {
    code: 'http.urlCredentials',
    text: '{field} must not contain a user name or password: enter those in their own fields.',
    params: {},
  },
  { code: 'http.headers', text: '{field} must be names with values, such as Accept: text/html.', params: {} },
  {
    code: 'http.headerName',
    text: '{field} must have another name: names consist of letters, digits and hyphens.',
    params: {},
  },
  {
    code: 'http.headerRefused',
    text: `{reason, select,
      trailers {{field} cannot be set: Lookout sends no trailers.}
      other {{field} cannot be set: Lookout sets this header itself.}}`,
    params: { reason: '`own` or `trailers`' },
  },
  {
    code: 'http.headerValue',
    text: '{field} must be text without line breaks, control characters or characters beyond Latin-1.',
    params: {},
  },
  { code: 'http.hostHeader', text: '{field} must be a host name or address, with or without a port.', params: {} },
  {
    code: 'http.secretHeaders',
    text: '{field} must be a list with at most {max, number} names of headers.',
    params: { max: 'the maximum number of names' },
  },
  { code: 'http.secretHeader', text: '{field} must be the name of a header.', params: {} },
  {
    code: 'http.username',
    text: '{field} must be text with at most {max, number} characters, without colons, line breaks or control characters.',
    params: { max: 'the maximum number of characters' },
  },
  {
    code: 'http.password',
    text: '{field} must be text with at most {max, number} characters, without line breaks or control characters.',
    params: { max: 'the maximum number of characters' },
  },
  { code: 'http.json', text: `{field} must be JSON, such as '{'"id": 7'}'.`, params: {} },
  { code: 'http.xml', text: '{field} must be XML, which begins with <.', params: {} },
  {
    code: 'http.form',
    text: '{field} must have at most {max, number} names with values.',
    params: { max: 'the maximum number of names' },
  },
  { code: 'http.requireHttp2', text: '{field} must be off while HTTP/2 is off.', params: {} },
  {
    code: 'http.acceptedStatus',
    text: '{field} must be status codes and ranges from 100 to 999, such as 200-299,301.',
    params: {},
  },
  {
    code: 'http.userAgent',
    text: '{field} must be text with at most {max, number} characters, without line breaks or characters beyond Latin-1.',
    params: { max: 'the maximum number of characters' },
  },
] as const satisfies readonly IssueDescriptor[];
