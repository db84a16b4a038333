/** What can go wrong with an answer over HTTP. */
import type { FailureDescriptor } from '../../../contract/descriptor.ts';
import { failuresOfKind } from '../../base/failure.ts';

/** The reasons of `protocol.error`, for kinds that have those of other protocols too. `undecodable` is any other one. */
export const HTTP_PROTOCOL_REASONS = `notHttp {The answer breaks the rules of HTTP: it is not HTTP.}
      tls {The answer breaks the rules of HTTP: it is TLS. Should the URL begin with https?}
      header {The answer breaks the rules of HTTP: its header is larger than {limitBytes}.}
      interim {The answer breaks the rules of HTTP: it has more than {limit} interim responses (status 1xx).}
      framing {The answer breaks the rules of HTTP: its body is not framed as its header says.}
      http2 {The answer breaks the rules of HTTP/2.}
      pieces {The body of the answer comes in pieces of a few bytes: {pieces, number} of them for {readBytes}.}
      layers {The body of the answer cannot be decoded: it is compressed {layers} times.}
      coding {The body of the answer cannot be decoded: its coding "{coding}" is unknown.}`;

export const HTTP_PROTOCOL_PARAMS = {
  limitBytes: 'the maximum size of a header',
  limit: 'the maximum number of interim responses',
  pieces: 'how many pieces came',
  readBytes: 'how many bytes were in them',
  layers: 'how often the body is compressed',
  coding: 'the content coding',
};

export const httpFailures = [
  {
    code: 'http.status',
    cause: 'Status not accepted',
    text: `{name, select,
      none {Status {status} is not accepted (accepted: {accepted}).}
      other {Status {status} {name} is not accepted (accepted: {accepted}).}}`,
    params: {
      status: 'the status',
      name: 'its usual reason phrase, such as `Not Found`',
      accepted: 'what the endpoint accepts',
    },
  },
  {
    code: 'http.tooManyRedirects',
    cause: 'Too many redirects',
    text: 'More than {max} redirects; the last one leads to {url}.',
    params: { max: 'how many the endpoint allows', url: 'where the last one leads' },
  },
  {
    code: 'http.badRedirect',
    cause: 'Redirect to nowhere',
    text: `{reason, select,
      notUrl {The redirect (status {status}) leads to "{url}", which is not a URL.}
      scheme {The redirect (status {status}) leads to "{url}", which is neither http nor https.}
      body {The redirect (status {status}) leads to another origin ({url}). Lookout does not send the request body there.}
      other {The redirect (status {status}) does not say where to.}}`,
    params: { reason: '`noTarget`, `notUrl`, `scheme` or `body`', status: 'its status', url: 'where it leads' },
  },
  {
    code: 'http.token',
    cause: 'No access token',
    text: `{reason, select,
      status {The token server answered with status {status}.}
      other {The token server sent no token.}}`,
    params: { reason: '`status` or `missing`', status: 'its status' },
  },
  { code: 'http.noHttp2', text: 'The server does not offer HTTP/2.', params: {} },
  {
    code: 'body.keywordMissing',
    cause: 'Keyword missing',
    text: `{searchedBytes, select,
      none {"{keyword}" is not in the body.}
      other {"{keyword}" is not in the first {searchedBytes} of the body.}}`,
    params: { keyword: 'the keyword', searchedBytes: 'how much of the body was searched, if not all of it' },
  },
  {
    code: 'body.keywordPresent',
    cause: 'Forbidden keyword found',
    text: '"{keyword}" is in the body.',
    params: { keyword: 'the forbidden keyword' },
  },
  {
    code: 'protocol.error',
    text: `{reason, select,
      ${HTTP_PROTOCOL_REASONS}
      other {The body of the answer cannot be decoded: it is not {coding}.}}`,
    params: {
      reason:
        '`notHttp`, `tls`, `header`, `interim`, `framing`, `http2`, `pieces`, `layers`, `coding` or `undecodable`',
      ...HTTP_PROTOCOL_PARAMS,
    },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const httpFailure = failuresOfKind(httpFailures);
