/** A client of SMTP (RFC 5321): greeting, capabilities, STARTTLS (RFC 3207), sign-in (RFC 4954), and an email. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { Conversation } from '../connect/conversation.ts';
import { openSocket, type ServiceFields } from '../connect/open-socket.ts';
import type { Probe } from '../probe/probe.ts';
import { plainResponse } from '../services/plain-response.ts';
import { mailFailure, NOT_OFFERED } from './failures.ts';

/** The most lines of a reply. No honest server sends more. */
const MAX_LINES = 200;

export interface SmtpReply {
  readonly status: number;
  /** The text of each line. */
  readonly lines: readonly string[];
}

export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export class SmtpSession {
  readonly #conversation: Conversation;
  /**
   * The name that this machine gives in HELO and EHLO: an address literal (RFC 5321, 4.1.3), which keeps its real name
   * private.
   */
  readonly #ownName: string;
  /** The first line that the server sent, without its status. */
  greeting = '';
  /** What the server offers, such as `SIZE 35882577`. */
  capabilities: readonly string[] = [];

  constructor(conversation: Conversation, ownName: string) {
    this.#conversation = conversation;
    this.#ownName = ownName;
  }

  /**
   * Reads the greeting, asks what the server can do, and encrypts the connection if the endpoint wants STARTTLS.
   * @throws FailureError, or the signal's reason
   */
  async begin(probe: Probe, fields: ServiceFields): Promise<void> {
    probe.watch.enter('greeting');
    const greeting = await this.#reply();
    this.greeting = greeting.lines.join('\n');
    if (greeting.status !== 220) throw refused('CONNECT', greeting);
    await this.#hello();
    if (fields.tls !== 'starttls') return;
    if (!this.capabilities.some((line) => /^STARTTLS\b/iu.test(line))) {
      throw new FailureError(mailFailure('starttls.refused', { problem: NOT_OFFERED }));
    }
    const reply = await this.command('STARTTLS');
    if (reply.status !== 220) throw new FailureError(mailFailure('starttls.refused', { problem: textOf(reply) }));
    await this.#conversation.secure(fields);
    probe.watch.enter('greeting');
    // Anybody may have changed what was sent in clear, so the server is asked again (RFC 3207, 4.2).
    await this.#hello();
  }

  /** @throws FailureError `auth.failed` or `auth.unavailable`, or the signal's reason */
  async signIn(username: string, password: string): Promise<void> {
    const offered = this.capabilities
      .flatMap((line) => /^AUTH[ =](.*)$/iu.exec(line)?.[1]?.trim().toUpperCase().split(/\s+/u) ?? [])
      .filter((way) => way !== '');
    const reply = await this.#signInBy(offered, username, password);
    if (reply.status !== 235) throw new FailureError(failureOf('auth.failed', { username, problem: textOf(reply) }));
  }

  /**
   * Offers an email, and sends it if `deliver`; otherwise cancels it once the server has accepted the recipient. @returns
   * the server's last reply, such as the number of the email in its queue
   */
  async offer(mail: Mail, deliver: boolean): Promise<string> {
    await this.#expect(250, `MAIL FROM:<${mail.from}>`);
    const recipient = await this.command(`RCPT TO:<${mail.to}>`);
    if (recipient.status !== 250 && recipient.status !== 251) throw refused('RCPT TO', recipient);
    if (!deliver) {
      await this.command('RSET');
      return textOf(recipient);
    }
    await this.#expect(354, 'DATA');
    this.#conversation.send(toMessage(mail));
    const reply = await this.#reply();
    if (reply.status !== 250) throw refused('DATA', reply);
    return textOf(reply);
  }

  /** Sends a command and reads the reply. */
  command(line: string): Promise<SmtpReply> {
    this.#conversation.send(`${line}\r\n`);
    return this.#reply();
  }

  leave(): void {
    this.#conversation.leave('QUIT\r\n');
  }

  close(): void {
    this.#conversation.close();
  }

  async #hello(): Promise<void> {
    const reply = await this.#expect(250, `EHLO ${this.#ownName}`);
    this.capabilities = reply.lines.slice(1);
  }

  #signInBy(offered: readonly string[], username: string, password: string): Promise<SmtpReply> {
    if (offered.includes('PLAIN')) return this.command(`AUTH PLAIN ${plainResponse(username, password)}`);
    if (offered.includes('LOGIN')) return this.#signInByLogin(username, password);
    if (offered.includes('CRAM-MD5')) return this.#signInByCramMd5(username, password);
    throw new FailureError(mailFailure('auth.unavailable', offered.length === 0 ? {} : { offered }));
  }

  async #signInByLogin(username: string, password: string): Promise<SmtpReply> {
    const first = await this.command('AUTH LOGIN');
    if (first.status !== 334) return first;
    const second = await this.command(Buffer.from(username).toString('base64'));
    return second.status === 334 ? this.command(Buffer.from(password).toString('base64')) : second;
  }

  /** RFC 2195. */
  async #signInByCramMd5(username: string, password: string): Promise<SmtpReply> {
    const challenge = await this.command('AUTH CRAM-MD5');
    if (challenge.status !== 334) return challenge;
    const given = Buffer.from(challenge.lines[0] ?? '', 'base64');
    const digest = createHmac('md5', password).update(given).digest('hex');
    return this.command(Buffer.from(`${username} ${digest}`).toString('base64'));
  }

  async #expect(status: number, line: string): Promise<SmtpReply> {
    const reply = await this.command(line);
    if (reply.status !== status) throw refused(line.replace(/[ :].*$/su, ''), reply);
    return reply;
  }

  async #reply(): Promise<SmtpReply> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.#conversation.readLine();
      const { status, more, text = '' } = /^(?<status>\d{3})(?:(?<more>[ -])(?<text>.*))?$/u.exec(line)?.groups ?? {};
      if (status === undefined || lines.length === MAX_LINES) throw this.#conversation.wrong(line);
      lines.push(text);
      if (more !== '-') return { status: Number(status), lines };
    }
  }
}

/** Opens a connection to a mail server (phases `dns`, `connect`, `tls`). The caller closes the session. */
export async function openSmtp(probe: Probe, fields: ServiceFields): Promise<SmtpSession> {
  const socket = await openSocket(probe, fields);
  return new SmtpSession(new Conversation(probe, socket), addressLiteral(socket));
}

function addressLiteral({ localAddress = '127.0.0.1' }: Socket): string {
  return localAddress.includes(':') ? `[IPv6:${localAddress.replace(/%.*$/u, '')}]` : `[${localAddress}]`;
}

function textOf({ status, lines }: SmtpReply): string {
  return `${status} ${lines.join(' ')}`.trim();
}

function refused(command: string, reply: SmtpReply): FailureError {
  return new FailureError(mailFailure('mail.refused', { command, problem: textOf(reply) }));
}

/** The email as it is sent (RFC 5322): a line that begins with a dot gets another one (RFC 5321, 4.5.2). */
function toMessage({ from, to, subject, text }: Mail): string {
  const date = new Date().toUTCString().replace(/GMT$/u, '+0000');
  const header = [
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    `Date: ${date}`,
    `Message-ID: <${randomUUID()}@lookout.invalid>`,
    // Nobody's holiday notice should answer a check (RFC 3834, 5).
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ];
  const lines = [...header, '', ...text.split(/\r?\n/u)].map((line) => (line.startsWith('.') ? `.${line}` : line));
  return `${lines.join('\r\n')}\r\n.\r\n`;
}
