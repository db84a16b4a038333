/**
 * Calls over HTTP/2 (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md) on a socket that is already connected.
 *
 * Not with @grpc/grpc-js: it opens and keeps its own connections, resolves names itself, and connects again on its own, so a
 * check could neither measure its phases nor end at its deadline. The tests use its server.
 */
import { connect, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import { failureOf } from '../../base/failure.ts';
import { FailureError } from '../../base/failure-error.ts';
import { untilAborted } from '../../base/until-aborted.ts';
import { cut } from '../../base/cut.ts';
import { codeOf, rawOf } from '../net/probe/failures.ts';
import type { Probe } from '../net/probe/probe.ts';
import { USER_AGENT } from '../net/connect/user-agent.ts';
import { grpcFailure } from './failures.ts';

/** The largest answer, in bytes: the default limit of gRPC's own libraries. */
const MAX_BYTES = 4_194_304;
/** In front of each message: a flag for compression, and the length. */
const PREFIX_BYTES = 5;

/** How much later than the check a server gives up, so that the failure is always the check's own timeout. */
const SERVER_DELAY_MS = 1_000;

export interface CallOptions {
  /** `host:port`, for `:authority`. */
  readonly authority: string;
  readonly secure: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  /** The timeout of the check. The server is asked to give up soon after it. */
  readonly timeoutMs: number;
  /** The names of the phases of waiting for the answer and of reading it. */
  readonly phases: readonly [wait: string, transfer: string];
}

export interface Reply {
  /** The status of the call. */
  readonly status: number;
  /** The server's words about the status; may be empty. */
  readonly problem: string;
  /** The messages, without their prefixes. */
  readonly messages: readonly Buffer[];
  /** Headers and trailers by name, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Begins HTTP/2 on a socket. Destroying the session destroys the socket. */
export function openSession(socket: Socket, authority: string, secure: boolean): ClientHttp2Session {
  const session = connect(`${secure ? 'https' : 'http'}://${authority}`, {
    createConnection: () => socket,
    settings: { enablePush: false },
    maxSessionMemory: 10,
  });
  // Each call has its own listener; nobody handles errors between calls.
  session.on('error', () => {});
  return session;
}

/**
 * Sends one message and reads the answer to its end.
 * @param path such as `/grpc.health.v1.Health/Check`
 * @throws FailureError `connection.reset` or `protocol.error`; system errors; the signal's reason
 */
export function call(
  probe: Probe,
  session: ClientHttp2Session,
  path: string,
  message: Uint8Array,
  options: CallOptions,
): Promise<Reply> {
  const { watch } = probe;
  const [wait, transfer] = options.phases;
  watch.enter(wait);
  return untilAborted(probe.signal, (resolve, reject) => {
    let stream: ClientHttp2Stream | undefined;
    let head: IncomingHttpHeaders | undefined;
    let trailers: IncomingHttpHeaders = {};
    const chunks: Buffer[] = [];
    let bytes = 0;
    let settled = false;

    function settle(): boolean {
      if (settled) return false;
      settled = true;
      watch.pause();
      session.off('error', fail);
      return true;
    }

    function fail(error: Error): void {
      if (!settle()) return;
      session.destroy();
      reject(translate(error, head !== undefined));
    }

    function finish(): void {
      if (!settle()) return;
      try {
        resolve(readReply({ ...head }, trailers, Buffer.concat(chunks)));
      } catch (error) {
        reject(error);
      }
    }

    session.on('error', fail);
    try {
      stream = session.request({
        ...options.metadata,
        ':method': 'POST',
        ':path': path,
        ':scheme': options.secure ? 'https' : 'http',
        ':authority': options.authority,
        te: 'trailers',
        'content-type': 'application/grpc+proto',
        'grpc-accept-encoding': 'identity',
        'grpc-timeout': `${Math.ceil(options.timeoutMs) + SERVER_DELAY_MS}m`,
        'user-agent': USER_AGENT,
      });
    } catch (error) {
      // The session closes already.
      fail(error instanceof Error ? error : new Error(String(error)));
      return () => {};
    }
    stream.on('error', fail);
    stream.once('response', (headers) => {
      watch.enterOnArrival(transfer);
      head = headers;
    });
    stream.once('trailers', (headers) => {
      trailers = headers;
    });
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BYTES + PREFIX_BYTES) {
        const limit = { reason: 'tooLarge', limitBytes: MAX_BYTES };
        fail(new FailureError(grpcFailure('protocol.error', limit, { phase: transfer })));
      } else chunks.push(chunk);
    });
    stream.once('end', () => {
      // Trailers may come after the end of the data. Their absence is noticed when the stream closes.
      if (trailers['grpc-status'] !== undefined || head?.['grpc-status'] !== undefined) finish();
    });
    stream.once('close', () => {
      if (head === undefined) fail(new ClosedError('The stream was closed before the answer'));
      else finish();
    });
    stream.end(prefixed(message));
    return () => {
      settle();
      session.destroy();
    };
  });
}

function prefixed(message: Uint8Array): Buffer {
  const framed = Buffer.alloc(PREFIX_BYTES + message.length);
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX_BYTES);
  return framed;
}

function readReply(head: IncomingHttpHeaders, trailers: IncomingHttpHeaders, body: Buffer): Reply {
  const headers = { ...textsOf(head), ...textsOf(trailers) };
  const status = headers['grpc-status'];
  const httpStatus = Number(head[':status'] ?? 0);
  // A proxy that cannot reach the server answers with plain HTTP.
  if (httpStatus !== 200 && status === undefined) throw broken({ reason: 'http', status: httpStatus });
  const contentType = headers['content-type'] ?? '';
  if (!contentType.startsWith('application/grpc')) throw broken({ reason: 'contentType', contentType });
  if (status === undefined || !/^\d{1,5}$/u.test(status)) throw broken({ reason: 'incomplete' });
  return {
    status: Number(status),
    problem: cut(decodeMessage(headers['grpc-message'] ?? ''), 1_000),
    messages: splitMessages(body),
    headers,
  };
}

/** Splits a body at the prefixes of its messages. */
function splitMessages(body: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  let at = 0;
  while (at < body.length) {
    if (body.length < at + PREFIX_BYTES) throw broken({ reason: 'incomplete' });
    if (body[at] !== 0) throw broken({ reason: 'compressed' });
    const end = at + PREFIX_BYTES + body.readUInt32BE(at + 1);
    if (end > body.length) throw broken({ reason: 'incomplete' });
    messages.push(body.subarray(at + PREFIX_BYTES, end));
    at = end;
  }
  return messages;
}

function textsOf(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => !name.startsWith(':') && value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]),
  );
}

/** `grpc-message` is percent-encoded UTF-8. */
function decodeMessage(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function broken(params: Readonly<Record<string, string | number>>): FailureError {
  return new FailureError(grpcFailure('protocol.error', params, { phase: 'transfer' }));
}

class ClosedError extends Error {
  override readonly name = 'ClosedError';
}

const CLOSED: ReadonlySet<string> = new Set([
  'ERR_HTTP2_STREAM_CANCEL',
  'ERR_HTTP2_GOAWAY_SESSION',
  'ERR_HTTP2_INVALID_SESSION',
]);

/** @param began whether the answer had begun */
function translate(error: Error, began: boolean): Error {
  if (error instanceof FailureError) return error;
  const code = codeOf(error);
  if (error instanceof ClosedError || CLOSED.has(code)) {
    const reason = began ? 'header' : 'noAnswer';
    return new FailureError(failureOf('connection.reset', { reason }, { raw: rawOf(error) }), { cause: error });
  }
  if (!code.startsWith('ERR_HTTP2_')) return error;
  return new FailureError(grpcFailure('protocol.error', { reason: 'http2' }, { raw: rawOf(error) }), { cause: error });
}
