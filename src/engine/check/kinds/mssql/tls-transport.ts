/** TLS inside TDS 7 (MS-TDS 2.2.6.5): the handshake is in PRELOGIN messages, and the data after it is not. */
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { encodeMessage, HEADER_BYTES, PACKET } from './packets.ts';

/** A stream for TLS over a socket to the server. It destroys the socket when it is destroyed. */
export class TlsTransport extends Duplex {
  readonly #socket: Socket;
  #isHandshake = true;
  /** The bytes of packets that have not arrived completely. */
  #held: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.destroy(error));
    socket.once('end', () => this.push(null));
    socket.once('close', () => this.destroy());
  }

  /** The handshake is complete: from now on, TLS has the socket for itself. */
  endHandshake(): void {
    this.#isHandshake = false;
    if (this.#held.length > 0) this.push(this.#held);
    this.#held = Buffer.alloc(0);
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(this.#isHandshake ? encodeMessage(PACKET.prelogin, chunk) : chunk, done);
  }

  /** Data that TLS writes at once is one message. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary', done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #receive(chunk: Buffer): void {
    if (!this.#isHandshake) {
      if (!this.push(chunk)) this.#socket.pause();
      return;
    }
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    while (this.#isHandshake && this.#held.length >= HEADER_BYTES) {
      const length = this.#held.readUInt16BE(2);
      const type = this.#held[0];
      if (length < HEADER_BYTES || (type !== PACKET.prelogin && type !== PACKET.response)) {
        this.destroy(new Error('The handshake is not in packets'));
        return;
      }
      if (this.#held.length < length) return;
      const body = this.#held.subarray(HEADER_BYTES, length);
      this.#held = this.#held.subarray(length);
      this.push(body);
    }
  }
}
