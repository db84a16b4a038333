/** Redirects (RFC 9110, 15.4). */
import { FailureError } from '../../base/failure-error.ts';
import { hideUserinfo } from '../../base/userinfo.ts';
import { cut } from '../../base/cut.ts';
import { httpFailure } from './failures.ts';
import type { Answer, HttpRequest } from './exchange.ts';
import { mayLeaveOrigin } from './secret-headers.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Headers that describe a body, for requests that no longer have one. */
const OF_BODY = /^content-/iu;

/** Whether this status is followed as a redirect. 300 and 304 are not. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/**
 * Makes the request that a redirect asks for. 303, and 301 and 302 after POST, become GET without a body. Nothing that could
 * be a credential goes to another origin: no header except those that describe the response, and no body.
 * @param secretHeaders names that people marked as secret
 * @throws FailureError `http.badRedirect` when the target is missing, is neither http nor https, or would get a body that was
 *   meant for another origin
 */
export function followRedirect(
  request: HttpRequest,
  answer: Pick<Answer, 'status' | 'headers'>,
  secretHeaders: readonly string[] = [],
): HttpRequest {
  const { status } = answer;
  const { location } = answer.headers;
  if (location === undefined || location === '') throw bad({ status, reason: 'noTarget' });
  // Node reads headers as Latin-1. Browsers read bytes beyond ASCII as UTF-8.
  const target = Buffer.from(location, 'latin1').toString('utf8');
  const url = URL.canParse(target, request.url.href) ? new URL(target, request.url) : null;
  if (url === null) throw bad({ status, reason: 'notUrl', url: cut(hideUserinfo(target), 200) });
  // Userinfo is never sent (RFC 9110, 4.2.4 warns of it), and never shown.
  url.username = '';
  url.password = '';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw bad({ status, reason: 'scheme', url: cut(url.href, 200) });
  }
  url.hash = '';

  const toGet =
    (status === 303 && request.method !== 'HEAD') || ((status === 301 || status === 302) && request.method === 'POST');
  const elsewhere = url.origin !== request.url.origin;
  const body = toGet ? null : request.body;
  if (elsewhere && body !== null && !isUpgrade(request.url, url)) {
    throw bad({ status, reason: 'body', url: cut(url.origin, 200) });
  }
  const marked = new Set(secretHeaders.map((name) => name.toLowerCase()));
  const headers: string[] = [];
  for (let index = 0; index < request.headers.length; index += 2) {
    const [name = '', value = ''] = request.headers.slice(index, index + 2);
    if (elsewhere && !mayLeaveOrigin(name, marked)) continue;
    if (toGet && OF_BODY.test(name)) continue;
    headers.push(name, value);
  }
  if (elsewhere) headers.unshift('Host', url.host);
  return { url, method: toGet ? 'GET' : request.method, headers, body };
}

/** Whether a URL is on the same server: of the same origin, or of the same host with encryption instead of without. */
export function isSameServer(from: URL, to: URL): boolean {
  return from.origin === to.origin || isUpgrade(from, to);
}

/** Whether it is the same host, now with encryption. It has received the body already. */
function isUpgrade(from: URL, to: URL): boolean {
  const usualPorts = from.port === '' && to.port === '';
  return from.protocol === 'http:' && to.protocol === 'https:' && from.hostname === to.hostname && usualPorts;
}

function bad(params: { readonly status: number; readonly reason: string; readonly url?: string }): FailureError {
  return new FailureError(httpFailure('http.badRedirect', params));
}
