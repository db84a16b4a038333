/** A conversation over a socket, for protocols of lines: reads what arrives in order, and never more than a limit. */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { cut } from '../../../base/cut.ts';
import { secureSocket, type ServiceFields } from './open-socket.ts';
import { toSnippet, toVisible, type Probe } from '../probe/probe.ts';

/** No protocol has longer lines: SMTP allows 512 bytes (RFC 5321, 4.5.3.1.5), IMAP recommends 8,000 (RFC 7162, 4). */
const MAX_LINE_BYTES = 16_384;
/** What a server may send during a whole check, unless the protocol is one of many messages. */
const MAX_BYTES = 1_048_576;
/** When this much is unread, the server is stopped from sending more. No message may be longer. */
const MAX_HELD_BYTES = 1_048_576;
/** How much of the received data is kept for an incident. */
const MAX_EVIDENCE_BYTES = 16_384;
const CR = 0x0d;
const LF = 0x0a;
/** Characters of what a server sent that a failure quotes. */
const QUOTED = 200;

export interface ConversationOptions {
  /** What the server may send during the whole check; default: 1 MB. */
  readonly maxBytes?: number;
}

export class Conversation {
  readonly #probe: Probe;
  readonly #maxBytes: number;
  #socket: Socket;
  /**
   * What has arrived and was not read yet. It has room for more, so that a server that sends single bytes costs few
   * copies.
   */
  #buffer = Buffer.alloc(4_096);
  #start = 0;
  #end = 0;
  #total = 0;
  /** The beginning of what has arrived. */
  readonly #evidence: Buffer[] = [];
  /** Why nothing more can come; undefined: more may come. */
  #ended: unknown;
  /** Whether the server has sent everything and said so. */
  #isAtEnd = false;
  #wake: (() => void) | undefined;

  /** @param socket connected; it belongs to the conversation from now on */
  constructor(probe: Probe, socket: Socket, { maxBytes = MAX_BYTES }: ConversationOptions = {}) {
    this.#probe = probe;
    this.#maxBytes = maxBytes;
    this.#socket = socket;
    noteEvidence(probe, () => Buffer.concat(this.#evidence).toString('utf8', 0, MAX_EVIDENCE_BYTES));
    this.#listen();
  }

  /** Sends text (as UTF-8) or bytes. If it cannot be sent, the next read fails. */
  send(data: string | Buffer): void {
    this.#socket.write(data);
  }

  /**
   * Reads a line, without its line break (LF, with or without CR).
   * @throws FailureError `protocol.error` for a line that is too long, `connection.reset` for an end before a line
   */
  async readLine(): Promise<string> {
    const line = await this.readUntil(LF, MAX_LINE_BYTES);
    return line.toString('utf8', 0, line.at(-1) === CR ? line.length - 1 : line.length);
  }

  /** Reads exactly `count` bytes. */
  async readBytes(count: number): Promise<Buffer> {
    if (count > MAX_HELD_BYTES) throw this.wrong(`${count} bytes announced`);
    while (this.#held.length < count) await this.#more();
    return this.#take(count);
  }

  /** Reads up to and without the next byte of this value. */
  async readUntil(byte: number, maxBytes: number): Promise<Buffer> {
    let from = 0;
    for (;;) {
      const held = this.#held.subarray(0, maxBytes + 1);
      const at = held.indexOf(byte, from);
      if (at >= 0) return this.#take(at + 1).subarray(0, at);
      if (held.length > maxBytes) throw this.wrong(held.toString('utf8', 0, QUOTED));
      from = held.length;
      await this.#more();
    }
  }

  /** Reads to the end of the connection, or up to `maxBytes` bytes. */
  async readToEnd(maxBytes: number): Promise<Buffer> {
    while (this.#held.length < maxBytes && this.#ended === undefined) await this.#change();
    if (this.#held.length < maxBytes && !this.#isAtEnd) throw this.#ended;
    return this.#take(maxBytes);
  }

  /** The address at the other end. */
  get remoteAddress(): string {
    return this.#socket.remoteAddress ?? '';
  }

  /** The TLS session, which another connection to the server can resume; undefined: the connection is not encrypted. */
  get tlsSession(): Buffer | undefined {
    return this.#socket instanceof TLSSocket ? this.#socket.getSession() : undefined;
  }

  /**
   * Encrypts the connection from here on (phase `tls`). What the server sent in clear before the handshake could come from
   * anybody (CVE-2011-0411), so it is refused.
   */
  async secure(fields: Pick<ServiceFields, 'host' | 'verifyTls' | 'trustedCertificates'>): Promise<void> {
    if (this.#held.length > 0) throw this.wrong('Unencrypted data after the command to encrypt');
    this.#socket.pause();
    this.#socket
      .off('data', this.#onData)
      .off('error', this.#onError)
      .off('close', this.#onClose)
      .off('end', this.#onEnd);
    this.#socket = await secureSocket(this.#probe, this.#socket, fields);
    this.#listen();
  }

  /** Says goodbye and ends the connection as soon as that is sent. Does not wait for an answer. */
  leave(farewell: string | Buffer): void {
    this.#socket.write(farewell);
    this.#socket.destroySoon();
  }

  /** Ends the connection at once. */
  close(): void {
    this.#socket.destroy();
  }

  /** The failure of a server that does not follow the protocol. @param sent what it sent, which the failure quotes */
  wrong(sent: string): FailureError {
    const raw = cut(toSnippet(sent), QUOTED);
    return new FailureError(failureOf('protocol.error', {}, { raw }));
  }

  #listen(): void {
    this.#socket.on('data', this.#onData).on('error', this.#onError).on('close', this.#onClose).on('end', this.#onEnd);
    // These events are not repeated for those who listen late.
    if (this.#socket.readableEnded) this.#onEnd();
    else if (this.#socket.destroyed) this.#onClose();
  }

  readonly #onError = (error: Error): void => this.#finish(error);
  readonly #onClose = (): void => this.#finish(this.#closed());
  readonly #onEnd = (): void => {
    this.#isAtEnd = true;
    this.#finish(this.#closed());
  };

  readonly #onData = (chunk: Buffer): void => {
    if (this.#total < MAX_EVIDENCE_BYTES) this.#evidence.push(chunk);
    this.#total += chunk.length;
    if (this.#total > this.#maxBytes) {
      this.#finish(this.wrong(`More than ${this.#maxBytes} bytes`));
      this.#socket.destroy();
      return;
    }
    if (this.#end + chunk.length > this.#buffer.length) this.#makeRoom(chunk.length);
    chunk.copy(this.#buffer, this.#end);
    this.#end += chunk.length;
    if (this.#held.length > MAX_HELD_BYTES) this.#socket.pause();
    this.#wake?.();
  };

  #makeRoom(more: number): void {
    const held = this.#held;
    const room = Buffer.alloc(Math.max(2 * held.length, held.length + more, this.#buffer.length));
    held.copy(room);
    this.#buffer = room;
    this.#start = 0;
    this.#end = held.length;
  }

  /** What has arrived and was not read yet. */
  get #held(): Buffer {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Reads at most `count` bytes, as a copy. */
  #take(count: number): Buffer {
    const bytes = Buffer.from(this.#held.subarray(0, count));
    this.#start += bytes.length;
    return bytes;
  }

  #closed(): FailureError {
    const reason = this.#total === 0 ? 'noAnswer' : 'closed';
    return new FailureError(failureOf('connection.reset', { reason }));
  }

  #finish(why: unknown): void {
    this.#ended ??= why;
    this.#wake?.();
  }

  /** Waits until more has arrived. @throws why nothing more can arrive */
  async #more(): Promise<void> {
    const before = this.#total;
    if (this.#ended === undefined) await this.#change();
    // The end may have arrived together with the last bytes.
    if (this.#total === before) throw this.#ended;
  }

  /** Waits until more has arrived or nothing more can arrive. */
  #change(): Promise<void> {
    this.#socket.resume();
    return untilAborted(this.#probe.signal, (resolve) => {
      this.#wake = resolve;
      return () => this.#socket.destroy();
    });
  }
}

/** What each conversation of a check received. */
const received = new WeakMap<Probe, (() => string)[]>();

/** An incident shows what all conversations of its first failed check received. */
function noteEvidence(probe: Probe, text: () => string): void {
  const texts = received.get(probe) ?? [];
  texts.push(text);
  received.set(probe, texts);
  probe.evidence.note('body', () => toVisible(texts.map((one) => one()).join('\n')));
}
