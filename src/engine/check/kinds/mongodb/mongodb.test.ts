/**
 * Debian has no MongoDB: the server here follows its documentation, and SCRAM is tested with the example of RFC 7677.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Document } from 'bson';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { findKind, parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { legacyPassword, Scram, ScramError } from './scram.ts';
import { serveMongodb, USER } from './testing/server.ts';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.untilAllClosed();
  await server?.dispose();
  server = undefined;
});

async function check(fields: Omit<EndpointInput, 'kind'> = {}, replies: Readonly<Record<string, Document>> = {}) {
  server = await startRaw(serveMongodb(replies));
  const input = { kind: 'mongodb', host: '127.0.0.1', port: server.port, ...fields };
  return checkOnce(input, { wanted: new Set(['ROWS', 'VALUE']) });
}

describe('mongodb', () => {
  it('sends ping', async () => {
    const outcome = await check();
    expect(outcome).toMatchObject({
      failure: null,
      details: { role: 'primary', replicaSet: 'rs0', value: '1' },
      observed: { VALUE: 1 },
    });
    expect(Object.keys(outcome.phases)).toEqual(['connect', 'auth', 'query']);
  });

  it('signs in and counts', async () => {
    const { failure, observed, details } = await check({ ...USER, database: 'shop', query: '{"count":"orders"}' });
    expect(failure).toBeNull();
    expect([observed?.['VALUE'], details['value']]).toEqual([42, '42']);
  });

  it('reads documents', async () => {
    const { metrics, observed } = await check({
      query: '{"find":"a","filter":{"at":{"$gt":{"$date":"2026-01-01T00:00:00Z"}}}}',
    });
    expect(metrics).toEqual({ rows: 2 });
    const first = {
      _id: '0123456789abcdef01234567',
      big: '9007199254740993',
      at: '2026-01-02T03:04:05.000Z',
      bytes: 'ff00',
      list: [{ a: 1.5 }],
      none: null,
    };
    expect(observed).toEqual({ ROWS: [first, { _id: 2 }], VALUE: '0123456789abcdef01234567' });
  });

  it.each([
    [{ ...USER, password: 'wrong' }, 'auth.failed', 'The server refused to sign in me (Authentication failed.).'],
    [
      { query: '{"count":"a"}' },
      'auth.failed',
      'The server requires a user name and password (Command count requires authentication).',
    ],
    [{ query: '{"nope":1}' }, 'query.failed', "The server refused the query: no such command: 'nope'"],
  ] as const)('fails for %j', async (fields, code, message) => {
    expect((await check(fields)).failure).toMatchObject({ code, message });
  });

  it('refuses a server that does not know the password', async () => {
    const payload = Buffer.from('v=AAAA');
    const { failure } = await check(USER, { saslContinue: { ok: 1, conversationId: 1, done: true, payload } });
    expect(failure).toMatchObject({
      code: 'protocol.error',
      phase: 'auth',
      raw: 'The server does not know the password',
    });
  });

  it('measures the lag of a secondary, and of the secondaries of a primary', async () => {
    const at = (seconds: number) => new Date(1_700_000_000_000 + 1_000 * seconds);
    const lagOf = async (members: readonly Document[]) =>
      (await check({ replication: true }, { replSetGetStatus: { ok: 1, members } })).metrics['lag'];
    const primary = { state: 1, optimeDate: at(60) };
    expect(await lagOf([primary, { state: 2, self: true, optimeDate: at(53) }])).toBe(7);
    expect(
      await lagOf([
        { ...primary, self: true },
        { state: 2, optimeDate: at(59) },
        { state: 2, optimeDate: at(40) },
      ]),
    ).toBe(20);
    expect(await lagOf([{ ...primary, self: true }])).toBeUndefined();
    expect((await check({ replication: true })).failure).toBeNull();
  });

  it.each([
    Buffer.from('ffffff7f0000000000000000dd070000', 'hex'),
    Buffer.from('150000000000000001000000dd0700000000000000', 'hex'),
    Buffer.from('1a0000000000000001000000dd07000000000000000500000063', 'hex'),
  ])('reports a malformed message (%#)', async (bytes) => {
    const raw = await startRaw((socket) => socket.once('data', () => socket.end(bytes)));
    const { failure } = await checkOnce({ kind: 'mongodb', host: '127.0.0.1', port: raw.port });
    expect(failure).toMatchObject({ code: 'protocol.error', phase: 'auth' });
    await raw.untilAllClosed();
    await raw.dispose();
  });

  it.each(['', 'ping', '[]', '{}', '{"a":'])('refuses the command %j', (query) => {
    const parsed = parseEndpoint({ kind: 'mongodb', host: 'db', query });
    expect(parsed.ok ? '' : texts.issueInFull(parsed.issues[0] ?? { code: '', path: '' })).toContain(
      'Query must be a command as a JSON object with at most 20,000 characters, such as { "count": "orders" }.',
    );
  });
});

describe('SCRAM', () => {
  it('follows the example of RFC 7677', async () => {
    const scram = new Scram('SCRAM-SHA-256', 'user', 'pencil', 'rOprNGfwEbeRWgbNEkqO');
    expect(scram.first).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
    const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
    const proof = await scram.answer(`r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`);
    expect(proof.message).toBe(`c=biws,r=${nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`);
    proof.verify('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
    expect(() => proof.verify('v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toThrow(ScramError);
  });

  it('follows the example of RFC 5802, and refuses other nonces and too many iterations', async () => {
    const scram = new Scram('SCRAM-SHA-1', 'user', 'pencil', 'fyko+d2lbbFgONRv9qkxdawL');
    const nonce = 'fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j';
    const { message } = await scram.answer(`r=${nonce},s=QSXCR+Q6sek8bf92,i=4096`);
    expect(message).toBe(`c=biws,r=${nonce},p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=`);
    await expect(scram.answer('r=other,s=QSXCR+Q6sek8bf92,i=4096')).rejects.toThrow(ScramError);
    await expect(scram.answer(`r=${nonce},s=QSXCR+Q6sek8bf92,i=9999999`)).rejects.toThrow(ScramError);
  });

  it('uses MongoDB’s hash for old passwords', () => {
    expect(legacyPassword('user', 'pencil')).toBe('1c33006ec1ffd90f9cadcbcc0e118200');
  });
});

describe('parse', () => {
  it.each([
    ['mongodb://db', { host: 'db', port: 27_017 }],
    [
      'mongodb://me:x@db:27018/shop',
      { host: 'db', port: 27_018, database: 'shop', username: 'me', password: 'x', authSource: 'shop' },
    ],
    [
      'mongodb://me@db/?authSource=admin&tls=true',
      { host: 'db', port: 27_017, username: 'me', authSource: 'admin', tls: 'on' },
    ],
  ])('%s', (text, fields) => {
    expect(findKind('mongodb')?.parse(text)).toEqual({ kind: 'mongodb', ...fields });
  });

  it.each(['mongodb+srv://db.example.org', 'mongodb://a,b/shop'])('leaves %s to others', (text) => {
    expect(findKind('mongodb')?.parse(text)).toBeNull();
  });
});
