/** Redirects (RFC 9110, 15.4). */
import { FailureError } from '../../../base/failure-error.ts';
import { quote } from '../../net/failures.ts';
import type { Answer, HttpRequest } from './exchange.ts';
import { isSecretHeader } from './fields.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Describe a body that is not sent any more. */
const OF_BODY = /^content-/iu;

/** Whether the status is one to be followed. 300 and 304 are not. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/**
 * The request that a redirect asks for: 303 always, and 301 and 302 after POST, become GET without a body; headers that
 * belong to one origin stay there.
 * @throws FailureError `http.badRedirect` when there is no target, or one that is not http or https
 */
export function followRedirect(request: HttpRequest, answer: Pick<Answer, 'status' | 'headers'>): HttpRequest {
  const { location } = answer.headers;
  if (location === undefined || location === '') throw bad(answer.status, 'says not where to');
  // Node reads headers as Latin-1; browsers take bytes beyond ASCII for UTF-8.
  const target = Buffer.from(location, 'latin1').toString('utf8');
  const url = URL.canParse(target, request.url.href) ? new URL(target, request.url) : null;
  if (url === null) throw bad(answer.status, `leads to ${quote(target, 200)}, which is no URL`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw bad(answer.status, `leads to ${quote(url.href, 200)}, which is neither http nor https`);
  }
  // Such are not sent (RFC 9110, 4.2.4 warns of them), and not shown.
  url.username = '';
  url.password = '';
  url.hash = '';

  const toGet =
    (answer.status === 303 && request.method !== 'HEAD') ||
    ((answer.status === 301 || answer.status === 302) && request.method === 'POST');
  const elsewhere = url.origin !== request.url.origin;
  const headers: string[] = [];
  for (let index = 0; index < request.headers.length; index += 2) {
    const [name = '', value = ''] = request.headers.slice(index, index + 2);
    // They were meant for the first origin (RFC 9110, 15.4); `Host` would name the wrong one.
    if (elsewhere && (name.toLowerCase() === 'host' || isSecretHeader(name))) continue;
    if (toGet && OF_BODY.test(name)) continue;
    headers.push(name, value);
  }
  if (elsewhere) headers.unshift('Host', url.host);
  return { url, method: toGet ? 'GET' : request.method, headers, body: toGet ? null : request.body };
}

function bad(status: number, reason: string): FailureError {
  return new FailureError({ code: 'http.badRedirect', message: `The redirect (status ${status}) ${reason}.` });
}
