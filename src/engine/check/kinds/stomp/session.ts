/** A client of STOMP 1.0 to 1.2 (https://stomp.github.io/stomp-specification-1.2.html) for one check. */
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { Conversation } from '../../net/connect/conversation.ts';
import { cut } from '../../../base/cut.ts';
import type { BrokerMessage } from '../../net/services/message.ts';
import { toSnippet } from '../../net/probe/probe.ts';
import { stompFailure } from './failures.ts';

/** The longest message that is read. */
const MAX_BODY_BYTES = 1_000_000;
/** The most headers of a frame. No honest broker sends more. */
const MAX_HEADERS = 100;
const QUOTED = 200;
const SUBSCRIPTION = '0';
const RECEIPT = 'subscribed';

interface Frame {
  readonly command: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface StompMessage extends BrokerMessage {
  readonly headers: ReadonlyMap<string, string>;
}

export class StompSession {
  readonly #conversation: Conversation;
  /** Messages that arrived while the check waited for something else. */
  readonly #messages: StompMessage[] = [];
  version = '1.0';
  /** The broker's name for itself; empty: it does not say. */
  server = '';

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /** @throws FailureError `auth.failed` or `stomp.refused` */
  async connect(username: string, password: string, virtualHost: string): Promise<void> {
    // The headers of this frame are not escaped, for brokers of version 1.0.
    const signIn = username === '' ? [] : [`login:${oneLine(username)}`, `passcode:${oneLine(password)}`];
    const lines = [
      'CONNECT',
      'accept-version:1.0,1.1,1.2',
      `host:${oneLine(virtualHost)}`,
      'heart-beat:0,0',
      ...signIn,
    ];
    this.#conversation.send(`${lines.join('\n')}\n\n\0`);
    const { command, headers, body } = await this.#frame();
    if (command === 'ERROR') {
      const problem = wordsOf(headers, body);
      throw new FailureError(
        SIGN_IN.test(problem)
          ? failureOf('auth.failed', { username: username === '' ? null : username, problem })
          : stompFailure('stomp.refused', { problem }),
      );
    }
    if (command !== 'CONNECTED') throw this.#conversation.wrong(`${command} instead of CONNECTED`);
    this.version = headers.get('version') ?? '1.0';
    this.server = headers.get('server') ?? '';
  }

  /** Messages must be accepted one by one: those that are not go back to their queue when the check ends. */
  async subscribe(topic: string): Promise<void> {
    const about = { id: SUBSCRIPTION, destination: topic, receipt: RECEIPT };
    this.#send('SUBSCRIBE', { ...about, ack: this.version === '1.0' ? 'client' : 'client-individual' });
    for (;;) {
      const { command, headers, body } = await this.#next();
      if (command === 'RECEIPT' && headers.get('receipt-id') === RECEIPT) return;
      if (command === 'MESSAGE') this.#messages.push({ text: body, headers });
    }
  }

  publish(topic: string, message: string): void {
    const length = String(Buffer.byteLength(message));
    this.#send('SEND', { destination: topic, 'content-type': 'text/plain', 'content-length': length }, message);
  }

  async receive(): Promise<StompMessage> {
    for (;;) {
      const held = this.#messages.shift();
      if (held !== undefined) return held;
      const { command, headers, body } = await this.#next();
      if (command === 'MESSAGE') return { text: body, headers };
    }
  }

  /** Removes a message from its queue. */
  accept({ headers }: StompMessage): void {
    const messageId = headers.get('message-id') ?? '';
    const about =
      this.version === '1.2'
        ? { id: headers.get('ack') ?? messageId }
        : { 'message-id': messageId, subscription: SUBSCRIPTION };
    this.#send('ACK', about);
  }

  leave(): void {
    this.#conversation.leave('DISCONNECT\n\n\0');
  }

  close(): void {
    this.#conversation.close();
  }

  #send(command: string, headers: Readonly<Record<string, string>>, body = ''): void {
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${escape(value)}`);
    this.#conversation.send(`${[command, ...lines].join('\n')}\n\n${body}\0`);
  }

  async #next(): Promise<Frame> {
    const frame = await this.#frame();
    if (frame.command !== 'ERROR') return frame;
    throw new FailureError(stompFailure('stomp.refused', { problem: wordsOf(frame.headers, frame.body) }));
  }

  async #frame(): Promise<Frame> {
    let command = '';
    // Line breaks between frames are signs of life.
    while (command === '') command = await this.#conversation.readLine();
    if (!COMMANDS.has(command)) throw this.#conversation.wrong(command);
    const headers = new Map<string, string>();
    for (let count = 0; ; count += 1) {
      const line = await this.#conversation.readLine();
      if (line === '') break;
      const { name, value = '' } = /^(?<name>[^:]+):(?<value>.*)$/u.exec(line)?.groups ?? {};
      if (name === undefined || count === MAX_HEADERS) throw this.#conversation.wrong(line);
      // The first of several headers of one name counts.
      if (!headers.has(name)) headers.set(name, command === 'CONNECTED' ? value : unescape(value));
    }
    const length = headers.get('content-length');
    if (length === undefined) {
      return { command, headers, body: (await this.#conversation.readUntil(0, MAX_BODY_BYTES)).toString('utf8') };
    }
    if (!/^\d{1,7}$/u.test(length)) throw this.#conversation.wrong(`content-length:${length}`);
    const bytes = await this.#conversation.readBytes(Number(length) + 1);
    if (bytes.at(-1) !== 0) throw this.#conversation.wrong('A message without end');
    return { command, headers, body: bytes.toString('utf8', 0, bytes.length - 1) };
  }
}

const COMMANDS = new Set(['CONNECTED', 'MESSAGE', 'RECEIPT', 'ERROR']);
/** The protocol has no code for wrong credentials, only words. */
const SIGN_IN = /user|login|passw|passcode|authent|credential|access refused/iu;

function wordsOf(headers: ReadonlyMap<string, string>, body: string): string {
  const words = [headers.get('message') ?? '', body.trim()].filter((text) => text !== '').join(': ');
  return cut(toSnippet(words), QUOTED);
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\r': '\\r', '\n': '\\n', ':': '\\c' };
const UNESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries(ESCAPES).map(([text, escaped]) => [escaped, text]),
);

function escape(text: string): string {
  return text.replaceAll('\0', '').replaceAll(/[\\\r\n:]/gu, (character) => ESCAPES[character] ?? character);
}

function unescape(text: string): string {
  return text.replaceAll(/\\[\\rnc]/gu, (escaped) => UNESCAPES.get(escaped) ?? escaped);
}

/** A header that is not escaped cannot contain a line break. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\0]/gu, '');
}
