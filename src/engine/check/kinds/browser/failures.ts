/** What can go wrong with a page in a browser. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import type { Failure, FailureCode } from '../../../../contract/model/failure.ts';
import { failureOf, failuresOfKind } from '../../../base/failure.ts';

export const browserFailures = [
  {
    code: 'browser.load',
    cause: 'Page not loaded',
    text: 'The page could not be loaded: {problem}',
    params: { problem: "the browser's error, such as `net::ERR_INVALID_RESPONSE`" },
    network: true,
  },
  {
    code: 'browser.status',
    cause: 'Page answered with an error',
    text: 'The page answered with status {status}.',
    params: { status: 'the HTTP status' },
  },
  {
    code: 'browser.action',
    cause: 'An action failed',
    text: `{reason, select,
      present {Action {number}, {action}: it is there.}
      url {Action {number}, {action}: the URL is {url}.}
      selector {Action {number}, {action}: the browser does not understand the selector.}
      load {Action {number}, {action}: the page could not be loaded.}
      option {Action {number}, {action}: it is not there, not visible, or has no such option.}
      other {Action {number}, {action}: it is not there, or not visible.}}`,
    params: {
      number: 'the action, from 1',
      action: 'as it is written',
      reason: '`missing`, `present`, `url`, `selector`, `load` or `option`',
      url: 'the URL of the page',
    },
  },
  {
    code: 'browser.console',
    cause: 'Errors in the console',
    text: `{count, plural, one {The console of the page has an error: {first}} other {The console of the page has # errors, first: {first}}}`,
    params: { count: 'how many errors', first: 'the first one' },
  },
  { code: 'browser.crashed', text: 'The browser or the page crashed.', params: {} },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure of a page. */
export const browserFailure = failuresOfKind(browserFailures);

const RESET: readonly [FailureCode, string] = ['connection.reset', 'reset'];

/** Errors of Chromium's network stack that every kind has a failure for. */
const KNOWN: Readonly<Record<string, readonly [code: FailureCode, reason?: string]>> = {
  ERR_NAME_NOT_RESOLVED: ['dns.nxdomain'],
  ERR_CONNECTION_REFUSED: ['connect.refused'],
  ERR_ADDRESS_UNREACHABLE: ['connect.unreachable', 'EHOSTUNREACH'],
  ERR_INTERNET_DISCONNECTED: ['connect.unreachable', 'ENETUNREACH'],
  ERR_NETWORK_CHANGED: ['connect.unreachable', 'ENETUNREACH'],
  ERR_CONNECTION_RESET: RESET,
  ERR_CONNECTION_ABORTED: RESET,
  ERR_CONNECTION_CLOSED: ['connection.reset', 'closed'],
  ERR_EMPTY_RESPONSE: ['connection.reset', 'noAnswer'],
  ERR_CONNECTION_TIMED_OUT: ['timeout'],
  ERR_CERT_DATE_INVALID: ['tls.expired'],
  ERR_CERT_COMMON_NAME_INVALID: ['tls.wrongHost'],
  ERR_CERT_AUTHORITY_INVALID: ['tls.unknownAuthority', 'CERT_AUTHORITY_INVALID'],
  ERR_CERT_REVOKED: ['tls.revoked'],
  ERR_SSL_PROTOCOL_ERROR: ['tls.handshake', 'other'],
  ERR_SSL_VERSION_OR_CIPHER_MISMATCH: ['tls.handshake', 'version'],
};

/** The failure for an error of Chromium, such as `net::ERR_CONNECTION_REFUSED`. */
export function loadFailure(errorText: string, url: string): Failure {
  const extras = { phase: 'load', raw: errorText };
  const [code, reason] = KNOWN[errorText.replace(/^net::/u, '')] ?? [];
  const { hostname, host } = new URL(url);
  if (code === undefined) return browserFailure('browser.load', { problem: errorText }, extras);
  if (code === 'dns.nxdomain') return failureOf(code, { name: hostname }, extras);
  if (code === 'connect.refused') return failureOf(code, { addresses: [host] }, extras);
  if (code === 'tls.wrongHost') return failureOf(code, { host: hostname, names: [] }, extras);
  return failureOf(code, reason === undefined ? {} : { reason }, extras);
}
