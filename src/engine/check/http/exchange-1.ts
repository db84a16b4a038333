/** HTTP/1.1 (RFC 9112): one request and its response over a connected socket. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Failure } from '../../../contract/model/failure.ts';
import { request as makeRequest } from '../../base/node-http.ts';
import { failureOf } from '../../base/failure.ts';
import { FailureError } from '../../base/failure-error.ts';
import { codeOf, rawOf } from '../net/probe/failures.ts';
import { toSnippet, type Probe } from '../net/probe/probe.ts';
import { untilAborted } from '../../base/until-aborted.ts';
import { Body } from './body.ts';
import { httpFailure } from './failures.ts';
import { hasHeader, MAX_HEADER_BYTES, type Answer, type HttpRequest, type Reading } from './exchange.ts';

/**
 * Servers usually send one or two. Each one is parsed into an object, so an endless number of them would block the
 * loop.
 */
const MAX_INTERIM = 100;

/**
 * Sends the request (phase `wait`, until the first byte of the response) and reads the response (phase `transfer`).
 * Closes the socket afterwards unless the response is `reusable`.
 * @throws FailureError `connection.reset` or `protocol.error`; system errors; the signal's reason
 */
export function exchange1(probe: Probe, socket: Socket, request: HttpRequest, reading: Reading): Promise<Answer> {
  const { watch, details } = probe;
  watch.enter('wait');
  return untilAborted(probe.signal, (resolve, reject) => {
    const body = new Body(reading.maxBytes, reading.whole);
    const sent = makeRequest({
      createConnection: () => socket,
      method: request.method,
      path: request.target ?? request.url.pathname + request.url.search,
      // Node writes an array unchanged, without a look-up for each name.
      headers: hasHeader(request.headers, 'connection')
        ? request.headers
        : [...request.headers, 'Connection', reading.keepAlive ? 'keep-alive' : 'close'],
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    // Without an agent, Node closes every connection unless this is set after the request was made.
    sent.shouldKeepAlive = reading.keepAlive;
    let head: IncomingMessage | undefined;
    let began = false;
    let interim = 0;

    function begin(): void {
      began = true;
      if (watch.phase !== 'transfer') watch.enterOnArrival('transfer');
    }

    function fail(error: Error): void {
      // Discard data after the response, as RFC 9112, 6.3 permits. Whether it arrives in time to be seen is chance.
      if (head?.complete === true) return;
      watch.pause();
      socket.destroy();
      if (head !== undefined) details.bytes = body.bytes;
      const failure = error instanceof FailureError ? null : failureFrom(error, { head, began, body, details });
      reject(failure === null ? error : new FailureError({ raw: rawOf(error), ...failure }, { cause: error }));
    }

    function finish(message: IncomingMessage): void {
      watch.pause();
      details.bytes = body.bytes;
      if (body.truncated) details.truncated = true;
      // By now Node has closed the socket unless both sides want to keep it open.
      const reusable =
        reading.keepAlive && sent.shouldKeepAlive && message.complete && !body.truncated && socket.writable;
      if (body.truncated) socket.destroy();
      else if (!reusable) socket.destroySoon();
      resolve({ status: message.statusCode ?? 0, headers: message.headers, body, reusable });
    }

    function answered(message: IncomingMessage): void {
      begin();
      head = message;
      details.status = message.statusCode ?? 0;
      details.httpVersion = message.httpVersion;
    }

    sent.on('error', fail);
    sent.once('socket', () => {
      // Runs before Node's own listener, which parses the data.
      socket.prependOnceListener('data', begin);
    });
    sent.on('information', () => {
      interim += 1;
      if (interim > MAX_INTERIM) {
        fail(new FailureError(broken({ reason: 'interim', limit: MAX_INTERIM })));
        return;
      }
      // An interim response (such as 103) is not the awaited one.
      watch.enter('wait');
      // One listener is enough, however many interim responses come at once.
      socket.off('data', begin).prependOnceListener('data', begin);
    });
    sent.once('response', (message) => {
      answered(message);
      message.on('data', (chunk: Buffer) => {
        try {
          if (!body.add(chunk)) finish(message);
        } catch (error) {
          // Data that was read together with the piece that exceeded the limit still arrives.
          if (!(error instanceof FailureError)) throw error;
          fail(error);
        }
      });
      message.on('error', fail);
      message.once('end', () => finish(message));
    });
    // Only when the endpoint's own headers ask for an upgrade. Then 101 is a normal response without a body.
    sent.once('upgrade', (message: IncomingMessage) => {
      answered(message);
      finish(message);
      socket.destroy();
    });
    sent.end(request.body ?? undefined);
    return () => {
      if (head !== undefined) details.bytes = body.bytes;
      socket.destroy();
    };
  });
}

/** How far an exchange got before it failed. */
interface Progress {
  /** Undefined: the header has not arrived. */
  readonly head: IncomingMessage | undefined;
  /** Whether the response had begun. */
  readonly began: boolean;
  readonly body: Body;
  readonly details: Probe['details'];
}

/** @returns null for errors that are not about HTTP/1.1, such as those of the connection */
function failureFrom(error: Error, { head, began, body, details }: Progress): Failure | null {
  const code = codeOf(error);
  const closed = code === 'ECONNRESET' || code === 'HPE_INVALID_EOF_STATE';
  if (closed && head !== undefined) return cutShort(body.bytes, head);
  if (closed && began) return failureOf('connection.reset', { reason: 'header' });
  if (code === 'ECONNRESET' && error.message === 'socket hang up') {
    return failureOf('connection.reset', { reason: 'noAnswer' });
  }
  if (code === 'HPE_HEADER_OVERFLOW') return broken({ reason: 'header', limitBytes: MAX_HEADER_BYTES });
  if (!code.startsWith('HPE_')) return null;
  const packet = 'rawPacket' in error && Buffer.isBuffer(error.rawPacket) ? error.rawPacket : undefined;
  if (head !== undefined) return broken({ reason: 'framing' });
  if (packet !== undefined) details.snippet = toSnippet(packet.toString('latin1'));
  // The first byte of a TLS alert: the server expects TLS.
  return broken({ reason: packet?.[0] === 0x15 ? 'tls' : 'notHttp' });
}

function cutShort(readBytes: number, head: IncomingMessage): Failure {
  const length = Number(head.headers['content-length'] ?? Number.NaN);
  const lengthBytes = Number.isSafeInteger(length) ? length : null;
  return failureOf('connection.reset', { reason: 'body', readBytes, lengthBytes });
}

function broken(params: { readonly reason: string; readonly limit?: number; readonly limitBytes?: number }): Failure {
  return httpFailure('protocol.error', params);
}
