/** A client of POP3 (RFC 1939): greeting, capabilities (RFC 2449), STARTTLS (RFC 2595), sign-in, and the mailbox. */
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { Conversation } from '../connect/conversation.ts';
import type { ServiceFields } from '../connect/open-socket.ts';
import type { Probe } from '../probe/probe.ts';
import { mailFailure, NOT_OFFERED } from './failures.ts';

/** The most capabilities. No honest server lists more. */
const MAX_LINES = 200;

interface Answer {
  readonly isOk: boolean;
  /** The whole line. */
  readonly text: string;
}

export class Pop3Session {
  readonly #conversation: Conversation;
  greeting = '';
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
    const greeting = await this.#answer();
    this.greeting = greeting.text;
    if (!greeting.isOk) throw refused('CONNECT', greeting);
    await this.#askCapabilities();
    if (fields.tls !== 'starttls') return;
    const isOffered = this.capabilities.some((line) => line.toUpperCase() === 'STLS');
    if (this.capabilities.length > 0 && !isOffered)
      throw new FailureError(mailFailure('starttls.refused', { problem: NOT_OFFERED }));
    const answer = await this.#command('STLS');
    if (!answer.isOk) throw new FailureError(mailFailure('starttls.refused', { problem: answer.text }));
    await this.#conversation.secure(fields);
    probe.watch.enter('greeting');
    await this.#askCapabilities();
  }

  /** @throws FailureError `auth.failed`, or the signal's reason */
  async signIn(username: string, password: string): Promise<void> {
    const user = await this.#command(`USER ${oneLine(username)}`);
    const answer = user.isOk ? await this.#command(`PASS ${oneLine(password)}`) : user;
    if (!answer.isOk) throw new FailureError(failureOf('auth.failed', { username, problem: answer.text }));
  }

  /** @throws FailureError `mail.refused` */
  async status(): Promise<{ readonly messages: number; readonly sizeBytes: number }> {
    const answer = await this.#command('STAT');
    if (!answer.isOk) throw refused('STAT', answer);
    const { messages, size } = /^\+OK (?<messages>\d{1,15}) (?<size>\d{1,15})/iu.exec(answer.text)?.groups ?? {};
    if (messages === undefined || size === undefined) throw this.#conversation.wrong(answer.text);
    return { messages: Number(messages), sizeBytes: Number(size) };
  }

  leave(): void {
    this.#conversation.leave('QUIT\r\n');
  }

  close(): void {
    this.#conversation.close();
  }

  /** Old servers do not know the command; then there are no capabilities. */
  async #askCapabilities(): Promise<void> {
    const lines: string[] = [];
    const answer = await this.#command('CAPA');
    for (let line = answer.isOk ? await this.#conversation.readLine() : '.'; line !== '.';) {
      if (lines.length === MAX_LINES) throw this.#conversation.wrong(line);
      lines.push(line);
      line = await this.#conversation.readLine();
    }
    this.capabilities = lines;
  }

  #command(line: string): Promise<Answer> {
    this.#conversation.send(`${line}\r\n`);
    return this.#answer();
  }

  async #answer(): Promise<Answer> {
    const text = await this.#conversation.readLine();
    if (!/^(?:\+OK|-ERR)\b/iu.test(text)) throw this.#conversation.wrong(text);
    return { isOk: text.startsWith('+'), text };
  }
}

function refused(command: string, { text }: Answer): FailureError {
  return new FailureError(mailFailure('mail.refused', { command, problem: text }));
}

/** An argument cannot contain a line break: it would be another command. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\0]/gu, '');
}
