import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ResultExport } from '../../contract/model/result-export.ts';
import { TestServer } from '../testing/test-server.ts';

const PREPARED: ResultExport = {
  id: 'secret',
  fileName: 'lookout-results-2026-10-01-to-2026-11-01.csv',
  state: 'waiting',
  done: 0,
  all: null,
  bytes: 0,
  problem: null,
};

let server: TestServer;
let cancelled: string[];
/** How many pieces were requested. */
let asked: number;

beforeEach(async () => {
  server = await TestServer.start();
  cancelled = [];
  asked = 0;
});
afterEach(() => server.dispose());

/** Stands in for the engine's exports: there is one, which can be taken once. */
function prepare(pieces: () => AsyncGenerator<Uint8Array, void, undefined>): void {
  let taken = false;
  server.exports = {
    get: (id: string) => (id === PREPARED.id ? PREPARED : null),
    cancel: (id: string) => void cancelled.push(id),
    stream: (id: string) => {
      if (id !== PREPARED.id || taken) return null;
      taken = true;
      return pieces();
    },
  };
}

async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    asked += 1;
    yield Buffer.alloc(1024 * 1024, 'x');
  }
}

test('sends the file once, without a token, to be saved under its name', async () => {
  prepare(async function* pieces() {
    yield Buffer.from('a,b\r\n');
    yield Buffer.from('1,2\r\n');
  });
  const answer = await server.ask('/exports/secret');
  expect([answer.status, answer.text]).toEqual([200, 'a,b\r\n1,2\r\n']);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${PREPARED.fileName}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const again = await server.ask('/exports/secret');
  expect([again.status, JSON.parse(again.text)]).toMatchObject([404, { reason: 'exportNotFound' }]);
});

test.each([
  ['an unknown id', '/exports/other', {}, 404],
  ['a page of another site', '/exports/secret', { headers: { host: 'evil.example' } }, 403],
  ['HEAD, which would take it', '/exports/secret', { method: 'HEAD' }, 405],
] as const)('refuses %s', async (_, path, options, status) => {
  prepare(endless);
  expect((await server.ask(path, options)).status).toBe(status);
  expect(asked).toBe(0);
});

test('answers 404 without exports', async () => {
  expect((await server.ask('/exports/secret')).status).toBe(404);
});

test('a failure breaks off the response, so that a client cannot mistake it for the whole file', async () => {
  prepare(async function* pieces() {
    yield Buffer.from('a,b\r\n');
    throw new Error('The disk is gone');
  });
  await expect(server.ask('/exports/secret')).rejects.toThrow(/aborted|socket hang up|ECONNRESET/u);
});

/** A client that reads nothing of its response. */
function deafClient() {
  const request = httpRequest({ host: '127.0.0.1', port: server.port, path: '/exports/secret', agent: false });
  request.on('error', () => undefined).on('response', (response) => response.on('error', () => undefined).pause());
  request.end();
  return request;
}

test('asks for no more than its client reads, and ends the export when the client leaves', async () => {
  prepare(endless);
  const client = deafClient();
  await expect.poll(() => asked).toBeGreaterThan(0);
  let before = -1;
  await expect.poll(() => before === (before = asked), { interval: 200 }).toBe(true);
  expect(asked).toBeLessThan(100);
  expect(cancelled).toEqual([]);
  client.destroy();
  await expect.poll(() => cancelled).toEqual(['secret']);
});

test('cuts a client off that stops reading', async () => {
  await server.restart({ exportStallMs: 100 });
  prepare(endless);
  const client = deafClient();
  await expect.poll(() => cancelled).toEqual(['secret']);
  client.destroy();
});
