/** MQTT against Debian's mosquitto, and against brokers that break the protocol. */
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { generate } from 'mqtt-packet';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { MOSQUITTO_PACKAGES, startMosquitto, type Mosquitto } from '../../../../../test/servers/mosquitto.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce, type CheckOnceOptions } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...MOSQUITTO_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`mqtt against mosquitto${reason}`, () => {
  let files: Certificates;
  let broker: Mosquitto;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    broker = await startMosquitto(files.good);
  });

  afterAll(async () => {
    await broker?.dispose();
    await files?.dispose();
  });

  function check(
    fields: Omit<EndpointInput, 'kind'> = {},
    wanted: readonly string[] = [],
    options: CheckOnceOptions = {},
  ) {
    const input = { kind: 'mqtt', host: '127.0.0.1', port: broker.port, ...fields };
    return checkOnce(input, { wanted: new Set(wanted), ...options });
  }

  describe.each(['3.1.1', '5'])('version %s', (version) => {
    it('connects', async () => {
      const { failure, phases } = await check({ version });
      expect(failure).toBeNull();
      expect(Object.keys(phases)).toEqual(['connect', 'signIn']);
    });

    it('sees its own message again, and measures how long that took', async () => {
      const { failure, phases, metrics, details, observed } = await check({ version, topic: 'a/b', message: 'ping' });
      expect(failure).toBeNull();
      expect(Object.keys(phases)).toEqual(['connect', 'signIn', 'subscribe', 'message']);
      expect(metrics['roundTrip']).toBeGreaterThan(0);
      expect(details).toMatchObject({ topic: 'a/b', message: 'ping' });
      expect(observed).toEqual({ TOPIC: 'a/b', BODY: 'ping' });
    });

    it('signs in, and reports a wrong password', async () => {
      const closed = { version, port: broker.closedPort, username: 'me' };
      expect((await check({ ...closed, password: 'right' })).failure).toBeNull();
      const { failure } = await check({ ...closed, password: 'wrong' });
      expect(failure).toMatchObject({
        code: 'auth.failed',
        phase: 'signIn',
        message: expect.stringMatching(/^The server refused to sign in me \((?:not authorized|bad user name)/u),
      });
      const anonymous = await check({ version, port: broker.closedPort });
      expect(anonymous.failure?.message).toMatch(/^The server requires a user name and password/u);
    });
  });

  it('waits for a message that matches, through a wildcard', async () => {
    const waiting = check({ topic: 'rooms/+/temperature', expect: '"celsius": 21' });
    // Until the first check has subscribed, the broker drops these messages.
    const done = waiting.then(() => true);
    for (let isDone = false; !isDone;) {
      await check({ topic: 'rooms/hall/temperature', message: '{"celsius": 4}' });
      await check({ topic: 'rooms/kitchen/temperature', message: '{"celsius": 21}' });
      isDone = await Promise.race([done, Promise.resolve(false)]);
    }
    const { failure, observed } = await waiting;
    expect(failure).toBeNull();
    expect(observed).toEqual({ TOPIC: 'rooms/kitchen/temperature', BODY: '{"celsius": 21}' });
  });

  it('takes retained messages, and any message if a condition uses one', async () => {
    const { failure, observed } = await check({ topic: '$SYS/broker/version' }, ['BODY']);
    expect(failure).toBeNull();
    expect(observed?.['BODY']).toMatch(/^mosquitto version/u);
    const quiet = await check({ topic: '$SYS/broker/version' });
    expect(quiet.observed).toEqual({});
  });

  it('names the text that did not arrive', async () => {
    const { failure } = await check({ topic: 'quiet', expect: 'pong', timeout: '150ms' }, [], {
      deadlineAfter: ['message'],
    });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'message' });
    expect(failure?.message).toContain('but not "pong"');
  });

  it('reports a topic that the broker does not allow', async () => {
    const closed = { port: broker.closedPort, username: 'me', password: 'right', version: '5' };
    expect((await check({ ...closed, topic: 'mine/x', message: 'ping' })).failure).toBeNull();
    const { failure } = await check({ ...closed, topic: 'theirs/x', message: 'ping' });
    expect(failure).toMatchObject({
      code: 'mqtt.topicRefused',
      message: 'The broker did not accept a message for the topic theirs/x: not authorized.',
    });
  });

  it('cannot publish to a wildcard', async () => {
    const { failure } = await check({ topic: 'a/#', message: 'ping' });
    expect(failure?.message).toMatch(/^A message cannot be published to a\/#/u);
  });

  it('encrypts, and verifies the certificate', async () => {
    const { failure, details, phases } = await check({ port: broker.tlsPort, tls: 'on', topic: 'a', message: 'ping' });
    expect(failure).toBeNull();
    expect(details['tls']).toMatchObject({ authorized: true });
    expect(Object.keys(phases)).toEqual(['connect', 'tls', 'signIn', 'subscribe', 'message']);
    const plain = await check({ port: broker.tlsPort });
    expect(plain.failure?.phase).toBe('signIn');
  });
});

describe('mqtt', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  async function checkAgainst(onConnection: (socket: Socket) => void, fields: Omit<EndpointInput, 'kind'> = {}) {
    server = await startRaw(onConnection);
    const outcome = await checkOnce({ kind: 'mqtt', host: '127.0.0.1', port: server.port, ...fields });
    await server.untilAllClosed();
    return outcome;
  }

  it.each([
    ['is busy', 3, 'The broker did not accept the connection: server unavailable.'],
    ['has a reason that no standard knows', 77, 'The broker did not accept the connection: code 77.'],
  ])('reports a broker that %s', async (_, code, message) => {
    const { failure } = await checkAgainst(
      (socket) => void socket.once('data', () => socket.write(Buffer.of(32, 2, 0, code))),
    );
    expect(failure).toMatchObject({ code: 'mqtt.refused', message });
  });

  it('reports why the broker ends the connection', async () => {
    const { failure } = await checkAgainst(
      (socket) =>
        void socket.once('data', () => {
          socket.write(generate({ cmd: 'connack', reasonCode: 0, sessionPresent: false }, { protocolVersion: 5 }));
          socket.write(generate({ cmd: 'disconnect', reasonCode: 0x8b }, { protocolVersion: 5 }));
        }),
      { version: '5', topic: 'a' },
    );
    expect(failure?.message).toBe('The broker ended the connection: server shutting down.');
  });

  it.each([
    ['a packet of 256 MB', Buffer.of(0x20, 0xff, 0xff, 0xff, 0x7f)],
    ['a length without end', Buffer.alloc(20, 0xff)],
    ['another packet than asked for', Buffer.of(0xd0, 0)],
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n')],
    ['a packet that breaks its own rules', Buffer.of(0x90, 1, 0)],
  ])('fails for %s', async (_, bytes) => {
    const { failure } = await checkAgainst((socket) => socket.write(bytes), { timeout: '200ms' });
    expect(['protocol.error', 'timeout']).toContain(failure?.code);
    expect(failure?.phase).toBe('signIn');
  });

  it('times out in the current phase', async () => {
    const accepting = (socket: Socket) => void socket.once('data', () => socket.write(Buffer.of(32, 2, 0, 0)));
    expect((await checkAgainst(() => {}, { timeout: '120ms' })).failure?.phase).toBe('signIn');
    await server?.dispose();
    expect((await checkAgainst(accepting, { topic: 'a', timeout: '120ms' })).failure?.phase).toBe('subscribe');
  });

  it.each([
    ['mqtt://broker.example', { port: 1883, tls: 'off' }, 'mqtt://broker.example:1883'],
    [
      'mqtts://me:x%40y@broker.example',
      { port: 8883, tls: 'on', username: 'me', password: 'x@y' },
      'mqtts://broker.example:8883',
    ],
    [
      'mqtt://broker.example:99/rooms/%2B/%23',
      { port: 99, topic: 'rooms/+/#' },
      'mqtt://broker.example:99/rooms/+/%23',
    ],
  ])('reads %s', (text, endpoint, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'mqtt', ...endpoint }, target }]);
    expect(parseTarget(target)).toMatchObject([{ target }]);
  });

  it.each(['a/b+', 'a/#/b', 'a#', '++', 'a\0b'])('refuses the topic %j', async (topic) => {
    await expect(checkOnce({ kind: 'mqtt', host: 'a.example', topic })).rejects.toThrow('Topic must be a topic');
  });
});
