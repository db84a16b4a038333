import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { PASSWORD, POSTGRES_PACKAGES, startPostgres, type Postgres } from '../../../../../test/servers/postgres.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw } from '../../../../../test/servers/raw.ts';
import type { TlsDetails } from '../../../../contract/model/check.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { findKind } from '../../registry.ts';
import { checkOnce, type CheckOnceOptions } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...POSTGRES_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`against PostgreSQL${reason}`, () => {
  let files: Certificates;
  let server: Postgres;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    server = await startPostgres(files.good);
  });

  afterAll(async () => {
    await server?.dispose();
    await files?.dispose();
  });

  const all = { wanted: new Set(['ROWS', 'VALUE']) };

  function check(fields: Omit<EndpointInput, 'kind'> = {}, options: CheckOnceOptions = all) {
    const input = { kind: 'postgres', host: 'localhost', port: server.port, password: PASSWORD, ...fields };
    return checkOnce(input, options);
  }

  it('signs in with SCRAM and runs SELECT 1', async () => {
    const outcome = await check();
    expect(outcome).toMatchObject({
      failure: null,
      metrics: { rows: 1 },
      details: { value: '1', serverVersion: expect.stringMatching(/^\d+\.\d+/u) },
      observed: { VALUE: 1, ROWS: [{ '?column?': 1 }] },
    });
    expect(Object.keys(outcome.phases)).toEqual(['dns', 'connect', 'auth', 'query']);
  });

  it('encrypts by SSLRequest and verifies the certificate', async () => {
    const { failure, phases, details } = await check({
      tls: 'starttls',
      query: 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    });
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls', 'auth', 'query']);
    expect(details).toMatchObject({ value: 'true', tls: { authorized: true } satisfies Partial<TlsDetails> });
    expect((await check({ tls: 'starttls', host: '127.0.0.2' })).failure?.code).toBe('connect.refused');
  });

  it('shows its certificate to the kind tls', async () => {
    const input = { kind: 'tls', host: 'localhost', port: server.port, starttls: 'postgres' };
    const { failure, details } = await checkOnce(input);
    expect([failure, details.tls?.authorized, details['issuer']]).toEqual([null, true, 'CN=Intermediate']);
  });

  it('reads values of all kinds', async () => {
    const query = `SELECT 9007199254740993::int8 AS big, 1.5::numeric AS number, true AS yes, NULL AS nothing, 'é' AS text,
      '{"a":[1]}'::jsonb AS json, timestamptz '2026-01-02 03:04:05+00' AT TIME ZONE 'UTC' AS time, 'NaN'::float8 AS odd
      UNION ALL SELECT 2, 2, false, NULL, '', 'null', NULL, 1 ORDER BY big DESC`;
    const { observed, metrics } = await check({ query });
    expect(metrics).toEqual({ rows: 2 });
    const row = { big: '9007199254740993', number: 1.5, yes: true, nothing: null, text: 'é', json: { a: [1] } };
    expect(observed?.['ROWS']).toEqual([
      { ...row, time: '2026-01-02 03:04:05', odd: 'NaN' },
      { big: 2, number: 2, yes: false, nothing: null, text: '', json: null, time: null, odd: 1 },
    ]);
    expect(observed?.['VALUE']).toBe('9007199254740993');
  });

  it('counts all rows, keeps 100, and keeps none if no condition uses them', async () => {
    const query = 'SELECT i, i FROM generate_series(1, 5000) i';
    const { observed, metrics } = await check({ query });
    expect(metrics).toEqual({ rows: 5_000 });
    expect(observed?.['ROWS']).toHaveLength(100);
    expect(observed?.['ROWS']).toContainEqual({ i: 100, i_2: 100 });
    expect((await check({ query }, { wanted: new Set() })).observed).toEqual({ VALUE: 1 });
  });

  it('has no value without rows', async () => {
    expect(await check({ query: 'SELECT 1 WHERE false' })).toMatchObject({ failure: null, metrics: { rows: 0 } });
    expect((await check({ query: 'SELECT 1 WHERE false' })).observed).toEqual({ ROWS: [] });
    expect(await check({ query: 'CREATE TEMP TABLE t (a int); INSERT INTO t VALUES (1)' })).toMatchObject({
      failure: null,
    });
  });

  it('stops reading after 20 MB', async () => {
    const query = "SELECT repeat('x', 1000000) FROM generate_series(1, 100)";
    const { failure } = await check({ query });
    expect(failure).toMatchObject({
      code: 'answer.tooLarge',
      phase: 'query',
      message: 'The answer is larger than 20 MB.',
    });
  });

  it.each([
    [
      { password: 'wrong' },
      'auth.failed',
      'The server refused to sign in postgres (password authentication failed for user "postgres").',
    ],
    [
      { username: 'nobody' },
      'auth.failed',
      'The server refused to sign in nobody (password authentication failed for user "nobody").',
    ],
    [
      { password: '' },
      'postgres.noPassword',
      'The server asks for the password of postgres, but the endpoint has none.',
    ],
    [{ database: 'no' }, 'server.refused', 'The server refused to serve the connection: database "no" does not exist'],
    [{ query: 'SELEC 1' }, 'query.failed', 'The server refused the query: syntax error at or near "SELEC"'],
    [{ query: 'SELECT 1/0' }, 'query.failed', 'The server refused the query: division by zero'],
    [
      { query: 'SELECT pg_terminate_backend(pg_backend_pid())' },
      'server.refused',
      'The server refused to serve the connection: terminating connection due to administrator command',
    ],
    [
      { query: 'COPY pg_class FROM STDIN' },
      'query.failed',
      'The server refused the query: COPY from stdin failed: No source stream defined',
    ],
  ] as const)('fails for %j', async (fields, code, message) => {
    const { failure } = await check(fields);
    expect(failure).toMatchObject({ code, message });
    expect(JSON.stringify(failure)).not.toContain(PASSWORD);
  });

  it('takes no password and no user from the environment', async () => {
    process.env['PGPASSWORD'] = PASSWORD;
    try {
      expect((await check({ password: '' })).failure?.code).toBe('postgres.noPassword');
    } finally {
      delete process.env['PGPASSWORD'];
    }
  });

  it('ends a slow query at the deadline', async () => {
    const { failure } = await check({ query: 'SELECT pg_sleep(60)', timeout: '300ms' }, { deadlineAfter: ['query'] });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'query' });
  });

  it('measures the lag of a replica, and of the replicas of a primary', async () => {
    expect((await check({ replication: true })).metrics).toEqual({ rows: 1 });
    const replica = await server.startReplica();
    try {
      const lag = { failure: null, metrics: { rows: 1, lag: expect.any(Number) } };
      await expect.poll(() => check({ replication: true })).toMatchObject(lag);
      const outcome = await check({ replication: true, port: replica.port, query: 'SELECT pg_is_in_recovery()' });
      expect(outcome).toMatchObject({ ...lag, details: { value: 'true' } });
      expect(Object.keys(outcome.phases)).toEqual(['dns', 'connect', 'auth', 'query', 'replication']);
      expect(outcome.metrics['lag']).toBeLessThan(60);
    } finally {
      await replica.dispose();
    }
  });
});

describe('a server that is not PostgreSQL', () => {
  it('is a violation of the protocol, or offers no TLS', async () => {
    const raw = await startRaw((socket) => socket.once('data', () => socket.write('N')));
    const input = { kind: 'postgres', host: '127.0.0.1', port: raw.port };
    expect((await checkOnce({ ...input, tls: 'starttls' })).failure).toMatchObject({
      code: 'postgres.noTls',
      message: 'The server does not offer TLS.',
    });
    await raw.untilAllClosed();
    await raw.dispose();
  });

  it('fails if lengths are wrong', async () => {
    // A RowDescription that ends before its fields. The parser of the library throws in the middle of an event.
    const authenticated = Buffer.from('520000000800000000', 'hex');
    const bad = Buffer.concat([Buffer.from('T'), Buffer.from('00000006ffff', 'hex')]);
    const raw = await startRaw((socket) =>
      socket.once('data', () => socket.write(Buffer.concat([authenticated, bad]))),
    );
    const outcome = await checkOnce({ kind: 'postgres', host: '127.0.0.1', port: raw.port, timeout: '2s' });
    expect(outcome.failure?.code).toMatch(/^(?:protocol\.error|connection\.reset)$/u);
    await raw.untilAllClosed();
    await raw.dispose();
  });

  it('refuses unencrypted data after the answer to SSLRequest', async () => {
    const server = createServer((socket) =>
      socket.on('error', () => undefined).once('data', () => socket.write('Sinjected')),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const { failure } = await checkOnce({ kind: 'postgres', host: '127.0.0.1', port, tls: 'starttls' });
    expect(failure).toMatchObject({ code: 'protocol.error', phase: 'tls', raw: 'Sinjected' });
    server.close();
  });
});

describe('parse', () => {
  it.each([
    ['postgres://db', { host: 'db', port: 5432 }],
    [
      'postgresql://me:p%40ss@db.example.org:6432/shop',
      { host: 'db.example.org', port: 6432, username: 'me', password: 'p@ss', database: 'shop' },
    ],
    [
      'postgres://[2001:db8::7]/a%2Fb?sslmode=verify-full',
      { host: '2001:db8::7', port: 5432, database: 'a/b', tls: 'starttls' },
    ],
    [
      'postgres://db/shop?sslmode=require',
      { host: 'db', port: 5432, database: 'shop', tls: 'starttls', verifyTls: false },
    ],
    [
      'jdbc:postgresql://db/shop?user=me&password=x',
      { host: 'db', port: 5432, database: 'shop', username: 'me', password: 'x' },
    ],
    ['postgresql+psycopg2://db/shop', { host: 'db', port: 5432, database: 'shop' }],
  ])('%s', (text, fields) => {
    expect(findKind('postgres')?.parse(text)).toEqual({ kind: 'postgres', ...fields });
  });

  it.each(['mysql://db', 'postgres://', 'postgres://%zz@db', 'db:5432'])('leaves %s to others', (text) => {
    expect(findKind('postgres')?.parse(text)).toBeNull();
  });
});
