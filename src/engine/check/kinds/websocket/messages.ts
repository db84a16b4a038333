/** The messages of a WebSocket in the order in which they arrived, and its end. */
import type { WebSocket } from 'ws';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';

/** The most messages that may wait. A server that sends more fails the check. */
const MAX_WAITING = 1_000;
const MAX_BYTES = 4_194_304;

export class Messages {
  readonly #client: WebSocket;
  readonly #signal: AbortSignal;
  readonly #waiting: Buffer[] = [];
  readonly #end = Promise.withResolvers<string>();
  #receivedBytes = 0;
  #isOver = false;
  #isTooMuch = false;
  #wake: (() => void) | null = null;

  constructor(client: WebSocket, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
    client.on('message', this.#onMessage).on('close', this.#onClose);
  }

  /** The bytes of all messages so far. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /**
   * The next message; null: the WebSocket was closed.
   * @throws FailureError `protocol.error` when the server sends too much; the signal's reason
   */
  async next(): Promise<Buffer | null> {
    if (this.#waiting.length === 0 && !this.#isOver) {
      await untilAborted<void>(this.#signal, (resolve) => {
        this.#wake = resolve;
        return () => undefined;
      });
    }
    if (this.#isTooMuch) {
      const raw = `More than ${MAX_WAITING} messages or ${MAX_BYTES} bytes`;
      throw new FailureError(failureOf('protocol.error', {}, { raw }));
    }
    return this.#waiting.shift() ?? null;
  }

  /** The close code, such as `1000`, once the WebSocket is closed. */
  untilEnd(): Promise<string> {
    return this.#end.promise;
  }

  dispose(): void {
    this.#client.off('message', this.#onMessage).off('close', this.#onClose);
  }

  readonly #onMessage = (data: Buffer | ArrayBuffer | Buffer[]): void => {
    const message = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
    this.#receivedBytes += message.length;
    if (this.#waiting.length >= MAX_WAITING || this.#receivedBytes > MAX_BYTES) {
      this.#isTooMuch = true;
      this.#client.terminate();
    } else this.#waiting.push(message);
    this.#wake?.();
  };

  readonly #onClose = (code: number): void => {
    this.#isOver = true;
    this.#end.resolve(String(code));
    this.#wake?.();
  };
}
