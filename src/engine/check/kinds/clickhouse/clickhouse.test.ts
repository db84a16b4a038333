import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CLICKHOUSE_PACKAGES,
  PASSWORD,
  startClickhouse,
  type ClickhouseServer,
} from '../../../../../test/servers/clickhouse.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { findKind } from '../../registry.ts';
import { checkOnce, type CheckOnceOptions } from '../../testing/check-once.ts';

const { skip, reason } = available(CLICKHOUSE_PACKAGES);
const all = { wanted: new Set(['ROWS', 'VALUE']) };

describe.skipIf(skip)(`against ClickHouse${reason}`, () => {
  let server: ClickhouseServer;

  beforeAll(async () => {
    server = await startClickhouse();
  });

  afterAll(() => server?.dispose());

  function check(fields: Omit<EndpointInput, 'kind'> = {}, options: CheckOnceOptions = {}) {
    const input = { kind: 'clickhouse', host: '127.0.0.1', port: server.port, username: 'watcher', password: PASSWORD };
    return checkOnce({ ...input, ...fields }, { ...all, ...options });
  }

  it('signs in and runs SELECT 1', async () => {
    const outcome = await check();
    expect(outcome).toMatchObject({
      failure: null,
      metrics: { rows: 1, read: 1 },
      details: { value: '1' },
      observed: { VALUE: 1, ROWS: [{ '1': 1 }] },
    });
    expect(Object.keys(outcome.phases)).toEqual(['connect', 'wait', 'transfer']);
  });

  it('reads values of all kinds', async () => {
    const query = `SELECT toUInt64(18446744073709551615) AS big, toInt64(-5) AS small, 1.5 AS real, NULL AS none, 'é' AS text,
      [1, 2] AS list, toDate('2026-01-02') AS day`;
    const row = {
      big: '18446744073709551615',
      small: -5,
      real: 1.5,
      none: null,
      text: 'é',
      list: [1, 2],
      day: '2026-01-02',
    };
    expect((await check({ query })).observed?.['ROWS']).toEqual([row]);
  });

  it('counts all rows and keeps 100; a statement that is not a query has none', async () => {
    const { metrics, observed } = await check({ query: 'SELECT number FROM system.numbers LIMIT 5000' });
    expect(metrics).toMatchObject({ rows: 5_000 });
    expect(observed?.['ROWS']).toHaveLength(100);
    const create = await check({ query: 'CREATE DATABASE IF NOT EXISTS shop' });
    expect(create).toMatchObject({ failure: null, metrics: { rows: 0 } });
    expect((await check({ database: 'shop', query: 'SELECT currentDatabase()' })).observed?.['VALUE']).toBe('shop');
  });

  it.each([
    [{ password: 'wrong' }, 'auth.failed', 'The server refused to sign in watcher (Wrong password for user watcher).'],
    [{ username: 'no' }, 'auth.failed', 'The server refused to sign in no (Unknown user no).'],
    [{ database: 'no' }, 'query.failed', "The server refused the query: Database no doesn't exist"],
    [{ query: 'SELECT nothing' }, 'query.failed', /^The server refused the query: Unknown identifier: nothing/u],
  ] as const)('fails for %j', async (fields, code, message) => {
    const { failure } = await check(fields);
    expect(failure).toMatchObject({ code });
    expect(failure?.message).toMatch(message);
    expect(JSON.stringify(failure)).not.toContain(PASSWORD);
  });

  it('stops reading after 2 MB, and ends a slow query at the deadline', async () => {
    const large = { query: 'SELECT number FROM system.numbers LIMIT 1000000' };
    expect((await check(large)).failure?.code).toBe('answer.tooLarge');
    const { failure } = await check({ query: 'SELECT sleep(3)', timeout: '100ms' }, { deadlineAfter: ['wait'] });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'wait' });
  });

  it('has no lag without replicated tables', async () => {
    expect(await check({ replication: true })).toMatchObject({ failure: null, metrics: { rows: 1 } });
    expect((await check({ replication: true })).metrics).not.toHaveProperty('lag');
  });
});

describe('a server that is newer than Debian has', () => {
  it('has other texts for its errors, and reports its lag', async () => {
    const server = createServer((request, response) => {
      request.setEncoding('utf8').once('data', (text: string) => {
        if (text.includes('system.replicas')) response.end('{"meta":[],"data":[["7","2"]]}');
        else if (text.includes('ONE')) response.end('{"meta":[{"name":"1","type":"UInt8"}],"data":[[1]]}');
        else {
          const problem = 'watcher: Authentication failed: password is incorrect';
          response
            .writeHead(403)
            .end(`Code: 516. DB::Exception: ${problem}. (AUTHENTICATION_FAILED) (version 24.8.4.13)\n`);
        }
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const input = { kind: 'clickhouse', host: '127.0.0.1', port, username: 'watcher' };
    expect((await checkOnce(input)).failure).toMatchObject({ code: 'auth.failed', params: { username: 'watcher' } });
    expect((await checkOnce({ ...input, query: 'ONE', replication: true })).metrics).toEqual({ rows: 1, lag: 7 });
    server.close();
  });
});

describe('parse', () => {
  it.each([
    ['clickhouse://ch', { host: 'ch', port: 8123 }],
    ['clickhouse://me:x@ch:9000/shop', { host: 'ch', port: 8123, database: 'shop', username: 'me', password: 'x' }],
    ['jdbc:clickhouse://ch:8443/shop', { host: 'ch', port: 8443, database: 'shop', tls: 'on' }],
  ])('%s', (text, fields) => {
    expect(findKind('clickhouse')?.parse(text)).toEqual({ kind: 'clickhouse', ...fields });
  });
});
