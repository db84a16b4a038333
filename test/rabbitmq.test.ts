/** The kinds for brokers against Debian's RabbitMQ, which is started once because that takes long. */
import { once } from 'node:events';
import { connect } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndpointInput } from '../src/contract/model/endpoint.ts';
import { checkOnce, type CheckOnceOptions } from '../src/engine/check/testing/check-once.ts';
import { certificates, OPENSSL_PACKAGES, type Certificates } from './servers/certificates.ts';
import { available } from './servers/process.ts';
import { RABBITMQ_PACKAGES, startRabbitMq, type RabbitMq } from './servers/rabbitmq.ts';

const { skip, reason } = available({ ...RABBITMQ_PACKAGES, ...OPENSSL_PACKAGES });
/** On a busy machine, Erlang takes long to start. */
const START_MS = 120_000;

describe.skipIf(skip)(`against RabbitMQ${reason}`, () => {
  let files: Certificates;
  let broker: RabbitMq;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    broker = await startRabbitMq(files.good);
    await fill('orders', 'one', 'two');
  }, START_MS);

  afterAll(async () => {
    await broker?.dispose();
    await files?.dispose();
  }, START_MS);

  /** Puts messages into a queue, which is made for them. */
  async function fill(queue: string, ...messages: readonly string[]): Promise<void> {
    const socket = connect(broker.ports.stomp, '127.0.0.1');
    const sends = messages.map((text, index) => `SEND\ndestination:/queue/${queue}\nreceipt:${index}\n\n${text}\0`);
    socket.write(`CONNECT\naccept-version:1.2\nhost:/\nlogin:guest\npasscode:guest\n\n\0${sends.join('')}`);
    let received = '';
    while (!received.includes(`receipt-id:${messages.length - 1}`)) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      received += chunk.toString();
    }
    socket.destroy();
  }

  describe('amqp', () => {
    function check(
      fields: Omit<EndpointInput, 'kind'> = {},
      wanted: readonly string[] = [],
      options: CheckOnceOptions = {},
    ) {
      const input = { kind: 'amqp', host: '127.0.0.1', port: broker.ports.amqp, ...fields };
      return checkOnce(input, { wanted: new Set(wanted), ...options });
    }

    it('signs in, and reports a wrong password', async () => {
      const { failure, phases } = await check();
      expect(failure).toBeNull();
      expect(Object.keys(phases)).toEqual(['connect', 'signIn']);
      const wrong = await check({ username: 'guest', password: 'wrong' });
      expect(wrong.failure).toMatchObject({
        code: 'auth.failed',
        phase: 'signIn',
        message: expect.stringContaining('The server refused to sign in guest (403 ACCESS_REFUSED'),
      });
    });

    it('encrypts, and verifies the certificate', async () => {
      const { failure, details } = await check({ port: broker.ports.amqps, tls: 'on' });
      expect(failure).toBeNull();
      expect(details['tls']).toMatchObject({ authorized: true });
    });

    it('counts the messages and consumers of a queue, and takes none', async () => {
      for (let count = 0; count < 2; count += 1) {
        const { failure, metrics } = await check({ queue: 'orders' });
        expect(failure).toBeNull();
        expect(metrics).toEqual({ messages: 2, consumers: 0 });
      }
    });

    it.each([
      ['queue', { queue: 'gone' }, "404 NOT_FOUND - no queue 'gone' in vhost '/'"],
      ['virtual host', { virtualHost: 'gone' }, '530 NOT_ALLOWED - vhost gone not found'],
      ['exchange', { exchange: 'gone', message: 'x' }, "404 NOT_FOUND - no exchange 'gone' in vhost '/'"],
    ])('reports that there is no such %s', async (_, fields, problem) => {
      const { failure } = await check(fields);
      expect(failure).toMatchObject({ code: 'amqp.refused', message: `The broker refused: ${problem}` });
    });

    it('sees its own message again, also through an exchange, also when it is long', async () => {
      const long = 'x'.repeat(10_000);
      for (const fields of [{ message: 'ping' }, { message: long, exchange: 'amq.topic', topic: 'lookout.ping' }]) {
        const { failure, metrics, observed, phases } = await check(fields);
        expect(failure).toBeNull();
        expect(metrics['roundTrip']).toBeGreaterThan(0);
        expect(observed).toEqual({ BODY: fields.message });
        expect(Object.keys(phases)).toEqual(['connect', 'signIn', 'message']);
      }
    });

    it('waits for a message of an exchange that contains a text', async () => {
      const waiting = check({ exchange: 'amq.topic', topic: 'rooms.#', expect: '21' });
      const done = waiting.then(() => true);
      // Until the first check has its queue, the broker drops these messages.
      for (let isDone = false; !isDone;) {
        await check({ exchange: 'amq.topic', topic: 'rooms.kitchen', message: '{"celsius": 21}' });
        isDone = await Promise.race([done, Promise.resolve(false)]);
      }
      expect((await waiting).observed).toEqual({ BODY: '{"celsius": 21}' });
      const { failure } = await check({ exchange: 'amq.topic', topic: 'quiet', expect: 'x', timeout: '300ms' }, [], {
        deadlineAfter: ['message'],
      });
      expect(failure).toMatchObject({ code: 'timeout', phase: 'message', params: { expected: 'x' } });
    });
  });

  describe('stomp', () => {
    function check(fields: Omit<EndpointInput, 'kind'> = {}) {
      const signIn = { username: 'guest', password: 'guest' };
      return checkOnce({ kind: 'stomp', host: '127.0.0.1', port: broker.ports.stomp, ...signIn, ...fields });
    }

    it('signs in, and reports a wrong password', async () => {
      const { failure, details } = await check();
      expect(failure).toBeNull();
      expect(details).toMatchObject({ version: '1.2', server: expect.stringMatching(/^RabbitMQ\//u) });
      const wrong = await check({ password: 'wrong' });
      expect(wrong.failure).toMatchObject({ code: 'auth.failed', phase: 'signIn' });
    });

    it.each(['/topic/lookout', '/queue/lookout'])(
      'sees its own message of %s again, and takes it away',
      async (topic) => {
        for (let count = 0; count < 2; count += 1) {
          const { failure, metrics, observed } = await check({ topic, message: 'ping' });
          expect(failure).toBeNull();
          expect(metrics['roundTrip']).toBeGreaterThan(0);
          expect(observed).toEqual({ BODY: 'ping' });
        }
      },
    );

    it('leaves messages that others need in their queue', async () => {
      await fill('jobs', 'one', 'two');
      for (let count = 0; count < 2; count += 1) {
        const { failure, observed } = await check({ topic: '/queue/jobs', expect: 'two' });
        expect(failure).toBeNull();
        expect(observed).toEqual({ BODY: 'two' });
      }
    });

    it('reports an invalid destination', async () => {
      const { failure } = await check({ topic: '/nowhere/lookout' });
      expect(failure).toMatchObject({ code: 'stomp.refused', message: expect.stringContaining('Unknown destination') });
    });
  });
});
