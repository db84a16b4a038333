/**
 * Debian has no SQL Server: the server here follows MS-TDS. The client tedious 20.3.9 signs in to it, plain and over
 * TLS, and reads the same values from it.
 */
import { readFile } from 'node:fs/promises';
import * as nodeTls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { findKind } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { columns, done, error, ONE, packets, row, serveMssql, USER, type ServerOptions } from './testing/server.ts';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.untilAllClosed();
  await server?.dispose();
  server = undefined;
});

const all = { wanted: new Set(['ROWS', 'VALUE']) };

async function check(fields: Omit<EndpointInput, 'kind'> = {}, options: ServerOptions = {}) {
  server = await startRaw(serveMssql(options));
  return checkOnce({ kind: 'mssql', host: 'localhost', port: server.port, tls: 'off', ...USER, ...fields }, all);
}

describe('mssql', () => {
  it('signs in and runs SELECT 1', async () => {
    let batch = '';
    const outcome = await check({ database: 'shop' }, { answer: (sql) => ((batch = sql), ONE) });
    expect(outcome).toMatchObject({
      failure: null,
      metrics: { rows: 1 },
      details: { value: '1', serverVersion: 'Microsoft SQL Server 16.0.4135' },
      observed: { VALUE: 1, ROWS: [{ column_1: 1 }] },
    });
    expect(Object.keys(outcome.phases)).toEqual(['dns', 'connect', 'auth', 'query']);
    expect(batch).toBe('SELECT 1');
  });

  it('reads values of all types', async () => {
    const collation = '0904d00034';
    const types: readonly (readonly [name: string, type: string, value: string, expected: unknown])[] = [
      ['tiny', '2601', '01ff', 255],
      ['small', '34', 'feff', -2],
      ['big', '2608', '080100000000002000', '9007199254740993'],
      ['bit', '6801', '0101', true],
      ['real', '6d04', '04cdcccc3d', 0.1],
      ['float', '3e', '000000000000f83f', 1.5],
      ['money', '6e08', '08ffffffffd8f0ffff', -0.388],
      ['smallmoney', '7a', 'd2040000', 0.1234],
      ['decimal', '6a111c04', '0901d202964900000000', 123_456.789],
      ['negative', '6a050904', '0500d2040000', -0.1234],
      ['guid', '2410', '10ff19966f868b11d0b42d00c04fc964ff', '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
      ['datetime', '6f08', '08e2b30000a28f6e00', '2026-01-30T06:42:32.433'],
      ['smalldatetime', '3a', 'e2b3b800', '2026-01-30T03:04:00.000'],
      ['date', '28', '03e2490b', '2026-07-14'],
      ['time', '2907', '0500a6ccb619', '03:04:04.104'],
      ['datetime2', '2a03', '0708a9a800e2490b', '2026-07-14T03:04:13.320'],
      ['datetimeoffset', '2b00', '08452b00e2490b3c00', '2026-07-14T03:04:37.000Z'],
      ['varchar', `a73200${collation}`, '0200e92e', 'é.'],
      ['nvarchar', `e76400${collation}`, '0400e9002e00', 'é.'],
      ['max', `e7ffff${collation}`, 'feffffffffffffff02000000610002000000620000000000', 'ab'],
      ['bytes', 'a53200', '0200ff00', 'ff00'],
      ['xml', 'f100', 'feffffffffffffff080000003c0061002f003e0000000000', '<a/>'],
      ['none', `e76400${collation}`, 'ffff', null],
      ['noneMax', `e7ffff${collation}`, 'ffffffffffffffff', null],
      // With its table, tbl.
      ['text', `2300000080${collation}010300740062006c00`, `10${'00'.repeat(24)}020000006869`, 'hi'],
    ];
    const answer = Buffer.concat([
      columns(types.map(([name, type]) => [name, type])),
      row(types.map(([, , value]) => value)),
      done(0x10),
    ]);
    const { failure, observed } = await check({}, { answer: () => answer });
    expect(failure).toBeNull();
    expect(observed?.['ROWS']).toEqual([Object.fromEntries(types.map(([name, , , expected]) => [name, expected]))]);
  });

  it('reads rows with a map of their NULLs, several results, and values larger than packets', async () => {
    const two = columns([
      ['a', '2604'],
      ['b', 'e7ffff0904d00034'],
    ]);
    const large = Buffer.alloc(40_000, 'x\0');
    const chunks = Buffer.concat([Buffer.from('feffffffffffffff409c0000', 'hex'), large, Buffer.alloc(4)]);
    const answer = Buffer.concat([
      two,
      Buffer.from([0xd2, 0b10, 4, 7, 0, 0, 0]),
      Buffer.concat([Buffer.from([0xd1, 0]), chunks]),
      done(0x11),
      ONE,
    ]);
    const { metrics, observed } = await check({}, { answer: () => answer });
    expect(metrics).toEqual({ rows: 3 });
    expect(observed?.['ROWS']).toEqual([{ a: 7, b: null }, { a: null, b: 'x'.repeat(20_000) }, { column_1: 1 }]);
  });

  it.each([
    [{ password: 'wrong' }, 'auth.failed', "The server refused to sign in watcher (Login failed for user 'watcher'.)."],
    [
      { database: 'no' },
      'server.refused',
      'The server refused to serve the connection: Cannot open database "no" requested by the login. The login failed.',
    ],
    [{ tls: 'starttls' }, 'mssql.noTls', 'The server does not offer TLS.'],
  ] as const)('fails for %j', async (fields, code, message) => {
    const { failure } = await check(fields);
    expect(failure).toMatchObject({ code, message });
    expect(JSON.stringify(failure)).not.toContain(USER.password);
  });

  it('fails for an invalid batch, also after rows, and when the session is ended', async () => {
    const wrong = Buffer.concat([ONE, error(207, 16, "Invalid column name 'x'."), done(2)]);
    expect((await check({}, { answer: () => wrong })).failure).toMatchObject({
      code: 'query.failed',
      message: "The server refused the query: Invalid column name 'x'.",
      raw: "Msg 207, Level 16: Invalid column name 'x'.",
    });
    const ended = Buffer.concat([
      error(596, 21, 'Cannot continue the execution because the session is in the kill state.'),
      done(2),
    ]);
    expect((await check({}, { answer: () => ended })).failure?.code).toBe('server.refused');
  });

  it('needs TLS for a server that requires it', async () => {
    expect((await check({}, { requireTls: true })).failure).toMatchObject({
      code: 'mssql.onlyTls',
      message: 'The server requires TLS, and the endpoint has it switched off.',
    });
  });

  it('measures the lag of an availability group', async () => {
    const lag = (value: string) => Buffer.concat([columns([['', '2608']]), row([value]), done(0x10)]);
    const answer = (value: string) => (sql: string) => (sql.includes('secondary_lag_seconds') ? lag(value) : ONE);
    const run = async (value: string) => (await check({ replication: true }, { answer: answer(value) })).metrics;
    expect(await run('080700000000000000')).toEqual({ rows: 1, lag: 7 });
    expect(await run('00')).toEqual({ rows: 1 });
    const denied = (sql: string) => (sql.includes('lag') ? Buffer.concat([error(300, 14, 'denied'), done(2)]) : ONE);
    expect(await check({ replication: true }, { answer: denied })).toMatchObject({
      failure: null,
      metrics: { rows: 1 },
    });
  });

  it.each([
    packets(0x04, Buffer.from('00')),
    Buffer.from('0401000700000100', 'hex'),
    Buffer.from('04010fff0000010001ffff', 'hex'),
  ])('reports a malformed greeting (%#)', async (bytes) => {
    server = await startRaw((socket) => socket.once('data', () => socket.end(bytes)));
    const { failure } = await checkOnce({ kind: 'mssql', host: '127.0.0.1', port: server.port, tls: 'off' });
    expect(failure?.code).toMatch(/^(?:protocol\.error|connection\.reset)$/u);
  });

  it.each(['81ffff00', 'd1', '8101000000000000004200', 'aa0400ffffffffff', 'e3', '00'])(
    'reports the malformed tokens %s',
    async (tokens) => {
      const { failure } = await check({}, { answer: () => Buffer.from(tokens, 'hex') });
      expect(failure).toMatchObject({ code: 'protocol.error', phase: 'query' });
    },
  );
});

const { skip, reason } = available(OPENSSL_PACKAGES);

describe.skipIf(skip)(`with TLS${reason}`, () => {
  let files: Certificates;

  beforeAll(async () => {
    files = await certificates();
    nodeTls.setDefaultCACertificates([...nodeTls.getCACertificates('default'), files.authority]);
  });
  afterAll(() => files?.dispose());

  async function options(name: 'good' | 'selfSigned'): Promise<ServerOptions> {
    const { certificate: certificateFile, key: keyFile } = files[name];
    const [cert, key] = await Promise.all([readFile(certificateFile), readFile(keyFile)]);
    return { certificate: { cert, key }, requireTls: true };
  }

  it('does the handshake inside packets', async () => {
    const { failure, details, phases, observed } = await check({ tls: 'starttls' }, await options('good'));
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls', 'auth', 'query']);
    expect(details).toMatchObject({ tls: { authorized: true, protocol: 'TLSv1.2' } });
    expect(observed).toMatchObject({ VALUE: 1 });
  });

  it('verifies the certificate', async () => {
    const self = await options('selfSigned');
    expect((await check({ tls: 'starttls' }, self)).failure).toMatchObject({ code: 'tls.selfSigned', phase: 'tls' });
    expect((await check({ tls: 'starttls', verifyTls: false }, self)).failure).toBeNull();
  });
});

describe('parse', () => {
  it.each([
    ['mssql://db', { host: 'db', port: 1433 }],
    ['sqlserver://me:x@db:1434/shop', { host: 'db', port: 1434, database: 'shop', username: 'me', password: 'x' }],
    [
      'jdbc:sqlserver://db:1433;databaseName=shop;user=me;password=a=b;encrypt=false',
      { host: 'db', port: 1433, database: 'shop', username: 'me', password: 'a=b', tls: 'off' },
    ],
  ])('%s', (text, fields) => {
    expect(findKind('mssql')?.parse(text)).toEqual({ kind: 'mssql', ...fields });
  });
});
