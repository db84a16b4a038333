import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEMCACHED_PACKAGES, startMemcached, type MemcachedServer } from '../../../../../test/servers/memcached.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { findKind, parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available(MEMCACHED_PACKAGES);

describe.skipIf(skip)(`against memcached${reason}`, () => {
  let server: MemcachedServer;

  beforeAll(async () => {
    server = await startMemcached();
    const socket = connect(server.port, '127.0.0.1');
    socket.write('set greeting 0 0 7\r\nhé\r\nxy\r\nset empty 0 0 0\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
  });

  afterAll(() => server?.dispose());

  function check(fields: Omit<EndpointInput, 'kind'> = {}) {
    const input = { kind: 'memcached', host: '127.0.0.1', port: server.port, ...fields };
    return checkOnce(input, { wanted: new Set(['VALUE', 'STATS']) });
  }

  it('reads the statistics', async () => {
    const outcome = await check();
    expect(outcome).toMatchObject({
      failure: null,
      metrics: { clients: expect.any(Number), memory: expect.any(Number), items: 2, evictions: 0 },
      details: { serverVersion: expect.stringMatching(/^1\./u) },
      observed: { STATS: { curr_items: 2, pid: expect.any(Number) } },
    });
    expect(Object.keys(outcome.phases)).toEqual(['connect', 'query']);
    expect(outcome.observed).not.toHaveProperty('VALUE');
  });

  it('reads a key, and measures the rate of hits', async () => {
    expect(await check({ key: 'greeting' })).toMatchObject({
      failure: null,
      details: { value: 'hé\r\nxy' },
      observed: { VALUE: 'hé\r\nxy' },
    });
    expect((await check({ key: 'empty' })).observed?.['VALUE']).toBe('');
    const { observed, metrics, failure } = await check({ key: 'missing' });
    expect([failure, observed?.['VALUE']]).toEqual([null, null]);
    expect(metrics['hits']).toBeCloseTo(66.67, 1);
  });
});

describe('memcached', () => {
  it.each([
    ['SERVER_ERROR out of memory\r\n', 'query.failed', 'The server refused the query: out of memory'],
    ['ERROR\r\n', 'query.failed', 'The server refused the query: ERROR'],
    ['VALUE a 0 99999999\r\n', 'protocol.error', /./u],
    ['VALUE a 0 1\r\nxx\r\nyy\r\n', 'protocol.error', /./u],
    ['STAT a', 'connection.reset', /./u],
    ['STAT a 1\r\n'.repeat(1_001), 'protocol.error', /./u],
  ])('fails without harm for %j', async (bytes, code, message) => {
    const raw = await startRaw((socket) => socket.once('data', () => socket.end(bytes)));
    const key = bytes.startsWith('VALUE') ? 'a' : '';
    const { failure } = await checkOnce({ kind: 'memcached', host: '127.0.0.1', port: raw.port, key });
    expect(failure).toMatchObject({ code, phase: 'query' });
    expect(failure?.message).toMatch(message);
    await raw.untilAllClosed();
    await raw.dispose();
  });

  it.each(['a b', 'a\r\nflush_all', 'x'.repeat(251), 'é'.repeat(126)])('refuses the key %j', (key) => {
    const parsed = parseEndpoint({ kind: 'memcached', host: 'a', key });
    expect(parsed.ok ? [] : parsed.issues).toMatchObject([{ code: 'memcached.key', path: 'key' }]);
  });

  it('reads its URL', () => {
    expect(findKind('memcached')?.parse('memcached://a:11212')).toEqual({ kind: 'memcached', host: 'a', port: 11_212 });
  });
});
