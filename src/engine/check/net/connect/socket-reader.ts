/**
 * Reads what a connected socket receives, in the pieces of a protocol, up to a limit of bytes, until the signal is
 * aborted.
 */
import type { Socket } from 'node:net';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';

const LF = 0x0a;
const INITIAL_BYTES = 1024;

/** A piece at the start of what was received, and how many bytes it has. */
export interface Piece<T> {
  readonly value: T;
  readonly bytes: number;
}

/**
 * Listens to a socket from its creation to `release`. The socket still belongs to the caller. Only one read at a time may
 * be under way.
 */
export class SocketReader {
  readonly #socket: Socket;
  readonly #signal: AbortSignal;
  readonly #maxBytes: number;
  /** Grows by doubling, so that a server that sends single bytes does not cause a copy for each of them. */
  #buffer = Buffer.alloc(INITIAL_BYTES);
  #start = 0;
  #end = 0;
  #receivedBytes = 0;
  readonly #head: Buffer;
  #headLength = 0;
  #failed: unknown;
  #isOver = false;
  #onChange: (() => void) | null = null;

  /**
   * @param maxBytes how much may be received but not yet be read; a server that sends more fails the read
   * @param headBytes how much of the start to keep in `head`
   */
  constructor(socket: Socket, signal: AbortSignal, maxBytes: number, headBytes = 0) {
    this.#head = Buffer.alloc(headBytes);
    this.#socket = socket;
    this.#signal = signal;
    this.#maxBytes = maxBytes;
    socket.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onEnd).on('error', this.#onError);
  }

  /** How many bytes have arrived so far. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** The first bytes that arrived, including those that were read since. */
  get head(): Buffer {
    return this.#head.subarray(0, this.#headLength);
  }

  /** What was received and not read yet. */
  get unread(): Buffer {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /**
   * Waits until `take` finds a piece at the start of what was not read yet. `take` is called again with each packet,
   * and a last time when nothing more can arrive. If it returns a number, it is called again after this many
   * milliseconds without a packet.
   * @throws FailureError `connection.reset` when the server ends before, `protocol.error` when it sends too much; the
   *   signal's reason when aborted; the socket's error
   */
  read<T>(take: (unread: Buffer, isLast: boolean) => Piece<T> | number | null): Promise<T> {
    return untilAborted(this.#signal, (resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const attempt = () => {
        clearTimeout(timer);
        const isLast = this.#isOver || this.unread.length >= this.#maxBytes;
        let piece: Piece<T> | number | null;
        try {
          piece = take(this.unread, isLast);
        } catch (error) {
          this.#onChange = null;
          reject(error);
          return;
        }
        const isFound = piece !== null && typeof piece !== 'number';
        if (!isFound && !isLast) {
          if (typeof piece === 'number') timer = setTimeout(attempt, piece);
          return;
        }
        this.#onChange = null;
        if (piece !== null && typeof piece !== 'number') {
          this.#start += piece.bytes;
          resolve(piece.value);
        } else reject(this.#reason());
      };
      this.#onChange = attempt;
      attempt();
      return () => {
        clearTimeout(timer);
        this.#onChange = null;
      };
    });
  }

  /** A line without its end, which is LF or CRLF; bytes that are not UTF-8 become U+FFFD. */
  line(): Promise<string> {
    return this.read((unread) => {
      const end = unread.indexOf(LF);
      if (end < 0) return null;
      return { value: unread.toString('utf8', 0, end).replace(/\r$/u, ''), bytes: end + 1 };
    });
  }

  /** Exactly `count` bytes, as a copy. */
  bytes(count: number): Promise<Buffer> {
    return this.read((unread) =>
      unread.length < count ? null : { value: Buffer.from(unread.subarray(0, count)), bytes: count },
    );
  }

  /** Stops listening, so that somebody else can read the socket. */
  release(): void {
    this.#socket
      .off('data', this.#onData)
      .off('end', this.#onEnd)
      .off('close', this.#onEnd)
      .off('error', this.#onError);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#receivedBytes += chunk.length;
    this.#headLength += chunk.copy(this.#head, this.#headLength);
    if (this.#end + chunk.length > this.#buffer.length) this.#makeRoom(chunk.length);
    // Data beyond the limit is not kept: the current read fails, and so does every later one.
    this.#end += chunk.copy(this.#buffer, this.#end);
    this.#onChange?.();
  };

  #makeRoom(more: number): void {
    const unread = this.unread;
    const wanted = Math.min(unread.length + more, this.#maxBytes + INITIAL_BYTES);
    let size = this.#buffer.length;
    while (size < wanted) size *= 2;
    const buffer = Buffer.alloc(size);
    unread.copy(buffer);
    this.#buffer = buffer;
    this.#start = 0;
    this.#end = unread.length;
  }

  readonly #onEnd = (): void => {
    this.#isOver = true;
    this.#onChange?.();
  };

  readonly #onError = (error: Error): void => {
    this.#failed ??= error;
    this.#onEnd();
  };

  #reason(): unknown {
    if (this.#failed !== undefined) return this.#failed;
    if (this.#isOver) {
      return new FailureError(
        failureOf('connection.reset', { reason: this.#receivedBytes > 0 ? 'closed' : 'noAnswer' }),
      );
    }
    const raw = `More than ${this.#maxBytes} bytes without the end of an answer`;
    return new FailureError(failureOf('protocol.error', {}, { raw }));
  }
}
