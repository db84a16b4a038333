/** A client of IMAP4rev1 (RFC 3501): greeting, capabilities, STARTTLS, sign-in, and what a mailbox contains. */
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { Conversation } from '../connect/conversation.ts';
import { openSocket, type ServiceFields } from '../connect/open-socket.ts';
import type { Probe } from '../probe/probe.ts';
import { plainResponse } from '../services/plain-response.ts';
import { mailFailure, NOT_OFFERED } from './failures.ts';
import { toMailboxName } from './mailbox-name.ts';

/** The most lines of an answer. No honest server sends more. */
const MAX_LINES = 10_000;

interface Answer {
  readonly status: 'OK' | 'NO' | 'BAD';
  /** What the server says about the command. */
  readonly text: string;
  /** The lines before it, without the `* ` in front. */
  readonly data: readonly string[];
}

export interface MailboxStatus {
  readonly messages: number;
  readonly unseen: number;
}

export class ImapSession {
  readonly #conversation: Conversation;
  #count = 0;
  /** Whether the server has signed us in without a password (PREAUTH). */
  #isSignedIn = false;
  /** The first line that the server sent. */
  greeting = '';
  /** In upper case, such as `IDLE`. */
  capabilities: readonly string[] = [];

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /**
   * Reads the greeting, asks what the server can do, and encrypts the connection if the endpoint wants STARTTLS.
   * @throws FailureError, or the signal's reason
   */
  async begin(probe: Probe, fields: ServiceFields): Promise<void> {
    probe.watch.enter('greeting');
    const line = await this.#line();
    const { status = '', text = '' } = /^\* (?<status>OK|PREAUTH|BYE)\b ?(?<text>.*)$/isu.exec(line)?.groups ?? {};
    if (status === '') throw this.#conversation.wrong(line);
    this.greeting = text;
    if (status.toUpperCase() === 'BYE') throw refused('CONNECT', text);
    this.#isSignedIn = status.toUpperCase() === 'PREAUTH';
    await this.#askCapabilities();
    if (fields.tls !== 'starttls') return;
    if (!this.capabilities.includes('STARTTLS'))
      throw new FailureError(mailFailure('starttls.refused', { problem: NOT_OFFERED }));
    const answer = await this.command('STARTTLS');
    if (answer.status !== 'OK') throw new FailureError(mailFailure('starttls.refused', { problem: answer.text }));
    await this.#conversation.secure(fields);
    probe.watch.enter('greeting');
    // Anybody may have changed what was sent in clear (RFC 3501, 6.2.1).
    await this.#askCapabilities();
  }

  /** @throws FailureError `auth.failed` or `auth.unavailable`, or the signal's reason */
  async signIn(username: string, password: string): Promise<void> {
    if (this.#isSignedIn) return;
    const answer = await this.#signInWith(username, password);
    if (answer.status !== 'OK') throw new FailureError(failureOf('auth.failed', { username, problem: answer.text }));
  }

  /** How many emails a mailbox has, without opening it. @throws FailureError `mail.refused` */
  async status(mailbox: string): Promise<MailboxStatus> {
    const { data } = await this.#done(`STATUS ${quote(toMailboxName(mailbox))} (MESSAGES UNSEEN)`);
    const line = data.find((one) => /^STATUS /iu.test(one)) ?? '';
    return { messages: numberIn(line, /\bMESSAGES (\d+)/iu), unseen: numberIn(line, /\bUNSEEN (\d+)/iu) };
  }

  /** Opens a mailbox. @throws FailureError `mail.refused` */
  async select(mailbox: string): Promise<void> {
    await this.#done(`SELECT ${quote(toMailboxName(mailbox))}`);
  }

  /** The unique ids of the emails of the open mailbox whose subject contains a text in ASCII. */
  async search(subject: string): Promise<readonly number[]> {
    // Some servers see new emails only after this command (RFC 3501, 6.1.2).
    await this.#done('NOOP');
    const { data } = await this.#done(`UID SEARCH SUBJECT ${quote(subject)}`);
    const line = data.find((one) => /^SEARCH\b/iu.test(one)) ?? '';
    return (line.match(/\d+/gu) ?? []).map(Number);
  }

  /** Deletes emails of the open mailbox: only these where the server can do that (RFC 4315), otherwise all that are marked. */
  async remove(uids: readonly number[]): Promise<void> {
    await this.#done(`UID STORE ${uids.join(',')} +FLAGS.SILENT (\\Deleted)`);
    await this.#done(this.capabilities.includes('UIDPLUS') ? `UID EXPUNGE ${uids.join(',')}` : 'EXPUNGE');
  }

  leave(): void {
    this.#conversation.leave(`a${this.#count + 1} LOGOUT\r\n`);
  }

  close(): void {
    this.#conversation.close();
  }

  /** Sends a command and reads its answer. @param more what to send when the server asks for more */
  async command(text: string, more?: string): Promise<Answer> {
    this.#count += 1;
    const tag = `a${this.#count}`;
    this.#conversation.send(`${tag} ${text}\r\n`);
    const data: string[] = [];
    let rest = more;
    while (data.length < MAX_LINES) {
      const line = await this.#line();
      if (line.startsWith('* ')) {
        if (/^\* BYE\b/iu.test(line)) throw refused(nameOf(text), line.slice(2));
        data.push(line.slice(2));
      } else if (line.startsWith('+')) {
        if (rest === undefined) throw this.#conversation.wrong(line);
        this.#conversation.send(`${rest}\r\n`);
        rest = undefined;
      } else {
        const groups = /^(?<own>a\d+) (?<status>OK|NO|BAD)\b ?(?<words>.*)$/isu.exec(line)?.groups;
        if (groups?.['own'] !== tag) throw this.#conversation.wrong(line);
        const status = groups['status']?.toUpperCase() as Answer['status'];
        return { status, text: groups['words'] ?? '', data };
      }
    }
    throw this.#conversation.wrong(`More than ${MAX_LINES} lines`);
  }

  async #done(text: string): Promise<Answer> {
    const answer = await this.command(text);
    if (answer.status !== 'OK') throw refused(nameOf(text), answer.text);
    return answer;
  }

  async #askCapabilities(): Promise<void> {
    const { data } = await this.#done('CAPABILITY');
    const line = data.find((one) => /^CAPABILITY /iu.test(one)) ?? '';
    this.capabilities = line.toUpperCase().split(/\s+/u).slice(1);
  }

  #signInWith(username: string, password: string): Promise<Answer> {
    if (this.capabilities.includes('AUTH=PLAIN')) {
      return this.command('AUTHENTICATE PLAIN', plainResponse(username, password));
    }
    if (!this.capabilities.includes('LOGINDISABLED'))
      return this.command(`LOGIN ${quote(username)} ${quote(password)}`);
    const offered = this.capabilities.flatMap((one) => /^AUTH=(.+)$/u.exec(one)?.[1] ?? []);
    throw new FailureError(mailFailure('auth.unavailable', offered.length === 0 ? {} : { offered }));
  }

  /** A line, with its literals (RFC 3501, 4.3) in it. */
  async #line(): Promise<string> {
    let whole = '';
    for (;;) {
      const line = await this.#conversation.readLine();
      whole += line;
      const length = /\{(\d{1,9})\}$/u.exec(line)?.[1];
      if (length === undefined) return whole;
      whole += (await this.#conversation.readBytes(Number(length))).toString('utf8');
      if (whole.length > 1_000_000) throw this.#conversation.wrong('An answer without end');
    }
  }
}

/** Opens a connection to a server of mailboxes (phases `dns`, `connect`, `tls`). The caller closes the session. */
export async function openImap(probe: Probe, fields: ServiceFields): Promise<ImapSession> {
  return new ImapSession(new Conversation(probe, await openSocket(probe, fields)));
}

function refused(command: string, problem: string): FailureError {
  return new FailureError(mailFailure('mail.refused', { command, problem }));
}

/** The command without its arguments: those of LOGIN are secret. */
function nameOf(text: string): string {
  return /^(?:UID )?\w+/u.exec(text)?.[0] ?? '';
}

/** A quoted string (RFC 3501, 9); line breaks, which it cannot contain, are left out. */
function quote(text: string): string {
  return `"${text.replaceAll(/[\r\n\0]/gu, '').replaceAll(/[\\"]/gu, '\\$&')}"`;
}

function numberIn(line: string, pattern: RegExp): number {
  return Number(pattern.exec(line)?.[1] ?? 0);
}
