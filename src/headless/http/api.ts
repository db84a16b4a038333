/** `POST /api/<channel>`: the contract over HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { IMPORT_BYTES } from '../../contract/channels/imports.ts';
import { FOLLOWER_HEADER } from '../../contract/channels/sources.ts';
import type { Caller } from '../../engine/access/api-tokens.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/ports.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import type { Connections } from './connections.ts';
import { bearerToken, type Guard } from '../access/guard.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import { HTTP_STATUS, refuse, refuseOtherMethod, sendJson } from './responses.ts';

/** The largest body of a request, in bytes. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** The same for requests that contain whole files. */
export const MAX_FILE_BODY_BYTES = 2 * IMPORT_BYTES;
/** Requests that contain whole files. */
export const WHOLE_FILES: ReadonlySet<string> = new Set(['imports.read', 'config.plan', 'config.apply']);

export interface ApiOptions {
  readonly engine: Pick<Engine, 'handle'>;
  readonly guard: Guard;
  readonly connections: Pick<Connections, 'trust'>;
  readonly limits: Pick<RateLimits, 'take'>;
  readonly log: Log;
}

/** Answers a request for a channel. Never rejects, because a failure is the answer. */
export async function serveApi(
  channel: string,
  request: IncomingMessage,
  response: ServerResponse,
  { engine, guard, connections, limits, log }: ApiOptions,
): Promise<void> {
  if (refuseOtherMethod(request, response, ['POST'])) return;
  const caller = callerOf(guard, request);
  const retryMs = limits.take(caller, request.socket.remoteAddress ?? '');
  if (retryMs !== null) {
    response.setHeader('retry-after', Math.ceil(retryMs / 1000));
    refuse(response, 429, new RequestError('tooManyRequests', { retryMs }));
    return;
  }
  if (caller === null) {
    response.setHeader('www-authenticate', 'Bearer');
    refuse(response, 401, new RequestError('token', {}));
    return;
  }
  connections.trust(request.socket);
  const type = request.headers['content-type'];
  if (type === undefined ? hasBody(request) : !/^application\/json *(?:;|$)/i.test(type)) {
    refuse(response, 415, new RequestError('contentType', { given: type }));
    return;
  }
  try {
    const limit = WHOLE_FILES.has(channel) ? MAX_FILE_BODY_BYTES : MAX_BODY_BYTES;
    const body = await readBody(request, limit);
    if (body === 'gone') return;
    if (body === 'tooLarge') {
      refuse(response, 413, new RequestError('bodyTooLarge', { maxBytes: limit }));
      return;
    }
    const args = parseBody(body);
    const answer = await engine.handle(channel, args, caller);
    sendJson(response, 200, answer);
  } catch (error) {
    if (error instanceof RequestError) {
      refuse(response, HTTP_STATUS[error.code], error);
      return;
    }
    log('error', `The request ${channel} failed because of a bug`, { error });
    refuse(response, HTTP_STATUS.internal, new RequestError('internal', {}));
  }
}

/** Who sends a request; null: nobody who may. */
function callerOf(guard: Guard, { headers }: IncomingMessage): Caller | null {
  const caller = guard.callerOf(bearerToken(headers.authorization));
  return caller === null || headers[FOLLOWER_HEADER] === undefined ? caller : { ...caller, isLookout: true };
}

/** A request has a body when it gives the body's length (RFC 9112, 6.3). */
function hasBody(request: IncomingMessage): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

/** Reads the body. When it is too large, Node reads and drops the rest after the answer. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | 'tooLarge' | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return 'tooLarge';
  return await new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limit) {
        chunks.length = 0;
        resolve('tooLarge');
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    // Without an 'end' before it, the client has disconnected.
    request.on('error', () => resolve('gone'));
    request.on('close', () => resolve('gone'));
  });
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    // The whole message would repeat a part of the body, which may be a secret.
    const position = error instanceof Error ? /(?<=at position )\d+/u.exec(error.message)?.[0] : undefined;
    throw new RequestError('bodyNotJson', { position });
  }
}
