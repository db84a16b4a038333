/**
 * Prepares a connected socket for a library that speaks a protocol on it, so that nothing that a server sends can do
 * harm.
 */
import type { Socket } from 'node:net';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { codeOf, rawOf } from '../probe/failures.ts';
import type { Probe } from '../probe/probe.ts';
import { answerTooLarge, MAX_ANSWER_BYTES } from './rows.ts';

/**
 * Prepares a socket for a library:
 * - An error that a listener of the library throws while it reads is a `protocol.error`. It would end this process
 *   otherwise: parsers of libraries trust the lengths that a server sends.
 * - More than `maxBytes` of data is an `answer.tooLarge`.
 * - `connect` does nothing but report that the socket is connected, for libraries that insist on connecting.
 *
 * @param onProblem called at most once, after the socket was destroyed
 */
export function guardSocket(
  probe: Probe,
  socket: Socket,
  onProblem: (error: FailureError) => void,
  maxBytes = MAX_ANSWER_BYTES,
): void {
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...args: readonly unknown[]) => boolean;
  let readBytes = 0;
  let isFailed = false;

  function fail(error: FailureError): void {
    if (isFailed) return;
    isFailed = true;
    socket.destroy();
    onProblem(error);
  }

  socket.emit = (event: string | symbol, ...args: readonly unknown[]): boolean => {
    const [chunk] = args;
    if (event === 'data' && Buffer.isBuffer(chunk)) {
      if (isFailed) return true;
      readBytes += chunk.length;
      if (readBytes > maxBytes) {
        fail(answerTooLarge(probe.watch.phase, maxBytes));
        return true;
      }
    }
    try {
      return emit(event, ...args);
    } catch (error) {
      fail(protocolError(probe, error));
      return true;
    }
  };
  socket.connect = () => {
    process.nextTick(() => socket.emit('connect'));
    return socket;
  };
}

/** Guards another socket of the same conversation, such as the encrypted one. */
export type Guard = (socket: Socket) => void;

/**
 * Lets a library use a socket (`guardSocket`) until the work ends, the signal is aborted or the server misbehaves. Then
 * destroys the sockets.
 */
export async function converseOn<T>(probe: Probe, socket: Socket, work: (guard: Guard) => Promise<T>): Promise<T> {
  const sockets: Socket[] = [];
  const destroy = () => {
    for (const one of sockets) one.destroy();
  };
  try {
    return await untilAborted<T>(probe.signal, (resolve, reject) => {
      const guard: Guard = (one) => {
        sockets.push(one);
        guardSocket(probe, one, reject);
      };
      guard(socket);
      work(guard).then(resolve, reject);
      return destroy;
    });
  } finally {
    destroy();
  }
}

/**
 * Turns what a library reports when a session ends into an error that `conductCheck` understands. The connection's own
 * errors stay unchanged, and everything else is an answer that the library does not understand.
 */
export function sessionError(probe: Probe, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof FailureError || 'syscall' in error) return error;
  const code = codeOf(error);
  if (/^E(?!RR_)|^ERR_SSL_/u.test(code)) return error;
  // The library wrote after the server had closed the connection.
  return code.startsWith('ERR_STREAM_') ? connectionClosed(probe, error) : protocolError(probe, error);
}

/** The server closed the connection. */
export function connectionClosed({ watch: { phase } }: Probe, cause: unknown): FailureError {
  const extras = phase === undefined ? {} : { phase };
  return new FailureError(failureOf('connection.reset', { reason: 'closed' }, extras), { cause });
}

/** A library's error about an answer that breaks the protocol. A `FailureError` stays unchanged. */
function protocolError(probe: Probe, error: unknown): FailureError {
  if (error instanceof FailureError) return error;
  const raw = error instanceof Error ? rawOf(error) : String(error);
  const { phase } = probe.watch;
  const failure = failureOf('protocol.error', {}, { raw, ...(phase === undefined ? {} : { phase }) });
  return new FailureError(failure, { cause: error });
}
