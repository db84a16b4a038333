import type { Socket } from 'node:net';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';

/**
 * Reads from a connected socket until enough data has arrived, then removes its own listeners. Later data goes to the
 * next listener. It reads in paused mode, because a socket that was paused explicitly would not flow for the next
 * listener.
 * @param isComplete gets everything that has arrived so far; returns how many bytes of it are wanted, or null when more
 *   must arrive. It may throw, which rejects. It is never asked about more than 64 KB and one packet.
 * @returns the wanted bytes; those after them are put back into the socket
 * @throws FailureError `connection.reset` when the other side closes before; system errors; the signal's reason
 */
export function readUntil(
  socket: Socket,
  signal: AbortSignal,
  isComplete: (received: Buffer) => number | null,
): Promise<Buffer> {
  return untilAborted(signal, (resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const stop = () => {
      socket.off('readable', onReadable).off('end', onEnd).off('error', onError).off('close', onEnd);
    };
    const onReadable = () => {
      const chunk = socket.read() as Buffer | null;
      if (chunk === null) return;
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      try {
        const length = isComplete(received);
        if (length === null && received.length <= MAX_BYTES) return;
        stop();
        const wanted = length ?? received.length;
        if (received.length > wanted) socket.unshift(received.subarray(wanted));
        resolve(received.subarray(0, wanted));
      } catch (error) {
        stop();
        reject(error);
      }
    };
    const onEnd = () => {
      stop();
      reject(new FailureError(failureOf('connection.reset', { reason: 'noAnswer' })));
    };
    const onError = (error: Error) => {
      stop();
      reject(error);
    };
    socket.on('readable', onReadable).once('end', onEnd).once('error', onError).once('close', onEnd);
    return () => {
      stop();
      // Later errors of the socket do not matter.
      socket.on('error', () => {}).destroy();
    };
  });
}

/** The most data: more than the greeting of any proxy. */
const MAX_BYTES = 65_536;
