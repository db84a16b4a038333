/** Sends requests over HTTP: opens or reuses the connection, and follows redirects. */
import { createHash } from 'node:crypto';
import { FailureError } from '../../base/failure-error.ts';
import { contextOptionsOf } from '../net/tls/context-options.ts';
import { cut } from '../../base/cut.ts';
import type { Probe } from '../net/probe/probe.ts';
import { closeConnection, openConnection, type Connection, type ConnectionOptions } from './connection.ts';
import type { ConnectionFields } from './connection-fields.ts';
import { CookieJar } from './cookies.ts';
import { noteAnswer, noteRequest } from './evidence.ts';
import { hasHeader, headerOf, type Answer, type HttpRequest, type Reading } from './exchange.ts';
import { exchange1 } from './exchange-1.ts';
import { exchange2, Http11RequiredError } from './exchange-2.ts';
import { httpFailure } from './failures.ts';
import { IdleConnections } from './keep-alive.ts';
import { followRedirect, isRedirect, isSameServer } from './redirect.ts';

/** How many characters of a redirect's target are kept. With the most redirects possible, that is less than 64 KB. */
const REDIRECT_CHARACTERS = 1_000;
/** The idle connections of all endpoints. */
export const idleConnections = new IdleConnections();

export interface SendOptions extends ConnectionFields {
  /** Keep the connection open for the next check. */
  readonly keepAlive: boolean;
  /** In bytes; see `Reading`. */
  readonly maxBytes: number;
  /** Keep the whole body, rather than only its start. */
  readonly whole: boolean;
}

export interface RedirectOptions {
  readonly followRedirects: boolean;
  readonly maxRedirects: number;
  /** Names of headers that people marked as secret. */
  readonly secretHeaders: readonly string[];
  /** A URL of the server that alone gets the client certificate; absent: the one that the request goes to. */
  readonly own?: URL;
  /** The cookies of earlier requests, to which those of the answers are added; absent: there are none. */
  readonly cookies?: CookieJar;
  /**
   * Asked once when the endpoint's own server answers with 401.
   * @returns the value of `Authorization` to repeat the request with; null: the answer is final
   */
  readonly authorize?: (request: HttpRequest, answer: Answer) => Promise<string | null>;
}

/**
 * Sends a request and follows redirects. Notes what happened in the probe's details.
 * @throws FailureError, or the signal's reason
 */
export async function sendAndFollow(
  probe: Probe,
  first: HttpRequest,
  options: SendOptions & RedirectOptions,
): Promise<Answer> {
  const { cookies = new CookieJar() } = options;
  let { authorize } = options;
  let request = first;
  const redirects: { status: number; url: string }[] = [];
  for (;;) {
    const answer = await send(probe, withCookies(request, cookies), options, options.own ?? first.url);
    cookies.store(request.url, answer.headers['set-cookie'] ?? []);
    const authorization =
      answer.status === 401 && isSameServer(first.url, request.url) ? await authorize?.(request, answer) : null;
    authorize = answer.status === 401 ? undefined : authorize;
    if (typeof authorization === 'string') {
      request = withHeader(request, 'Authorization', authorization);
      continue;
    }
    if (!options.followRedirects || !isRedirect(answer.status)) return answer;
    request = followRedirect(request, answer, options.secretHeaders);
    redirects.push({ status: answer.status, url: cut(request.url.href, REDIRECT_CHARACTERS) });
    probe.details.redirects = redirects;
    if (redirects.length > options.maxRedirects) {
      const params = { max: options.maxRedirects, url: cut(request.url.href, 200) };
      throw new FailureError(httpFailure('http.tooManyRedirects', params));
    }
    // These belong to the previous response. The next one may be unencrypted, or come from another server.
    delete probe.details.tls;
    delete probe.details.truncated;
  }
}

/**
 * Sends one request over an idle or a new connection, which is then kept open or closed.
 * @param own a URL of the endpoint's own server; it alone gets the client certificate
 */
export async function send(
  probe: Probe,
  request: HttpRequest,
  options: SendOptions,
  own: URL = request.url,
): Promise<Answer> {
  noteRequest(probe, request);
  const { maxBytes, whole, keepAlive: isKept } = options;
  // A copy without those three would be slow and take several kilobytes for each check, because there are dozens of
  // fields.
  const connecting: ConnectionOptions = {
    ...options,
    isOwn: isSameServer(own, request.url),
    // Upgrades exist only in HTTP/1.1 (RFC 9110, 7.8).
    http2: options.http2 && !hasHeader(request.headers, 'upgrade'),
  };
  // A request that must not be sent twice (RFC 9110, 9.2.2) cannot try out whether an idle connection still works.
  const keepAlive = isKept && request.method !== 'POST' && request.method !== 'PATCH';
  const reading: Reading = { maxBytes, whole, keepAlive };
  const key = keepAlive ? keyOf(request.url, connecting) : '';

  const idle = keepAlive ? idleConnections.take(key) : undefined;
  if (idle !== undefined) {
    try {
      return await exchange(probe, idle, request, reading, key);
    } catch (error) {
      // The server may close an idle connection at the moment it is used. That is not a failure of the server.
      const unanswered = probe.watch.phase === 'wait' && !probe.signal.aborted;
      if (!unanswered || error instanceof Http11RequiredError) throw error;
    }
  }
  try {
    return await exchange(probe, await openConnection(probe, request.url, connecting), request, reading, key);
  } catch (error) {
    if (!(error instanceof Http11RequiredError)) throw error;
    const connection = await openConnection(probe, request.url, { ...connecting, http2: false });
    return exchange(probe, connection, request, { ...reading, keepAlive: false }, '');
  }
}

/** Adds the cookies to those of the endpoint's own headers. */
function withCookies(request: HttpRequest, cookies: CookieJar): HttpRequest {
  const text = cookies.headerFor(request.url);
  if (text === '') return request;
  const own = headerOf(request.headers, 'cookie');
  return withHeader(request, 'Cookie', own === undefined ? text : `${own}; ${text}`);
}

/** The request with this header instead of those of the same name. */
function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  const headers: string[] = [];
  for (let index = 0; index < request.headers.length; index += 2) {
    const [given = '', text = ''] = request.headers.slice(index, index + 2);
    if (given.toLowerCase() !== name.toLowerCase()) headers.push(given, text);
  }
  return { ...request, headers: [...headers, name, value] };
}

/** Requests with the same key may share a connection. The key is a hash, because the options contain secrets. */
function keyOf({ origin }: URL, options: ConnectionOptions): string {
  const { family, verifyTls, trustedCertificates, http2, requireHttp2, serverName, isOwn } = options;
  const { proxy, proxyUsername, proxyPassword, proxyHeaders, noProxy, resolver, resolveTo, sourceAddress } = options;
  const way = [proxy, proxyUsername, proxyPassword, proxyHeaders, noProxy, resolver, resolveTo, sourceAddress];
  const secured = [verifyTls, trustedCertificates, http2, requireHttp2, serverName, contextOptionsOf(options)];
  const parts = JSON.stringify([family, isOwn, way, secured]);
  return `${origin} ${createHash('sha256').update(parts).digest('base64')}`;
}

async function exchange(
  probe: Probe,
  connection: Connection,
  request: HttpRequest,
  reading: Reading,
  key: string,
): Promise<Answer> {
  const { socket, session, remoteAddress, tls, proxy } = connection;
  if (proxy !== undefined) probe.details['proxy'] = proxy;
  if (remoteAddress !== undefined) probe.details.remoteAddress = remoteAddress;
  if (tls !== undefined) probe.details.tls = tls;
  try {
    const answer =
      session === null
        ? await exchange1(probe, socket, forProxyOf(connection, request), reading)
        : await exchange2(probe, session, request, reading);
    noteAnswer(probe, answer);
    if (answer.reusable) idleConnections.keep(key, connection);
    return answer;
  } catch (error) {
    closeConnection(connection);
    throw error;
  }
}

function forProxyOf({ proxyHeaders }: Connection, request: HttpRequest): HttpRequest {
  if (proxyHeaders === null) return request;
  return { ...request, target: request.url.href, headers: [...request.headers, ...proxyHeaders] };
}
