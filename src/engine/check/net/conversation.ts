/** A conversation over a socket, for protocols of lines: what comes is read in order, and never more than a limit. */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { failureOf } from '../../base/failure.ts';
import { FailureError } from '../../base/failure-error.ts';
import { untilAborted } from '../../base/until-aborted.ts';
import { cut } from '../../base/cut.ts';
import { secureSocket, type ServiceFields } from './open-socket.ts';
import { toSnippet, toVisible, type Probe } from './probe.ts';

/** No protocol has longer lines: SMTP allows 512 bytes (RFC 5321, 4.5.3.1.5), IMAP recommends 8,000 (RFC 7162, 4). */
const MAX_LINE_BYTES = 16_384;
/** What a server may send during a whole check, unless the protocol is one of many messages. */
const MAX_BYTES = 1_048_576;
/** So much that was not read stops the server from sending more, and no message may be longer. */
const MAX_HELD_BYTES = 1_048_576;
/** What is kept of what came, for an incident. */
const MAX_EVIDENCE_BYTES = 16_384;
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
  /** What came and was not read. It has room for more, so that a server that sends single bytes costs few copies. */
  #buffer = Buffer.alloc(4_096);
  #start = 0;
  #end = 0;
  #total = 0;
  /** The beginning of what came. */
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

  /** Sends text (as UTF-8) or bytes. That it could not be sent is known from the next read. */
  send(data: string | Buffer): void {
    this.#socket.write(data);
  }

  /**
   * Reads a line, without its line break (LF, with or without CR).
   * @throws FailureError `protocol.error` for a line that is too long, `connection.reset` for an end before a line
   */
  async readLine(): Promise<string> {
    let from = 0;
    for (;;) {
      const held = this.#buffer.subarray(this.#start, this.#end);
      const at = held.indexOf(0x0a, from);
      if (at >= 0 && at <= MAX_LINE_BYTES) {
        this.#start += at + 1;
        return held.toString('utf8', 0, at > 0 && held[at - 1] === 0x0d ? at - 1 : at);
      }
      if (held.length > MAX_LINE_BYTES) throw this.wrong(held.toString('utf8', 0, QUOTED));
      from = held.length;
      await this.#more();
    }
  }

  /** Reads exactly so many bytes. */
  async readBytes(count: number): Promise<Buffer> {
    if (count > MAX_HELD_BYTES) throw this.wrong(`${count} bytes announced`);
    while (this.#end - this.#start < count) await this.#more();
    const bytes = Buffer.from(this.#buffer.subarray(this.#start, this.#start + count));
    this.#start += count;
    return bytes;
  }

  /** Reads up to and without the next byte of this value. */
  async readUntil(byte: number, maxBytes: number): Promise<Buffer> {
    let from = 0;
    for (;;) {
      const held = this.#buffer.subarray(this.#start, this.#end);
      const at = held.indexOf(byte, from);
      if (at >= 0 && at <= maxBytes) {
        this.#start += at + 1;
        return Buffer.from(held.subarray(0, at));
      }
      if (held.length > maxBytes) throw this.wrong(held.toString('utf8', 0, QUOTED));
      from = held.length;
      await this.#more();
    }
  }

  /** Reads up to the end of the connection, or so many bytes. */
  async readToEnd(maxBytes: number): Promise<Buffer> {
    while (this.#end - this.#start < maxBytes && !this.#isAtEnd) {
      try {
        await this.#more();
      } catch (error) {
        if (!this.#isAtEnd || this.#probe.signal.aborted) throw error;
      }
    }
    return Buffer.from(this.#buffer.subarray(this.#start, Math.min(this.#end, this.#start + maxBytes)));
  }

  /** The address at the other end. */
  get remoteAddress(): string {
    return this.#socket.remoteAddress ?? '';
  }

  /** What another connection to the server can resume; undefined: the connection is not encrypted. */
  get tlsSession(): Buffer | undefined {
    return this.#socket instanceof TLSSocket ? this.#socket.getSession() : undefined;
  }

  /**
   * Encrypts the connection from here on (phase `tls`). What the server sent in clear before the handshake could come from
   * anybody (CVE-2011-0411), so it is refused.
   */
  async secure(fields: Pick<ServiceFields, 'host' | 'verifyTls' | 'trustedCertificates'>): Promise<void> {
    if (this.#end > this.#start) throw this.wrong('Data in clear after the command to encrypt');
    this.#socket.pause();
    this.#socket
      .off('data', this.#onData)
      .off('error', this.#onError)
      .off('close', this.#onEnd)
      .off('end', this.#onEnd);
    this.#socket = await secureSocket(this.#probe, this.#socket, fields);
    this.#listen();
  }

  /** Says goodbye and ends the connection as soon as that is sent. What the server answers is not waited for. */
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
    if (this.#end + chunk.length > this.#buffer.length) {
      const held = this.#end - this.#start;
      const room = Buffer.alloc(Math.max(2 * held, held + chunk.length, this.#buffer.length));
      this.#buffer.copy(room, 0, this.#start, this.#end);
      this.#buffer = room;
      this.#start = 0;
      this.#end = held;
    }
    chunk.copy(this.#buffer, this.#end);
    this.#end += chunk.length;
    if (this.#end - this.#start > MAX_HELD_BYTES) this.#socket.pause();
    this.#wake?.();
  };

  #closed(): FailureError {
    const reason = this.#total === 0 ? 'noAnswer' : 'closed';
    return new FailureError(failureOf('connection.reset', { reason }));
  }

  #finish(why: unknown): void {
    this.#ended ??= why;
    this.#wake?.();
  }

  /** Waits until more came. */
  #more(): Promise<void> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (this.#socket.isPaused()) this.#socket.resume();
    return untilAborted(this.#probe.signal, (resolve, reject) => {
      this.#wake = () => {
        this.#wake = undefined;
        if (this.#ended === undefined) resolve();
        else reject(this.#ended);
      };
      return () => {
        this.#wake = undefined;
        this.#socket.destroy();
      };
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
