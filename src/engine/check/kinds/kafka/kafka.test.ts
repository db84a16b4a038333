/** Kafka against a broker written from the protocol's guide. It has not been tested with a real broker. */
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { PASSWORD, serveKafka, type FakeBrokerOptions } from './testing/fake-broker.ts';

describe('kafka', () => {
  const servers: RawServer[] = [];

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.dispose()));
  });

  async function start(onConnection: (socket: Socket, port: number) => void): Promise<RawServer> {
    const server = await startRaw((socket) => onConnection(socket, socket.localPort ?? 0));
    servers.push(server);
    return server;
  }

  async function checkAgainst(options: FakeBrokerOptions, fields: Omit<EndpointInput, 'kind'> = {}) {
    const server = await start((socket, port) => serveKafka(socket, port, options));
    const outcome = await checkOnce({ kind: 'kafka', host: '127.0.0.1', port: server.port, ...fields });
    await Promise.all(servers.map((one) => one.untilAllClosed()));
    return { ...outcome, port: server.port };
  }

  it('counts the brokers', async () => {
    const { failure, metrics, details, phases, port } = await checkAgainst({});
    expect(failure).toBeNull();
    expect(metrics).toEqual({ brokers: 1 });
    expect(details).toMatchObject({ brokers: [`127.0.0.1:${port}`], clusterId: 'test-cluster' });
    expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'metadata']);
  });

  it('counts partitions, those without enough replicas, and the lag of a group', async () => {
    const { failure, metrics, phases } = await checkAgainst({}, { topic: 'orders', consumerGroup: 'billing' });
    expect(failure).toBeNull();
    // 7 - 5 in the first partition, and all 9 in the second, of which the group has read nothing.
    expect(metrics).toEqual({ brokers: 1, partitions: 2, underReplicated: 2, lag: 11 });
    expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'metadata', 'lag']);
  });

  it('asks each partition at the broker that leads it, and shows the first connection', async () => {
    const other = await start((socket, port) => serveKafka(socket, port, { latest: [0, 20] }));
    const options = { leaders: [1, 2], otherPort: other.port };
    const { failure, metrics, details, port } = await checkAgainst(options, {
      topic: 'orders',
      consumerGroup: 'billing',
    });
    expect(failure).toBeNull();
    expect(metrics['lag']).toBe(22);
    expect(other.accepted).toBe(1);
    expect(details['remoteAddress']).toBe(`127.0.0.1:${port}`);
  });

  it('writes a message and reads it back', async () => {
    const { failure, metrics, phases } = await checkAgainst({}, { topic: 'orders', message: 'ping' });
    expect(failure).toBeNull();
    expect(metrics['roundTrip']).toBeGreaterThan(0);
    expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'metadata', 'message']);
  });

  it.each([undefined, 'gzip', 'zstd'] as const)(
    'waits for a message that contains a text (compression: %s)',
    async (compression) => {
      const written = ['{"temperature":20}', '{"humidity":40}', '{"temperature":21}'];
      const options = { written, leaders: [1], ...(compression === undefined ? {} : { compression }) };
      const { failure, details, observed, phases } = await checkAgainst(options, {
        topic: 'orders',
        expect: 'humidity',
      });
      expect(failure).toBeNull();
      expect(details['message']).toBe('{"humidity":40}');
      expect(observed?.['BODY']).toBe('{"humidity":40}');
      expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'metadata', 'message']);
    },
  );

  it('says what it waited for, and that it cannot read some compressed messages', async () => {
    const fields = { topic: 'orders', expect: 'humidity', timeout: '300ms' };
    expect((await checkAgainst({ written: ['x'], leaders: [1, 1] }, fields)).failure).toMatchObject({
      code: 'timeout',
      phase: 'message',
      params: { expected: 'humidity' },
    });
    expect((await checkAgainst({ written: ['x'], compression: 'snappy' }, fields)).failure?.code).toBe(
      'kafka.compressed',
    );
  });

  it.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])(
    'signs in by %s, and reports a wrong password',
    async (mechanism) => {
      const signIn = { username: 'me', mechanism };
      const { failure, phases } = await checkAgainst({}, { ...signIn, password: PASSWORD });
      expect(failure).toBeNull();
      expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'signIn', 'metadata']);
      const wrong = await checkAgainst({}, { ...signIn, password: 'wrong' });
      expect(wrong.failure).toMatchObject({
        code: 'auth.failed',
        phase: 'signIn',
        message: 'The server refused to sign in me (Authentication failed: Invalid username or password).',
      });
    },
  );

  it('names the mechanisms that the broker offers', async () => {
    const { failure } = await checkAgainst({ mechanisms: ['GSSAPI'] }, { username: 'me', password: PASSWORD });
    expect(failure?.message).toBe('The server offers no way to sign in that Lookout supports, only GSSAPI.');
  });

  it.each([
    [{ topics: { orders: 3 } }, 'kafka.topic', 'There is no topic orders.'],
    [{ topics: { orders: 29 } }, 'kafka.topic', 'The topic orders cannot be used: TOPIC_AUTHORIZATION_FAILED'],
    [{ leaders: [1, -1] }, 'kafka.noLeader', '1 partition of the topic orders has no leader, so nobody can use it.'],
    [{ leaders: [2] }, 'kafka.refused', 'The broker refused: LEADER_NOT_AVAILABLE'],
    [{ newest: 3 }, 'kafka.version', expect.stringMatching(/^The broker does not know the requests/u)],
  ])('reports what is wrong: %o', async (options, code, message) => {
    const { failure } = await checkAgainst(options, { topic: 'orders', message: 'ping' });
    expect(failure).toMatchObject({ code, message });
  });

  it.each([
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['an answer that is too short', Buffer.from([0, 0, 0, 2, 0, 0])],
    ['the answer to another request', Buffer.from([0, 0, 0, 4, 0, 0, 0, 9])],
    ['a list that is longer than the answer', Buffer.from([0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 9])],
    ['a list without end', Buffer.from([0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 0x7f, 0xff, 0xff, 0xff])],
  ])('fails for %s', async (_, bytes) => {
    const server = await start((socket) => socket.write(bytes));
    const { failure } = await checkOnce({ kind: 'kafka', host: '127.0.0.1', port: server.port });
    expect(failure).toMatchObject({ code: 'protocol.error', phase: 'greeting' });
  });

  it.each([
    ['kafka://kafka.example', { port: 9092, tls: 'off' }, 'kafka://kafka.example:9092'],
    [
      'kafka+ssl://me:x@kafka.example/orders',
      { port: 9093, tls: 'on', username: 'me', password: 'x', topic: 'orders' },
      'kafka+ssl://kafka.example:9093/orders',
    ],
  ])('reads %s', (text, endpoint, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'kafka', ...endpoint }, target }]);
  });
});
