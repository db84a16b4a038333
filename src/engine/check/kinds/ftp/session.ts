/** A client of FTP (RFC 959) with TLS (RFC 4217), extended passive mode (RFC 2428), and size and age of files (RFC 3659). */
import type { Socket } from 'node:net';
import { isLocal } from '../../../../contract/model/failure.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { connectTcp } from '../../net/connect/connect.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import { toFailure } from '../../net/probe/failures.ts';
import type { Probe } from '../../net/probe/probe.ts';
import { startTls } from '../../net/tls/tls.ts';
import { ftpFailure } from './failures.ts';
import type { FtpFields } from './fields.ts';

/** The most lines of a reply. No honest server sends more. */
const MAX_LINES = 500;
/** A longer list of a folder is not read to its end. */
const MAX_LIST_BYTES = 1_000_000;

export interface FtpReply {
  readonly status: number;
  readonly lines: readonly string[];
}

export interface FileFacts {
  readonly sizeBytes: number;
  /** Epoch milliseconds; null: the server does not say. */
  readonly modifiedAt: number | null;
}

export class FtpSession {
  readonly #probe: Probe;
  readonly #conversation: Conversation;
  readonly #fields: FtpFields;
  greeting = '';
  /** What the server offers besides the first standard, such as `MDTM`. */
  capabilities: readonly string[] = [];

  /** @param socket connected; it belongs to the session from now on */
  constructor(probe: Probe, socket: Socket, fields: FtpFields) {
    this.#probe = probe;
    this.#conversation = new Conversation(probe, socket);
    this.#fields = fields;
  }

  /** Reads the greeting, and encrypts the connection if the endpoint wants AUTH TLS. */
  async begin(): Promise<void> {
    const { watch } = this.#probe;
    watch.enter('greeting');
    let greeting = await this.#reply();
    // The server asks for patience.
    if (greeting.status === 120) greeting = await this.#reply();
    this.greeting = greeting.lines.join('\n');
    if (greeting.status !== 220) throw refused('CONNECT', greeting);
    if (this.#fields.tls === 'starttls') {
      const reply = await this.command('AUTH TLS');
      if (reply.status !== 234) {
        throw new FailureError(ftpFailure('starttls.refused', { problem: textOf(reply) }));
      }
      await this.#conversation.secure(this.#fields);
      watch.enter('greeting');
    }
    const features = await this.command('FEAT');
    if (features.status === 211) this.capabilities = features.lines.slice(1, -1).map((line) => line.trim());
  }

  /** @throws FailureError `auth.failed` */
  async signIn(): Promise<void> {
    const { username, password, tls } = this.#fields;
    let reply = await this.command(`USER ${oneLine(username)}`);
    if (reply.status === 331) reply = await this.command(`PASS ${oneLine(password)}`);
    if (reply.status !== 230 && reply.status !== 202) {
      throw new FailureError(failureOf('auth.failed', { username, problem: textOf(reply) }));
    }
    if (tls === 'off') return;
    await this.#expect(200, 'PBSZ 0');
    await this.#expect(200, 'PROT P');
  }

  /** @returns null: the server does not say; the path may be a folder */
  async facts(path: string): Promise<FileFacts | null> {
    // In text mode, some servers would have to count characters, and refuse.
    await this.#expect(200, 'TYPE I');
    const size = await this.command(`SIZE ${path}`);
    const sizeBytes = /^\d{1,15}$/u.exec(size.lines[0]?.trim() ?? '')?.[0];
    if (size.status !== 213 || sizeBytes === undefined) return null;
    const time = await this.command(`MDTM ${path}`);
    return { sizeBytes: Number(sizeBytes), modifiedAt: time.status === 213 ? readTime(time.lines[0] ?? '') : null };
  }

  /** The names in a folder, over a second connection. @throws FailureError `ftp.refused` or `ftp.data` */
  async list(path: string): Promise<readonly string[]> {
    // Some servers list a folder that does not exist as an empty one.
    await this.#expect(250, `CWD ${path}`);
    const port = await this.#dataPort();
    const socket = await this.#connectData(port);
    try {
      const begun = await this.command('NLST');
      // An empty folder is an error for some servers, and for others a list without names.
      if (begun.status === 550 && /no files|empty/iu.test(textOf(begun))) return [];
      if (begun.status !== 150 && begun.status !== 125) throw refused('NLST', begun);
      const stream = this.#fields.tls === 'off' ? socket : await this.#secureData(socket);
      const data = new Conversation(this.#probe, stream, { maxBytes: Infinity });
      const text = (await data.readToEnd(MAX_LIST_BYTES)).toString('utf8');
      const done = await this.#reply();
      if (done.status !== 226 && done.status !== 250) throw refused('NLST', done);
      return text
        .split(/\r?\n/u)
        .map((name) => name.replace(/^.*\//u, ''))
        .filter((name) => name !== '' && name !== '.' && name !== '..');
    } finally {
      socket.destroy();
    }
  }

  /** Sends a command and reads the reply. */
  command(line: string): Promise<FtpReply> {
    this.#conversation.send(`${line}\r\n`);
    return this.#reply();
  }

  leave(): void {
    this.#conversation.leave('QUIT\r\n');
  }

  close(): void {
    this.#conversation.close();
  }

  /** Asks for a port for data. What a server says about its address is not used: it may be another host's, or behind NAT. */
  async #dataPort(): Promise<number> {
    const extended = await this.command('EPSV');
    // Servers from before RFC 2428 know only the older command (RFC 959, 4.1.2).
    const reply = extended.status === 229 ? extended : await this.#expect(227, 'PASV');
    const text = reply.lines.join(' ');
    const [, high = '', low = ''] = /\((?:\d{1,3},){4}(\d{1,3}),(\d{1,3})\)/u.exec(text) ?? [];
    const older = high === '' ? 0 : 256 * Number(high) + Number(low);
    const port = reply === extended ? Number(/\(\|\|\|(\d{1,5})\|\)/u.exec(text)?.[1] ?? 0) : older;
    if (port < 1 || port > 65_535) throw this.#conversation.wrong(textOf(reply));
    return port;
  }

  /** Connects to the same address again. What is shown about the first connection stays. */
  async #connectData(port: number): Promise<Socket> {
    const { details, watch } = this.#probe;
    const { remoteAddress } = details;
    const host = this.#conversation.remoteAddress;
    details['dataPort'] = String(port);
    try {
      const socket = await connectTcp(this.#probe, { host, port, family: 0 });
      // Nothing else listens for errors until the data is read.
      socket.on('error', () => undefined);
      return socket;
    } catch (error) {
      const failure = this.#probe.signal.aborted ? null : toFailure(error, 'connect');
      if (failure === null || isLocal(failure.code)) throw error;
      const problem = failure.raw ?? failure.code;
      throw new FailureError(ftpFailure('ftp.data', { port, problem }, { phase: 'path' }), { cause: error });
    } finally {
      Object.assign(details, { remoteAddress });
      if (!this.#probe.signal.aborted) watch.enter('path');
    }
  }

  /** Many servers want the session of the first connection again, as a proof that both come from the same client. */
  async #secureData(socket: Socket): Promise<Socket> {
    const { details, watch } = this.#probe;
    const { tls } = details;
    const { host, verifyTls, trustedCertificates } = this.#fields;
    const session = this.#conversation.tlsSession;
    try {
      const options = { host, alpn: [], verify: verifyTls, trusted: trustedCertificates };
      return await startTls(this.#probe, socket, session === undefined ? options : { ...options, session });
    } finally {
      Object.assign(details, { tls });
      if (!this.#probe.signal.aborted) watch.enter('path');
    }
  }

  async #expect(status: number, line: string): Promise<FtpReply> {
    const reply = await this.command(line);
    if (reply.status !== status) throw refused(line.replace(/ .*$/su, ''), reply);
    return reply;
  }

  /** A reply of several lines ends with the line that begins with its status and a space (RFC 959, 4.2). */
  async #reply(): Promise<FtpReply> {
    const first = await this.#conversation.readLine();
    const { status, more, text = '' } = /^(?<status>[1-5]\d\d)(?<more>[ -])(?<text>.*)$/u.exec(first)?.groups ?? {};
    if (status === undefined) throw this.#conversation.wrong(first);
    const lines = [text];
    for (let isLast = more === ' '; !isLast;) {
      const line = await this.#conversation.readLine();
      if (lines.length === MAX_LINES) throw this.#conversation.wrong(line);
      isLast = line.startsWith(`${status} `);
      lines.push(isLast ? line.slice(4) : line);
    }
    return { status: Number(status), lines };
  }
}

function textOf({ status, lines }: FtpReply): string {
  return `${status} ${lines.join(' ')}`;
}

function refused(command: string, reply: FtpReply): FailureError {
  return new FailureError(ftpFailure('ftp.refused', { command, problem: textOf(reply) }));
}

/** An argument cannot contain a line break: it would be another command. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\0]/gu, '');
}

/** A time of RFC 3659, 2.3: `20261129233503` in UTC, with parts of a second if the server likes. */
function readTime(text: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?$/u.exec(text.trim())?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
