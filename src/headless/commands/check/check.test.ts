import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CheckArguments } from '../../arguments/arguments.ts';
import { check } from './check.ts';
import type { OnceResult } from './check-once.ts';
import { createCollectingIo } from '../../testing/collecting-io.ts';
import { usageText } from '../../testing/usage-text.ts';

let server: Server;
let port: number;
/** Requests that wait for their answer. */
let waiting: (() => void)[];
let most: number;
/** Answers as soon as this many wait. */
let together: number;

beforeEach(async () => {
  waiting = [];
  most = 0;
  together = 1;
  server = createServer((request, response) => {
    waiting.push(() => {
      response.statusCode = request.url === '/bad' ? 500 : 200;
      response.end(request.url === '/bad' ? 'a\u009b2Jb\u202ec' : 'hello');
    });
    most = Math.max(most, waiting.length);
    if (waiting.length >= together) for (const answer of waiting.splice(0)) answer();
  });
  port = await listening(server);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function listening(target: Pick<Server, 'listen' | 'address'>): Promise<number> {
  return new Promise((resolve) => {
    target.listen(0, '127.0.0.1', () => {
      const address = target.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

const PLACES = {
  configWorkerUrl: new URL('../../../engine/importers/lookout-yaml/config-worker.ts', import.meta.url),
  queryWorkerUrl: new URL('../../../engine/conditions/query-worker.ts', import.meta.url),
};

function args(change: Partial<CheckArguments>): CheckArguments {
  return { command: 'check', targets: [], json: true, config: null, timeout: null, concurrency: 100, ...change };
}

async function run(change: Partial<CheckArguments>, stdin = ''): Promise<{ code: number; results: OnceResult[] }> {
  const io = createCollectingIo(stdin);
  const code = await check(args(change), io, PLACES);
  return { code, results: JSON.parse(io.out()) as OnceResult[] };
}

function url(path = '/'): string {
  return `http://127.0.0.1:${port}${path}`;
}

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const closed = createTcpServer();
  const free = await listening(closed as unknown as Server);
  await new Promise((resolve) => closed.close(resolve));
  return free;
}

test('prints each target in the given order, with exactly the documented fields', async () => {
  const refused = await closedPort();
  const { code, results } = await run({ targets: [url(), `127.0.0.1:${refused}`, `127.0.0.1:${port}`, url('/bad')] });
  expect(code).toBe(1);
  for (const result of results) {
    expect(Object.keys(result)).toEqual([
      'name',
      'kind',
      'target',
      'status',
      'at',
      'durationMs',
      'phases',
      'metrics',
      'failure',
      'details',
      'selfMs',
      'disturbed',
      'warning',
    ]);
    expect(Math.abs(result.at - Date.now())).toBeLessThan(60_000);
    expect(result.durationMs).toBeGreaterThan(0);
    expect(result.selfMs).toBeGreaterThanOrEqual(0);
    expect(result.metrics).toEqual({});
  }
  expect(results.map(({ kind, target, status, failure }) => [kind, target, status, failure?.code ?? null])).toEqual([
    ['http', url(), 'up', null],
    ['tcp', `127.0.0.1:${refused}`, 'down', 'connect.refused'],
    ['tcp', `127.0.0.1:${port}`, 'up', null],
    ['http', url('/bad'), 'down', 'http.status'],
  ]);
  expect(results[0]?.details.status).toBe(200);
  expect(results[0]?.phases.wait).toBeGreaterThan(0);
  expect(Object.keys(results[3]?.failure ?? {})).toEqual(['code', 'message', 'params']);
  expect(results[3]?.failure).toMatchObject({
    message: 'Status 500 Internal Server Error is not accepted (accepted: 200-299).',
    params: { status: 500, accepted: '200-299' },
  });
});

test('JSON cannot control the terminal', async () => {
  const io = createCollectingIo();
  await check(args({ targets: [url('/bad')] }), io, PLACES);
  expect(io.out()).toContain(String.raw`"snippet": "a\u009b2Jb\u202ec"`);
});

test('exit 0 when all are up', async () => {
  expect((await run({ targets: [url(), url('/other')] })).code).toBe(0);
});

test('all run at the same time, also to one host', async () => {
  together = 40;
  // The server answers only when all requests have arrived.
  const { code } = await run({ targets: Array.from({ length: 40 }, (_, n) => url(`/${n}`)) });
  expect(code).toBe(0);
  expect(most).toBe(40);
});

test('within --concurrency', async () => {
  together = 3;
  const { code, results } = await run({ targets: Array.from({ length: 12 }, (_, n) => url(`/${n}`)), concurrency: 3 });
  expect(code).toBe(0);
  expect(results).toHaveLength(12);
  expect(most).toBe(3);
});

test('--timeout is the deadline, and a failed check is not retried', async () => {
  together = Number.POSITIVE_INFINITY;
  const { code, results } = await run({ targets: [url()], timeout: '1s' });
  expect(code).toBe(1);
  expect(results[0]?.failure?.code).toBe('timeout');
  expect(waiting).toHaveLength(1);
});

test('"-" reads targets from standard input, one per line', async () => {
  const { results } = await run({ targets: [url('/a'), '-', url('/z')] }, `\n# ours\n${url('/b')}\n${url('/c')}\n`);
  expect(results.map(({ target }) => target)).toEqual([url('/a'), url('/b'), url('/c'), url('/z')]);
});

test('the config file comes before the targets, with its own conditions', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-check-'));
  try {
    const config = join(folder, 'lookout.yaml');
    await writeFile(
      config,
      `endpoints:\n  - { name: Strict, kind: http, url: "${url()}", keyword: goodbye }\n  - { name: Slow, kind: http, url: "${url()}", degradedAbove: 1ms }\n`,
    );
    const { code, results } = await run({ targets: [url()], config });
    expect(code).toBe(1);
    expect(results.map(({ name, failure }) => [name, failure?.code ?? null])).toEqual([
      ['Strict', 'body.keywordMissing'],
      ['Slow', null],
      [`127.0.0.1:${port}`, null],
    ]);
    await writeFile(config, 'endpoints:\n  - { kind: http }\n');
    expect(await usageText(() => run({ config }))).toMatch(/lookout\.yaml:2:5 endpoints\[0\]\.url: URL is required\./);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each<[string, Partial<CheckArguments>, string, RegExp]>([
  ['a target that is none', { targets: ['http://'] }, '', /^URL must be .* Got "http:\/\/"\.$/],
  ['an empty target', { targets: [''] }, '', /^A TARGET must be a URL, host:port or a host name\. Got ""\.$/],
  ['a comment', { targets: ['# no'] }, '', /^A TARGET must be a URL/],
  ['nothing on standard input', { targets: ['-'] }, '\n', /^There is nothing to check\. Use at least one TARGET,/],
  ['a line that is none', { targets: ['-'] }, 'a.example\nnot a target\n', /^Line 2: A target must be a URL/],
  [
    'a time-out without a unit',
    { targets: ['a.example'], timeout: '10' },
    '',
    /^--timeout: Timeout must be a duration .*"10"/,
  ],
  [
    'a time-out out of range',
    { targets: ['a.example'], timeout: '1h' },
    '',
    /^--timeout: Timeout must be a duration .*"1h"/,
  ],
])('refuses %s', async (_, change, stdin, message) => {
  expect(await usageText(() => run(change, stdin))).toMatch(message);
});

test('checks nothing when one target is wrong', async () => {
  expect(await usageText(() => run({ targets: [url(), 'http://'] }))).not.toBe('');
  expect(most).toBe(0);
});

test('prints a table for people', async () => {
  const io = createCollectingIo();
  expect(await check(args({ targets: [url()], json: false }), io, PLACES)).toBe(0);
  expect(io.out()).toMatch(
    /^STATUS +NAME +TARGET +TIME +WHAT\nup +127\.0\.0\.1:\d+ +http:\S+ +[\d.]+ m?s +HTTP status 200(?: \(measured while Lookout was busy\))?\n\n1 up in /,
  );
});

test('reads secrets from the environment, and does not print those that a server sends back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-check-'));
  const echo = createServer((request, response) => {
    response.statusCode = 500;
    response.end(`You said ${request.headers.authorization}, ${String(request.headers['x-api-key'])}`);
  });
  try {
    const file = join(folder, 'lookout.yaml');
    const address = `http://127.0.0.1:${await listening(echo)}/`;
    const headers = '{ Authorization: "Bearer ${TOKEN}", X-Api-Key: "${TOKEN}" }';
    await writeFile(file, `endpoints:\n  - { kind: http, url: "${address}", headers: ${headers} }\n`);
    const io = createCollectingIo('', { TOKEN: 'hunter2-hunter2' });
    expect(await check(args({ config: file }), io, PLACES)).toBe(1);
    expect(io.out()).toContain('You said •••, •••');
    expect(io.out() + io.err()).not.toContain('hunter2');
  } finally {
    echo.closeAllConnections();
    await new Promise((resolve) => echo.close(resolve));
    await rm(folder, { recursive: true });
  }
});
