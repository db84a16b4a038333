import fc from 'fast-check';
import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw } from '../../../../../test/servers/raw.ts';
import { PASSWORD, REDIS_PACKAGES, startRedis, type RedisServer } from '../../../../../test/servers/redis.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { findKind } from '../../registry.ts';
import { checkOnce, type CheckOnceOptions } from '../../testing/check-once.ts';
import { splitCommand } from './command.ts';
import { metricsOf, parseInfo } from './info.ts';

const { skip, reason } = available({ ...REDIS_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`against Redis${reason}`, () => {
  let files: Certificates;
  let server: RedisServer;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    server = await startRedis(files.good);
  });

  afterAll(async () => {
    await server?.dispose();
    await files?.dispose();
  });

  function check(
    fields: Omit<EndpointInput, 'kind'> = {},
    wanted: readonly string[] = ['VALUE'],
    options: CheckOnceOptions = {},
  ) {
    const input = { kind: 'redis', host: '127.0.0.1', port: server.port, password: PASSWORD, ...fields };
    return checkOnce(input, { wanted: new Set(wanted), ...options });
  }

  it('signs in and sends PING', async () => {
    const outcome = await check();
    expect(outcome).toMatchObject({
      failure: null,
      details: { value: 'PONG' },
      observed: { VALUE: 'PONG' },
      metrics: {},
    });
    expect(Object.keys(outcome.phases)).toEqual(['connect', 'auth', 'query']);
  });

  it('signs in an ACL user', async () => {
    expect((await check({ command: 'ACL SETUSER watcher on >open +ping +acl|whoami' })).failure).toBeNull();
    const watcher = { username: 'watcher', password: 'open' };
    expect((await check({ ...watcher, command: 'ACL WHOAMI' })).observed).toEqual({ VALUE: 'watcher' });
    expect((await check({ command: 'ACL SETUSER guest on nopass +ping' })).failure).toBeNull();
    expect((await check({ username: 'guest', password: '' })).observed).toEqual({ VALUE: 'PONG' });
    expect((await check({ ...watcher, command: 'GET a' })).failure).toMatchObject({
      code: 'query.failed',
      message: expect.stringContaining('The server refused the query: NOPERM'),
    });
    // It may not read INFO, which is no reason to fail.
    expect(await check({ ...watcher, info: true })).toMatchObject({ failure: null, metrics: {} });
  });

  it('uses TLS', async () => {
    const { failure, phases, details } = await check({ tls: 'on', port: server.tlsPort, host: 'localhost' });
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls', 'auth', 'query']);
    expect(details).toMatchObject({ tls: { authorized: true } });
    // The plain port takes the first bytes of TLS for the beginning of a command.
    expect((await check({ tls: 'on', timeout: '200ms' })).failure).toMatchObject({ code: 'timeout', phase: 'tls' });
  });

  it('selects a database, and reads replies of each type', async () => {
    const run = async (command: string, database = 3) => (await check({ command, database })).observed?.['VALUE'];
    expect(await run('SET "key with space" "é\\n\\x41"')).toBe('OK');
    expect(await run("GET 'key with space'")).toBe('é\nA');
    expect(await run('DBSIZE')).toBe(1);
    expect(await run('DBSIZE', 0)).toBe(0);
    expect(await run('GET missing')).toBeNull();
    expect(await run('RPUSH list 1 2 3')).toBe(3);
    expect(await run('LRANGE list 0 -1')).toEqual(['1', '2', '3']);
    expect(await run("EVAL \"return {1, {2, 'x'}, {err='no'}}\" 0")).toEqual([1, [2, 'x'], 'no']);
  });

  it.each([
    [
      { password: 'wrong' },
      'auth.failed',
      'The server refused to sign in default (WRONGPASS invalid username-password pair or user is disabled.).',
    ],
    [
      { password: '' },
      'auth.failed',
      'The server requires a user name and password (NOAUTH Authentication required.).',
    ],
    [{ database: 99 }, 'query.failed', 'The server refused the query: ERR DB index is out of range'],
    [
      { command: 'NOPE' },
      'query.failed',
      "The server refused the query: ERR unknown command 'NOPE', with args beginning with: ",
    ],
  ] as const)('fails for %j', async (fields, code, message) => {
    expect((await check(fields)).failure).toMatchObject({ code, message });
  });

  it('ends a command that waits at the deadline', async () => {
    const { failure } = await check({ command: 'BLPOP nothing 0', timeout: '200ms' }, [], { deadlineAfter: ['query'] });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'query' });
  });

  it('reads metrics from INFO, and the lag of a replica', async () => {
    const primary = await check({ info: true }, ['INFO']);
    expect(primary).toMatchObject({
      failure: null,
      metrics: { clients: expect.any(Number), memory: expect.any(Number), commands: expect.any(Number) },
      details: { serverVersion: expect.stringMatching(/^\d/u), role: 'master' },
      observed: { INFO: { tcp_port: server.port, role: 'master' } },
    });
    expect(primary.metrics).not.toHaveProperty('lag');
    expect(Object.keys(primary.phases)).toEqual(['connect', 'auth', 'query', 'info']);
    const replica = await startRedis(files.good, server.port);
    try {
      const lag = { metrics: { lag: expect.any(Number) } };
      await expect.poll(() => check({ info: true })).toMatchObject(lag);
      const outcome = await check({ info: true, port: replica.port });
      expect(outcome).toMatchObject({ ...lag, details: { role: 'slave' } });
    } finally {
      await replica.dispose();
    }
  });
});

describe('a server that is not Redis', () => {
  it.each([
    ['$99999999999\r\n', 'protocol.error'],
    ['$5000000\r\n', 'protocol.error'],
    ['*x\r\n', 'protocol.error'],
    ['*1\r\n'.repeat(1_000), 'protocol.error'],
    ['x'.repeat(100_000), 'protocol.error'],
    ['$10\r\nabc', 'connection.reset'],
  ])('fails without harm (%#)', async (bytes, code) => {
    const raw = await startRaw((socket) => socket.once('data', () => socket.end(bytes)));
    const { failure } = await checkOnce({ kind: 'redis', host: '127.0.0.1', port: raw.port });
    expect(failure).toMatchObject({ code, phase: 'query' });
    await raw.untilAllClosed();
    await raw.dispose();
  });
});

describe('splitCommand', () => {
  it.each([
    ['PING', ['PING']],
    ['  GET   a ', ['GET', 'a']],
    ['SET "a b" \'c "d"\'', ['SET', 'a b', 'c "d"']],
    ['SET a ""', ['SET', 'a', '']],
    ['SET a "\\"\\n\\x41"', ['SET', 'a', '"\nA']],
    ["SET a 'it\\'s'", ['SET', 'a', "it's"]],
  ])('%s', (text, words) => {
    expect(splitCommand(text)?.map(String)).toEqual(words);
  });

  it.each(['', '  ', 'GET "a', "GET 'a", 'GET "a"b', 'GET a"b"'])('refuses %j', (text) => {
    expect(splitCommand(text)).toBeNull();
  });

  it('reads every word that is quoted', () => {
    const word = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        const text = words.map((one) => `"${one.replaceAll(/["\\]/gu, '\\$&')}"`).join(' ');
        expect(splitCommand(text)?.map(String)).toEqual(words);
      }),
    );
  });
});

describe('info', () => {
  it('reads the lag of the slowest replica, of a connected and of a lost primary', () => {
    const lagOf = (text: string) => metricsOf(parseInfo(text))['lag'];
    const replicas =
      'slave0:ip=::1,port=1,state=online,offset=9,lag=1\r\nslave1:ip=::1,port=2,state=online,offset=9,lag=7\r\n';
    expect(lagOf(`role:master\r\nconnected_slaves:2\r\n${replicas}`)).toBe(7);
    expect(lagOf('role:slave\r\nmaster_link_status:up\r\nmaster_last_io_seconds_ago:3\r\n')).toBe(3);
    expect(
      lagOf('role:slave\nmaster_link_status:down\nmaster_last_io_seconds_ago:-1\nmaster_link_down_since_seconds:40\n'),
    ).toBe(40);
    expect(lagOf('role:slave\nmaster_link_status:down\nmaster_link_down_since_seconds:-1\n')).toBeUndefined();
  });

  it('reads the rate of hits', () => {
    expect(metricsOf(parseInfo('keyspace_hits:3\r\nkeyspace_misses:1\r\n'))).toEqual({ hits: 75 });
    expect(metricsOf(parseInfo('keyspace_hits:0\r\nkeyspace_misses:0\r\n'))).toEqual({});
  });
});

describe('parse', () => {
  it.each([
    ['redis://cache', { host: 'cache', port: 6379 }],
    ['redis://:s%3Acret@cache:6380/2', { host: 'cache', port: 6380, password: 's:cret', database: 2 }],
    ['rediss://me:x@cache', { host: 'cache', port: 6379, username: 'me', password: 'x', tls: 'on' }],
  ])('%s', (text, fields) => {
    expect(findKind('redis')?.parse(text)).toEqual({ kind: 'redis', ...fields });
  });
});
