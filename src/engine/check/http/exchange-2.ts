/** HTTP/2 (RFC 9113): one request and its response, as a stream of a session. */
import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { failureOf } from '../../base/failure.ts';
import { FailureError } from '../../base/failure-error.ts';
import { codeOf, rawOf } from '../net/probe/failures.ts';
import type { Probe } from '../net/probe/probe.ts';
import { untilAborted } from '../../base/until-aborted.ts';
import { Body } from './body.ts';
import { httpFailure } from './failures.ts';
import { MAX_HEADER_BYTES, type Answer, type HttpRequest, type Reading } from './exchange.ts';

/** The server requires HTTP/1.1 for this request (RFC 9113, 7: HTTP_1_1_REQUIRED). It can be repeated that way. */
export class Http11RequiredError extends Error {
  override readonly name = 'Http11RequiredError';
}

/** Opens an HTTP/2 session on a socket, for which ALPN selected `h2` if it is encrypted. Destroying the session destroys the socket. */
export function openSession(socket: Socket, url: URL): ClientHttp2Session {
  return connect(url.origin, {
    createConnection: () => socket,
    settings: { enablePush: false, maxHeaderListSize: MAX_HEADER_BYTES },
    maxHeaderListPairs: 1_000,
    // In megabytes.
    maxSessionMemory: 10,
  });
}

/**
 * These headers concern a single HTTP/1.1 connection and must not be sent (RFC 9113, 8.2.2). `host` becomes
 * `:authority`.
 */
const DROPPED: ReadonlySet<string> = new Set([
  'connection',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

function toHeaders({ url, method, headers }: HttpRequest): Record<string, string> {
  const result: Record<string, string> = {
    ':method': method,
    ':scheme': url.protocol.slice(0, -1),
    ':authority': url.host,
    ':path': url.pathname + url.search,
  };
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]?.toLowerCase() ?? '';
    const value = headers[index + 1] ?? '';
    if (name === 'host') result[':authority'] = value;
    else if (!DROPPED.has(name)) result[name] = value;
  }
  return result;
}

/**
 * Sends the request (phase `wait`, until the response header) and reads the response (phase `transfer`). Destroys the
 * session afterwards unless the response is `reusable`.
 * @throws FailureError `connection.reset` or `protocol.error`; system errors; the signal's reason; Http11RequiredError
 */
export function exchange2(
  probe: Probe,
  session: ClientHttp2Session,
  request: HttpRequest,
  reading: Reading,
): Promise<Answer> {
  const { watch, details } = probe;
  watch.enter('wait');
  return untilAborted(probe.signal, (resolve, reject) => {
    const body = new Body(reading.maxBytes, reading.whole);
    let answer: Omit<Answer, 'reusable'> | undefined;
    let ended = false;

    function settle(): void {
      ended = true;
      watch.pause();
      if (answer !== undefined) details.bytes = body.bytes;
      session.off('error', fail);
    }

    function fail(error: Error): void {
      if (ended) return;
      settle();
      giveUp(session);
      reject(translate(error, stream.rstCode, answer === undefined ? null : body.bytes));
    }

    function finish(): void {
      if (ended || answer === undefined) return;
      settle();
      if (body.truncated) details.truncated = true;
      const reusable = reading.keepAlive && !body.truncated && !session.closed && !session.destroyed;
      if (!reusable) giveUp(session);
      resolve({ ...answer, reusable });
    }

    session.on('error', fail);
    let stream: ClientHttp2Stream;
    try {
      stream = session.request(toHeaders(request), { endStream: request.body === null });
    } catch (error) {
      // The session is already closing.
      settle();
      reject(error instanceof Error ? translate(error, undefined, null) : error);
      return () => {};
    }
    stream.on('error', fail);
    stream.once('response', (headers) => {
      watch.enterOnArrival('transfer');
      const status = headers[':status'] ?? 0;
      details.status = status;
      details.httpVersion = '2';
      answer = { status, headers, body };
    });
    stream.on('data', (chunk: Buffer) => {
      try {
        if (!body.add(chunk)) finish();
      } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        fail(error);
      }
    });
    const isComplete = watchEndStream(stream);
    stream.once('end', () => {
      if (isComplete()) finish();
    });
    // Comes after `error` and `end`. It comes alone when the connection was closed under the stream.
    stream.once('close', () => {
      fail(new ClosedError('The HTTP/2 stream was closed before the end of the answer'));
    });
    if (request.body !== null) stream.end(request.body);
    return () => {
      settle();
      giveUp(session);
    };
  });
}

/**
 * Watches for the frame with END_STREAM, without which an answer is incomplete (RFC 9113, 8.1). Node also emits `end` when
 * the server resets the stream without an error, and says nowhere which of the two it was. But it ends the readable side
 * before it closes the stream after END_STREAM, and closes the stream first after RST_STREAM.
 */
function watchEndStream(stream: ClientHttp2Stream): () => boolean {
  let complete = false;
  const push = stream.push.bind(stream);
  stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk === null && !stream.closed) complete = true;
    return push(chunk, encoding);
  };
  return () => complete;
}

class ClosedError extends Error {
  override readonly name = 'ClosedError';
}

/** Destroys the session. Nobody handles later errors of it or its streams. */
function giveUp(session: ClientHttp2Session): void {
  session.on('error', () => {});
  session.destroy();
}

const CLOSED: ReadonlySet<string> = new Set([
  'ERR_HTTP2_STREAM_CANCEL',
  'ERR_HTTP2_GOAWAY_SESSION',
  'ERR_HTTP2_INVALID_SESSION',
]);

/** @param bytes of the body so far; null: the header has not arrived */
function translate(error: Error, rstCode: number | undefined, bytes: number | null): Error {
  if (error instanceof FailureError) return error;
  if (rstCode === constants.NGHTTP2_HTTP_1_1_REQUIRED) return new Http11RequiredError(error.message);
  const code = codeOf(error);
  const closed = error instanceof ClosedError || CLOSED.has(code);
  if (closed || rstCode === constants.NGHTTP2_CANCEL || rstCode === constants.NGHTTP2_REFUSED_STREAM) {
    const params = bytes === null ? { reason: 'noAnswer' } : { reason: 'body', readBytes: bytes };
    return new FailureError(failureOf('connection.reset', params, { raw: rawOf(error) }), { cause: error });
  }
  if (!code.startsWith('ERR_HTTP2_')) return error;
  const failure = httpFailure('protocol.error', { reason: 'http2' }, { raw: rawOf(error) });
  return new FailureError(failure, { cause: error });
}
