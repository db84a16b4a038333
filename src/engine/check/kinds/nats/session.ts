/** A client of NATS (https://docs.nats.io/reference/reference-protocols/nats-protocol) for one check. */
import { randomBytes } from 'node:crypto';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { parseJsonObject } from '../../../base/json-object.ts';
import type { Conversation } from '../../net/connect/conversation.ts';
import { cut } from '../../../base/cut.ts';
import { toSnippet } from '../../net/probe/probe.ts';
import { natsFailure } from './failures.ts';
import type { NatsFields } from './fields.ts';
import { isRecord } from '../../../../shared/is-record.ts';

/** The longest message that is read. */
const MAX_MESSAGE_BYTES = 1_000_000;
const QUOTED = 200;
/** The numbers of our subscriptions. */
const TOPIC = 1;
const INBOX = 2;

interface NatsMessage {
  readonly subscription: number;
  readonly topic: string;
  readonly text: string;
}

type Event = 'OK' | 'PONG' | NatsMessage;

export interface StreamState {
  readonly messages: number;
  readonly bytes: number;
  readonly consumers: number;
}

export class NatsSession {
  readonly #conversation: Conversation;
  /** Messages of the topic that arrived while the check waited for something else. */
  readonly #messages: NatsMessage[] = [];
  #topic = '';
  #hasJetStream = false;
  /** The version that the server reports. */
  version = '';
  server = '';

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /** Reads the server's INFO, and encrypts the connection if the endpoint wants that. */
  async begin(fields: NatsFields): Promise<void> {
    const line = await this.#conversation.readLine();
    const info = /^INFO (\{.*\})\s*$/iu.exec(line)?.[1];
    const about = info === undefined ? null : parseJsonObject(info);
    if (about === null) throw /^-ERR/iu.test(line) ? this.#refusal(line, undefined) : this.#conversation.wrong(line);
    this.version = textIn(about, 'version');
    this.server = textIn(about, 'server_name');
    this.#hasJetStream = about['jetstream'] === true;
    if (fields.tls !== 'starttls') return;
    if (about['tls_required'] !== true && about['tls_available'] !== true) {
      throw new FailureError(natsFailure('starttls.refused', { problem: 'INFO does not say tls_available' }));
    }
    await this.#conversation.secure(fields);
  }

  /** @throws FailureError `auth.failed` or `nats.refused` */
  async connect({ username, password }: NatsFields): Promise<void> {
    const token = username === '' && password !== '' ? { auth_token: password } : {};
    const user = username === '' ? {} : { user: username, pass: password };
    const about = { verbose: false, pedantic: false, protocol: 1, lang: 'lookout', version: '1', name: 'lookout' };
    this.#conversation.send(`CONNECT ${JSON.stringify({ ...about, ...user, ...token })}\r\nPING\r\n`);
    await this.#pong(username);
  }

  /** @throws FailureError `nats.refused` */
  async subscribe(topic: string): Promise<void> {
    this.#topic = topic;
    this.#conversation.send(`SUB ${topic} ${TOPIC}\r\nPING\r\n`);
    await this.#pong();
  }

  publish(topic: string, message: string): void {
    this.#conversation.send(`PUB ${topic} ${Buffer.byteLength(message)}\r\n${message}\r\n`);
  }

  /** The next message of the topic. */
  async receive(): Promise<NatsMessage> {
    for (;;) {
      const held = this.#messages.shift();
      if (held !== undefined) return held;
      const event = await this.#event();
      if (typeof event === 'object' && event.subscription === TOPIC) return event;
    }
  }

  /** Asks JetStream about a stream. @throws FailureError `nats.stream` */
  async stream(name: string): Promise<StreamState> {
    const refusal = (problem: string) => new FailureError(natsFailure('nats.stream', { stream: name, problem }));
    // Nobody would answer.
    if (!this.#hasJetStream) throw refusal('the server has no JetStream');
    const inbox = `_INBOX.${randomBytes(11).toString('hex')}`;
    this.#conversation.send(`SUB ${inbox} ${INBOX}\r\nPUB $JS.API.STREAM.INFO.${name} ${inbox} 0\r\n\r\n`);
    let answer: NatsMessage | undefined;
    while (answer === undefined) {
      const event = await this.#event();
      if (typeof event !== 'object') continue;
      if (event.subscription === INBOX) answer = event;
      else this.#messages.push(event);
    }
    const info = parseJsonObject(answer.text);
    const error = info === null ? null : objectIn(info, 'error');
    if (error !== null) throw refusal(cut(toSnippet(textIn(error, 'description')), QUOTED));
    const state = info === null ? null : objectIn(info, 'state');
    if (state === null) throw this.#conversation.wrong(answer.text);
    const numberIn = (key: string) => (typeof state[key] === 'number' ? state[key] : 0);
    return { messages: numberIn('messages'), bytes: numberIn('bytes'), consumers: numberIn('consumer_count') };
  }

  close(): void {
    this.#conversation.close();
  }

  async #pong(username?: string): Promise<void> {
    for (;;) {
      const event = await this.#event(username);
      if (event === 'PONG') return;
      if (typeof event === 'object') this.#messages.push(event);
    }
  }

  /** Reads the next line, and the message after it. @param username given while signing in */
  async #event(username?: string): Promise<Event> {
    for (;;) {
      const line = await this.#conversation.readLine();
      const [word = ''] = line.split(/\s/u, 1);
      switch (word.toUpperCase()) {
        case 'PING':
          this.#conversation.send('PONG\r\n');
          break;
        case 'INFO':
          // The servers of its cluster changed.
          break;
        case '+OK':
          return 'OK';
        case 'PONG':
          return 'PONG';
        case '-ERR':
          throw this.#refusal(line, username);
        case 'MSG':
          return this.#message(line);
        default:
          throw this.#conversation.wrong(line);
      }
    }
  }

  async #message(line: string): Promise<NatsMessage> {
    const pattern = /^MSG\s+(?<topic>\S+)\s+(?<subscription>\d{1,9})(?:\s+\S+)?\s+(?<size>\d{1,9})\s*$/iu;
    const { topic, subscription, size } = pattern.exec(line)?.groups ?? {};
    if (topic === undefined || Number(size) > MAX_MESSAGE_BYTES) throw this.#conversation.wrong(line);
    const bytes = await this.#conversation.readBytes(Number(size) + 2);
    return { topic, subscription: Number(subscription), text: bytes.toString('utf8', 0, bytes.length - 2) };
  }

  #refusal(line: string, username: string | undefined): FailureError {
    const problem = cut(toSnippet(line.replace(/^-ERR\s*/iu, '').replace(/^'(.*)'$/u, '$1')), QUOTED);
    if (username !== undefined && /authorization|authentication|credential/iu.test(problem)) {
      return new FailureError(failureOf('auth.failed', { username: username === '' ? null : username, problem }));
    }
    const topic = this.#topic === '' ? null : this.#topic;
    return new FailureError(natsFailure('nats.refused', { topic, problem }));
  }
}

function objectIn(object: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> | null {
  const value = object[key];
  return isRecord(value) ? value : null;
}

function textIn(object: Readonly<Record<string, unknown>>, key: string): string {
  const value = object[key];
  return typeof value === 'string' ? value : '';
}
