import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import {
  MARIADB_PACKAGES,
  PASSWORD,
  startMariadb,
  type Mariadb,
  type MariadbServer,
} from '../../../../../test/servers/mariadb.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { findKind } from '../../registry.ts';
import { checkOnce, type CheckOnceOptions } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...MARIADB_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`against MariaDB${reason}`, () => {
  let files: Certificates;
  let server: Mariadb;
  let replica: MariadbServer;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    server = await startMariadb(files.good);
    replica = await server.startReplica();
  });

  afterAll(async () => {
    await replica?.dispose();
    await server?.dispose();
    await files?.dispose();
  });

  const all = { wanted: new Set(['ROWS', 'VALUE']) };

  function check(fields: Omit<EndpointInput, 'kind'> = {}, options: CheckOnceOptions = {}) {
    const input = { kind: 'mysql', host: '127.0.0.1', port: server.port, username: 'watcher', password: PASSWORD };
    return checkOnce({ ...input, ...fields }, { ...all, ...options });
  }

  it('signs in and runs SELECT 1', async () => {
    const outcome = await check();
    expect(outcome).toMatchObject({
      failure: null,
      metrics: { rows: 1 },
      details: { value: '1', serverVersion: expect.stringMatching(/^1\d\.\d+\.\d+-MariaDB/u) },
      observed: { VALUE: 1, ROWS: [{ '1': 1 }] },
    });
    expect(Object.keys(outcome.phases)).toEqual(['connect', 'auth', 'query']);
  });

  it('encrypts and verifies the certificate', async () => {
    const { failure, phases, details } = await check({
      tls: 'starttls',
      host: 'localhost',
      query: "SHOW STATUS LIKE 'Ssl_version'",
    });
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls', 'auth', 'query']);
    expect(details).toMatchObject({ value: 'Ssl_version', tls: { authorized: true, protocol: 'TLSv1.3' } });
  });

  it('shows its certificate to the kind tls', async () => {
    const input = { kind: 'tls', host: 'localhost', port: server.port, starttls: 'mysql' };
    const { failure, details } = await checkOnce(input);
    expect([failure, details.tls?.authorized, details['issuer']]).toEqual([null, true, 'CN=Intermediate']);
  });

  it('reads values of all kinds', async () => {
    const query = `SELECT CAST(9007199254740993 AS SIGNED) AS big, 1.50 AS number, NULL AS nothing, 'é' AS text,
      JSON_OBJECT('a', 1) AS json, TIMESTAMP '2026-01-02 03:04:05' AS time, x'ff00' AS bytes, 1e3 AS \`double\``;
    expect((await check({ query })).observed?.['ROWS']).toEqual([
      {
        big: '9007199254740993',
        number: 1.5,
        nothing: null,
        text: 'é',
        json: { a: 1 },
        time: '2026-01-02 03:04:05',
        bytes: 'ff00',
        double: 1000,
      },
    ]);
  });

  it('counts all rows and keeps 100', async () => {
    const { observed, metrics } = await check({ database: 'shop', query: 'SELECT seq FROM seq_1_to_5000' });
    expect(metrics).toEqual({ rows: 5_000 });
    expect(observed?.['ROWS']).toHaveLength(100);
  });

  it('has no rows for a statement that is not a query', async () => {
    const query = 'CREATE TABLE IF NOT EXISTS a (b int)';
    expect(await check({ database: 'shop', query })).toMatchObject({ failure: null, metrics: { rows: 0 } });
    expect((await check({ database: 'shop', query: 'SELECT * FROM a' })).observed).toEqual({ ROWS: [] });
  });

  it('stops reading after 20 MB', async () => {
    const query = "SELECT REPEAT('x', 1000000) FROM seq_1_to_100";
    expect((await check({ database: 'shop', query })).failure).toMatchObject({
      code: 'answer.tooLarge',
      phase: 'query',
    });
  });

  it.each([
    [
      { password: 'wrong' },
      'auth.failed',
      "The server refused to sign in watcher (Access denied for user 'watcher'@'127.0.0.1' (using password: YES)).",
    ],
    [
      { username: '', password: '' },
      'auth.failed',
      "The server requires a user name and password (Access denied for user ''@'127.0.0.1' (using password: NO)).",
    ],
    [{ database: 'no' }, 'server.refused', "The server refused to serve the connection: Unknown database 'no'"],
    [{ query: 'SELECT * FROM shop.no' }, 'query.failed', "The server refused the query: Table 'shop.no' doesn't exist"],
    [{ query: 'KILL CONNECTION_ID()' }, 'query.failed', 'The server refused the query: Connection was killed'],
  ] as const)('fails for %j', async (fields, code, message) => {
    const { failure } = await check(fields);
    expect(failure).toMatchObject({ code, message });
    expect(JSON.stringify(failure)).not.toContain(PASSWORD);
  });

  it('ends a slow query at the deadline', async () => {
    const { failure } = await check({ query: 'SELECT SLEEP(20)', timeout: '300ms' }, { deadlineAfter: ['query'] });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'query' });
  });

  it('measures the lag of a replica', async () => {
    const outcome = await check({ replication: true, port: replica.port });
    expect(Object.keys(outcome.phases)).toEqual(['connect', 'auth', 'query', 'replication']);
    await expect
      .poll(() => check({ replication: true, port: replica.port }))
      .toMatchObject({ failure: null, metrics: { rows: 1, lag: 0 } });
    // A primary has no lag, and this user may not query it.
    expect((await check({ replication: true })).metrics).toEqual({ rows: 1 });
    const limited = { username: 'limited', password: 'limited', replication: true };
    expect(await check(limited)).toMatchObject({ failure: null, metrics: { rows: 1 } });
  });
});

describe('a server that is not MySQL', () => {
  async function checkAgainst(bytes: string | Buffer, fields: Omit<EndpointInput, 'kind'> = {}) {
    const raw = await startRaw((socket) => socket.write(bytes));
    const outcome = await checkOnce({ kind: 'mysql', host: '127.0.0.1', port: raw.port, ...fields });
    await raw.untilAllClosed();
    await raw.dispose();
    return outcome;
  }

  it('is a violation of the protocol', async () => {
    expect((await checkAgainst('220 mail.example.org ESMTP\r\n')).failure).toMatchObject({
      code: 'protocol.error',
      phase: 'auth',
      raw: '220 mail.example.org ESMTP\r\n',
    });
  });

  it('may refuse before its greeting', async () => {
    const body = Buffer.from('\u00ff\u0010\u0004Too many connections', 'latin1');
    const { failure } = await checkAgainst(Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]));
    expect(failure).toMatchObject({
      code: 'server.refused',
      message: 'The server refused to serve the connection: Too many connections',
    });
  });

  it('fails, and prints nothing, if a packet ends too early or is out of order', async () => {
    const print = vi.spyOn(console, 'error');
    for (const sequence of [0, 7]) {
      const { failure } = await checkAgainst(Buffer.from([2, 0, 0, sequence, 10, 65]), { timeout: '1s' });
      expect(failure?.code).toBe('protocol.error');
    }
    expect(print).not.toHaveBeenCalled();
    print.mockRestore();
  });

  it('may not offer TLS', async () => {
    const { serveBackend } = await import('./backend.ts');
    const raw = await startRaw(serveBackend);
    const { failure } = await checkOnce({ kind: 'mysql', host: '127.0.0.1', port: raw.port, tls: 'starttls' });
    expect(failure).toMatchObject({ code: 'mysql.noTls', message: 'The server does not offer TLS.' });
    await raw.untilAllClosed();
    await raw.dispose();
  });
});

describe('parse', () => {
  it.each([
    ['mysql://db', { host: 'db', port: 3306 }],
    ['mariadb://me:x@db:3307/shop', { host: 'db', port: 3307, username: 'me', password: 'x', database: 'shop' }],
    [
      'jdbc:mysql://db/shop?user=me&sslMode=VERIFY_IDENTITY',
      { host: 'db', port: 3306, username: 'me', database: 'shop', tls: 'starttls' },
    ],
    [
      'mysql+pymysql://db/shop?ssl-mode=REQUIRED',
      { host: 'db', port: 3306, database: 'shop', tls: 'starttls', verifyTls: false },
    ],
  ])('%s', (text, fields) => {
    expect(findKind('mysql')?.parse(text)).toEqual({ kind: 'mysql', ...fields });
  });
});
