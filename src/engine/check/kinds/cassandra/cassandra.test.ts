/**
 * Debian has no Cassandra: the node here follows the protocol, and the values are those that cassandra-driver 4.10.0
 * encodes.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { findKind } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { rows, serveCassandra, USER, type NodeOptions } from './testing/server.ts';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.untilAllClosed();
  await server?.dispose();
  server = undefined;
});

const all = { wanted: new Set(['ROWS', 'VALUE']) };

async function check(fields: Omit<EndpointInput, 'kind'> = {}, options: NodeOptions = {}) {
  server = await startRaw(serveCassandra(options));
  return checkOnce({ kind: 'cassandra', host: '127.0.0.1', port: server.port, ...fields }, all);
}

describe('cassandra', () => {
  it('asks for the version', async () => {
    const outcome = await check();
    expect(outcome).toMatchObject({
      failure: null,
      metrics: { rows: 1 },
      details: { value: '4.1.3' },
      observed: { VALUE: '4.1.3', ROWS: [{ release_version: '4.1.3' }] },
    });
    expect(Object.keys(outcome.phases)).toEqual(['connect', 'auth', 'query']);
  });

  it('signs in, and selects the keyspace', async () => {
    const queries: string[] = [];
    const answer = (query: string) => {
      queries.push(query);
      return query.startsWith('USE')
        ? Buffer.from('00000003000473686f70', 'hex')
        : rows([['n', '0009']], [['00000007']]);
    };
    const { failure, observed } = await check(
      { ...USER, database: 'my"shop', query: 'SELECT n FROM a' },
      { signIn: true, answer },
    );
    expect(failure).toBeNull();
    expect(observed?.['VALUE']).toBe(7);
    expect(queries).toEqual(['USE "my""shop"', 'SELECT n FROM a']);
  });

  it('reads values of all types', async () => {
    const types: readonly (readonly [name: string, type: string, value: string | null, expected: unknown])[] = [
      ['ascii', '0001', '6869', 'hi'],
      ['bigint', '0002', '0020000000000001', '9007199254740993'],
      ['blob', '0003', 'ff00', 'ff00'],
      ['boolean', '0004', '01', true],
      ['counter', '0005', 'fffffffffffffffb', -5],
      ['decimal', '0006', '00000004ff439eb2', -1234.5678],
      ['double', '0007', '3ff8000000000000', 1.5],
      ['float', '0008', '3dcccccd', 0.1],
      ['int', '0009', 'fffffffe', -2],
      ['timestamp', '000b', '0000019b7ca98f2e', '2026-01-02T03:04:05.678Z'],
      ['uuid', '000c', '6f9619ff8b86d011b42d00c04fc964ff', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
      ['text', '000d', 'c3a92e', 'é.'],
      ['varint', '000e', 'ff00000000000000000000000000000000', '-340282366920938463463374607431768211456'],
      ['inet4', '0010', 'c0000201', '192.0.2.1'],
      ['inet6', '0010', '20010db8000000000000000000000007', '2001:db8::7'],
      ['date', '0011', '80004fe7', '2026-01-02'],
      ['time', '0012', '00000a0bc5b6a780', '03:04:05.678'],
      ['smallint', '0013', 'fed4', -300],
      ['tinyint', '0014', 'fd', -3],
      ['list', '00200009', '0000000200000004000000010000000400000002', [1, 2]],
      ['set', '0022000d', '000000010000000161', ['a']],
      ['map', '0021000d0009', '0000000100000001610000000400000001', { a: 1 }],
      ['tuple', '003100020009000d', '00000004000000010000000178', [1, 'x']],
      ['udt', '003000017300017400020001610009000162000d', '0000000400000007ffffffff', { a: 7, b: null }],
      ['none', '0009', null, null],
    ];
    const answer = () =>
      rows(
        types.map(([name, type]) => [name, type]),
        [types.map(([, , value]) => value)],
      );
    const { failure, observed } = await check({}, { answer });
    expect(failure).toBeNull();
    expect(observed?.['ROWS']).toEqual([Object.fromEntries(types.map(([name, , , expected]) => [name, expected]))]);
  });

  it('counts all rows of the first page and keeps 100', async () => {
    const many = rows(
      [['n', '0009']],
      Array.from({ length: 300 }, () => ['00000001']),
    );
    const { metrics, observed } = await check({}, { answer: () => many });
    expect(metrics).toEqual({ rows: 300 });
    expect(observed?.['ROWS']).toHaveLength(100);
  });

  it.each([
    [
      { ...USER, password: 'wrong' },
      'auth.failed',
      'The server refused to sign in me (Provided username me and/or password are incorrect).',
    ],
    [
      {},
      'auth.failed',
      'The server requires a user name and password (Provided username me and/or password are incorrect).',
    ],
  ] as const)('fails for %j', async (fields, code, message) => {
    const { failure } = await check(fields, { signIn: true });
    expect(failure).toMatchObject({ code, message, phase: 'auth' });
  });

  it('does not count rows that have no columns', async () => {
    const answer = () => Buffer.from('0000000200000001000000000001730001747fffffff', 'hex');
    expect(await check({}, { answer })).toMatchObject({ failure: null, metrics: { rows: 0 } });
  });

  it('fails for an invalid query', async () => {
    const { failure } = await check({}, { answer: () => new Error('line 1:0 no viable alternative') });
    expect(failure).toMatchObject({
      code: 'query.failed',
      message: 'The server refused the query: line 1:0 no viable alternative',
      raw: 'Error 0x2000: line 1:0 no viable alternative',
    });
  });

  it.each([
    '00000002',
    '0000000200000001000000010000',
    '000000020000000000000001',
    '00000002000000010000000100017300017400016e7777',
  ])('reports the malformed result %s', async (result) => {
    const { failure } = await check({}, { answer: () => Buffer.from(result, 'hex') });
    expect(failure).toMatchObject({ code: 'protocol.error', phase: 'query' });
  });

  it.each([
    '84000000ff00000000',
    '8408000002000000020001',
    '840000000000000000',
    '8400000002ffffffff',
    '0400000002000000000',
  ])('reports the malformed frame %s', async (frame) => {
    server = await startRaw((socket) => socket.once('data', () => socket.end(Buffer.from(frame, 'hex'))));
    const { failure } = await checkOnce({ kind: 'cassandra', host: '127.0.0.1', port: server.port });
    expect(failure).toMatchObject({ code: 'protocol.error', phase: 'auth' });
  });
});

describe('parse', () => {
  it('reads the keyspace and the credentials', () => {
    const fields = { host: 'db', port: 9042, database: 'shop', username: 'me', password: 'x' };
    expect(findKind('cassandra')?.parse('cassandra://me:x@db/shop')).toEqual({ kind: 'cassandra', ...fields });
    expect(findKind('cassandra')?.parse('cassandra://a,b')).toBeNull();
  });
});
