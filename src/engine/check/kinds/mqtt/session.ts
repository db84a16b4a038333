/** A client of MQTT 3.1.1 and 5, with the codec `mqtt-packet`, which the library `mqtt` is built on. */
import { randomBytes } from 'node:crypto';
import { generate, parser, type IConnackPacket, type ISubackPacket, type Packet, type Parser } from 'mqtt-packet';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { Conversation } from '../../net/connect/conversation.ts';
import type { BrokerMessage } from '../../net/services/message.ts';
import { mqttFailure } from './failures.ts';
import type { MqttFields } from './fields.ts';
import { isSignInCode, reasonOf } from './reasons.ts';

/** The packet identifiers of our only subscription and our only message. */
const SUBSCRIPTION = 1;
const PUBLICATION = 2;
/** Reason codes from here on are errors (MQTT 5, 2.4). */
const FIRST_ERROR = 0x80;

export interface MqttMessage extends BrokerMessage {
  readonly topic: string;
}

export class MqttSession {
  readonly #conversation: Conversation;
  readonly #protocolVersion: 4 | 5;
  readonly #parser: Parser;
  readonly #packets: Packet[] = [];
  #problem: Error | undefined;
  /** Messages that arrived while the check waited for something else. */
  readonly #messages: MqttMessage[] = [];
  #topic = '';

  constructor(conversation: Conversation, version: MqttFields['version']) {
    this.#conversation = conversation;
    this.#protocolVersion = version === '5' ? 5 : 4;
    this.#parser = parser({ protocolVersion: this.#protocolVersion });
    this.#parser.on('packet', (packet: Packet) => this.#packets.push(packet));
    this.#parser.on('error', (error: Error) => {
      this.#problem = error;
    });
  }

  /** @throws FailureError `auth.failed` or `mqtt.refused`, or the signal's reason */
  async connect({ username, password, clientId }: MqttFields): Promise<void> {
    this.#send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: this.#protocolVersion,
      clean: true,
      clientId: clientId === '' ? `lookout-${randomBytes(6).toString('hex')}` : clientId,
      // The broker need not notice that we are gone: the connection ends with the check.
      keepalive: 0,
      ...(username === '' ? {} : { username }),
      ...(username === '' || password === '' ? {} : { password: Buffer.from(password) }),
    });
    const packet = await this.#next();
    if (packet.cmd !== 'connack') throw this.#conversation.wrong(`${packet.cmd} instead of connack`);
    const { returnCode, reasonCode, properties }: IConnackPacket = packet;
    const code = reasonCode ?? returnCode ?? 0;
    if (code === 0) return;
    const problem = reasonOf(code, properties?.reasonString);
    throw new FailureError(
      isSignInCode(code)
        ? failureOf('auth.failed', { username: username === '' ? null : username, problem })
        : mqttFailure('mqtt.refused', { problem }),
    );
  }

  /** @throws FailureError `mqtt.topicRefused`, or the signal's reason */
  async subscribe(topic: string): Promise<void> {
    this.#topic = topic;
    this.#send({ cmd: 'subscribe', messageId: SUBSCRIPTION, subscriptions: [{ topic, qos: 0 }] });
    for (;;) {
      const packet = await this.#next();
      if (packet.cmd === 'publish') this.#messages.push(toMessage(packet));
      if (packet.cmd !== 'suback') continue;
      const { granted, properties }: ISubackPacket = packet;
      const [code] = granted;
      if (typeof code !== 'number' || code < FIRST_ERROR) return;
      throw this.#refused('subscribe', code, properties?.reasonString);
    }
  }

  publish(topic: string, message: string): void {
    // With QoS 1, the broker answers, and may say why it does not accept the message.
    const about = { messageId: PUBLICATION, qos: 1, dup: false, retain: false } as const;
    this.#send({ cmd: 'publish', topic, payload: message, ...about });
  }

  /** The next message of the topic. */
  async receive(): Promise<MqttMessage> {
    for (;;) {
      const held = this.#messages.shift();
      if (held !== undefined) return held;
      const packet = await this.#next();
      if (packet.cmd === 'publish') return toMessage(packet);
      if (packet.cmd === 'puback' && (packet.reasonCode ?? 0) >= FIRST_ERROR) {
        throw this.#refused('publish', packet.reasonCode ?? 0, packet.properties?.reasonString);
      }
    }
  }

  leave(): void {
    this.#conversation.leave(this.#encode({ cmd: 'disconnect' }));
  }

  close(): void {
    this.#conversation.close();
  }

  #send(packet: Packet): void {
    this.#conversation.send(this.#encode(packet));
  }

  #encode(packet: Packet): Buffer {
    return generate(packet, { protocolVersion: this.#protocolVersion });
  }

  /** Reads a packet. Its length is checked first, so that no server can announce one that fills the memory. */
  async #next(): Promise<Packet> {
    for (;;) {
      const packet = this.#packets.shift();
      if (packet?.cmd === 'disconnect') {
        const problem = reasonOf(packet.reasonCode ?? 0, packet.properties?.reasonString);
        throw new FailureError(mqttFailure('mqtt.disconnected', { problem }));
      }
      if (packet !== undefined) return packet;
      const header = [...(await this.#conversation.readBytes(1))];
      let length = 0;
      let factor = 1;
      for (let more = true; more; factor *= 128) {
        const [byte = 0] = await this.#conversation.readBytes(1);
        header.push(byte);
        length += (byte & 0x7f) * factor;
        more = byte >= 0x80;
        if (more && header.length > 4) throw this.#conversation.wrong('A packet without end');
      }
      const body = await this.#conversation.readBytes(length);
      this.#parse(Buffer.concat([Buffer.from(header), body]));
    }
  }

  /** The parser reports most of what is wrong, and throws for the rest. */
  #parse(bytes: Buffer): void {
    try {
      this.#parser.parse(bytes);
    } catch (error) {
      this.#problem = error instanceof Error ? error : new Error(String(error));
    }
    if (this.#problem !== undefined) throw this.#conversation.wrong(this.#problem.message);
  }

  #refused(reason: 'subscribe' | 'publish', code: number, words: string | undefined): FailureError {
    const params = { topic: this.#topic, reason, problem: reasonOf(code, words) };
    return new FailureError(mqttFailure('mqtt.topicRefused', params));
  }
}

function toMessage(packet: Extract<Packet, { readonly cmd: 'publish' }>): MqttMessage {
  return { topic: packet.topic, text: packet.payload.toString(), isOld: packet.retain };
}
