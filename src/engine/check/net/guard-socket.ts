/** A connected socket for a library that speaks a protocol on it, so that nothing that a server sends can do harm. */
import type { Socket } from 'node:net';
import { failureOf } from '../../base/failure.ts';
import { FailureError } from '../../base/failure-error.ts';
import { untilAborted } from '../../base/until-aborted.ts';
import { rawOf } from './failures.ts';
import type { Probe } from './probe.ts';
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

/**
 * Lets a library speak on a socket (`guardSocket`) until the work ends, the signal is aborted or the server does harm. The
 * socket is destroyed in the end.
 */
export async function converseOn<T>(probe: Probe, socket: Socket, work: () => Promise<T>): Promise<T> {
  try {
    return await untilAborted<T>(probe.signal, (resolve, reject) => {
      guardSocket(probe, socket, reject);
      work().then(resolve, reject);
      return () => socket.destroy();
    });
  } finally {
    socket.destroy();
  }
}

/** What a library says about an answer that breaks the protocol. An error that is a failure already stays as it is. */
export function protocolError(probe: Probe, error: unknown): FailureError {
  if (error instanceof FailureError) return error;
  const raw = error instanceof Error ? rawOf(error) : String(error);
  const { phase } = probe.watch;
  const failure = failureOf('protocol.error', {}, { raw, ...(phase === undefined ? {} : { phase }) });
  return new FailureError(failure, { cause: error });
}
