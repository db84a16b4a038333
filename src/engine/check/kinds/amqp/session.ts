/** A client of AMQP 0-9-1 for one check: one channel, one temporary queue. */
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { Conversation } from '../../net/connect/conversation.ts';
import { cut } from '../../../base/cut.ts';
import { plainResponse } from '../../net/services/plain-response.ts';
import { toSnippet } from '../../net/probe/probe.ts';
import { amqpFailure } from './failures.ts';
import * as wire from './wire.ts';

const PREAMBLE = Buffer.from([...Buffer.from('AMQP'), 0, 0, 9, 1]);
const CHANNEL = 1;
/** The largest frame that is read. */
const MAX_FRAME_BYTES = 131_072;
/** The largest message that is read. */
const MAX_MESSAGE_BYTES = 1_000_000;
const QUOTED = 200;
/** Reply codes: the credentials, and what they do not allow. */
const ACCESS_REFUSED = 403;

interface Frame {
  readonly type: number;
  readonly payload: Buffer;
}

interface Method {
  readonly name: wire.MethodName;
  readonly payload: Buffer;
}

export interface QueueState {
  readonly name: string;
  readonly messages: number;
  readonly consumers: number;
}

export class AmqpSession {
  readonly #conversation: Conversation;
  /** Messages that arrived while the check waited for something else. */
  readonly #messages: string[] = [];
  #frameMax = MAX_FRAME_BYTES;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /** Signs in and opens the virtual host and a channel. @throws FailureError `auth.failed` or `amqp.refused` */
  async open(username: string, password: string, virtualHost: string): Promise<void> {
    this.#conversation.send(PREAMBLE);
    const start = new wire.Arguments((await this.#expect('connection.start', username)).payload);
    start.short();
    start.longText();
    const ways = start.longText().toString('latin1').split(' ');
    if (!ways.includes('PLAIN')) {
      throw new FailureError(amqpFailure('auth.unavailable', { offered: ways.map((way) => cut(way, 50)) }));
    }
    const capabilities = { authentication_failure_close: true, consumer_cancel_notify: false };
    this.#send(
      0,
      'connection.start-ok',
      wire.table({ capabilities }),
      wire.shortText('PLAIN'),
      wire.longText(Buffer.from(plainResponse(username, password), 'base64')),
      wire.shortText('en_US'),
    );
    const tune = new wire.Arguments((await this.#expect('connection.tune', username)).payload);
    const channelMax = tune.short();
    const frameMax = tune.long();
    this.#frameMax = frameMax === 0 ? MAX_FRAME_BYTES : Math.min(frameMax, MAX_FRAME_BYTES);
    // No heartbeats: the connection ends with the check.
    this.#send(0, 'connection.tune-ok', wire.short(channelMax), wire.long(this.#frameMax), wire.short(0));
    this.#send(0, 'connection.open', wire.shortText(virtualHost), wire.shortText(''), wire.octet(0));
    await this.#expect('connection.open-ok');
    this.#send(CHANNEL, 'channel.open', wire.shortText(''));
    await this.#expect('channel.open-ok');
  }

  /** Looks at a queue that must exist. @throws FailureError `amqp.refused` */
  look(queue: string): Promise<QueueState> {
    return this.#declare(queue, { isPassive: true });
  }

  /**
   * Makes a queue that only this check sees and that disappears with its connection, and receives its messages. @param
   * exchange whose messages with the routing key `topic` go to the queue; empty: only messages sent to the queue itself
   * @returns the name of the queue
   */
  async receiveFrom(exchange: string, topic: string): Promise<string> {
    const { name } = await this.#declare('', { isPassive: false });
    if (exchange !== '') {
      const names = [name, exchange, topic].map(wire.shortText);
      this.#send(CHANNEL, 'queue.bind', wire.short(0), ...names, wire.octet(0), wire.table({}));
      await this.#expect('queue.bind-ok');
    }
    // Without acknowledgements (bit 1): nobody else will get these messages.
    const flags = wire.octet(0b10);
    this.#send(
      CHANNEL,
      'basic.consume',
      wire.short(0),
      wire.shortText(name),
      wire.shortText(''),
      flags,
      wire.table({}),
    );
    await this.#expect('basic.consume-ok');
    return name;
  }

  /** Sends a message. If no queue gets it, it is returned, and `receive` fails. */
  publish(exchange: string, routingKey: string, message: string): void {
    const body = Buffer.from(message);
    const mandatory = wire.octet(1);
    this.#send(
      CHANNEL,
      'basic.publish',
      wire.short(0),
      wire.shortText(exchange),
      wire.shortText(routingKey),
      mandatory,
    );
    const size = Buffer.alloc(8);
    size.writeBigUInt64BE(BigInt(body.length));
    const header = Buffer.concat([wire.short(60), wire.short(0), size, wire.short(0)]);
    this.#conversation.send(wire.frame(wire.HEADER, CHANNEL, header));
    const room = this.#frameMax - 8;
    for (let at = 0; at < body.length; at += room) {
      this.#conversation.send(wire.frame(wire.BODY, CHANNEL, body.subarray(at, at + room)));
    }
  }

  /** The next message of the temporary queue. @throws FailureError `amqp.refused` for a message that was returned */
  async receive(): Promise<string> {
    for (;;) {
      const held = this.#messages.shift();
      if (held !== undefined) return held;
      const { name, payload } = await this.#method();
      if (name === 'basic.deliver') return this.#content();
      if (name === 'basic.return') throw refusal(payload);
    }
  }

  leave(): void {
    this.#conversation.leave(
      wire.methodFrame(0, 'connection.close', wire.short(200), wire.shortText('Done'), wire.short(0), wire.short(0)),
    );
  }

  close(): void {
    this.#conversation.close();
  }

  async #declare(queue: string, { isPassive }: { readonly isPassive: boolean }): Promise<QueueState> {
    // Passive: it must exist (bit 0). Otherwise exclusive (2) and deleted when nobody consumes it any more (3).
    const flags = wire.octet(isPassive ? 0b1 : 0b1100);
    this.#send(CHANNEL, 'queue.declare', wire.short(0), wire.shortText(queue), flags, wire.table({}));
    const answer = new wire.Arguments((await this.#expect('queue.declare-ok')).payload);
    return { name: answer.shortText(), messages: answer.long(), consumers: answer.long() };
  }

  #send(channel: number, name: wire.MethodName, ...parts: readonly Buffer[]): void {
    this.#conversation.send(wire.methodFrame(channel, name, ...parts));
  }

  /** Waits for a method. @param username given while signing in: a refusal is about this user then */
  async #expect(name: wire.MethodName, username?: string): Promise<Method> {
    for (;;) {
      const method = await this.#method(username);
      if (method.name === name) return method;
      if (method.name !== 'basic.deliver') throw this.#conversation.wrong(`${method.name} instead of ${name}`);
      this.#messages.push(await this.#content());
    }
  }

  async #method(username?: string): Promise<Method> {
    for (;;) {
      const { type, payload } = await this.#frame();
      if (type === wire.HEARTBEAT) continue;
      const name = type === wire.METHOD ? wire.methodOf(payload) : null;
      if (name === null) throw this.#conversation.wrong(`A frame of type ${type}`);
      if (name === 'connection.close' || name === 'channel.close') throw refusal(payload, username);
      return { name, payload };
    }
  }

  /** The header and the body that follow a delivery. */
  async #content(): Promise<string> {
    const header = await this.#frame();
    if (header.type !== wire.HEADER || header.payload.length < 12) throw this.#conversation.wrong('No header');
    const size = Number(header.payload.readBigUInt64BE(4));
    if (size > MAX_MESSAGE_BYTES) throw this.#conversation.wrong(`A message of ${size} bytes`);
    const parts: Buffer[] = [];
    for (let count = 0; count < size;) {
      const { type, payload } = await this.#frame();
      if (type === wire.HEARTBEAT) continue;
      if (type !== wire.BODY || payload.length === 0) throw this.#conversation.wrong('No body');
      parts.push(payload);
      count += payload.length;
    }
    return Buffer.concat(parts).toString('utf8');
  }

  async #frame(): Promise<Frame> {
    const head = await this.#conversation.readBytes(7);
    // A server that wants another version says which (4.2.2), and then ends the connection.
    if (head.toString('latin1', 0, 4) === 'AMQP') throw this.#conversation.wrong('Another version of AMQP');
    const length = head.readUInt32BE(3);
    if (length > MAX_FRAME_BYTES) throw this.#conversation.wrong(head.toString('latin1'));
    const rest = await this.#conversation.readBytes(length + 1);
    if (rest[length] !== wire.FRAME_END) throw this.#conversation.wrong(head.toString('latin1'));
    return { type: head.readUInt8(0), payload: rest.subarray(0, length) };
  }
}

/** The failure for a closed channel or connection, or for a returned message. */
function refusal(payload: Buffer, username?: string): FailureError {
  const reason = new wire.Arguments(payload);
  const status = reason.short();
  const problem = cut(toSnippet(`${status} ${reason.shortText()}`), QUOTED);
  return new FailureError(
    username !== undefined && status === ACCESS_REFUSED
      ? failureOf('auth.failed', { username, problem })
      : amqpFailure('amqp.refused', { problem }),
  );
}
