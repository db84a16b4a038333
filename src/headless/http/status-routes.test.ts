import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, beforeAll, expect, test } from 'vitest';
import type { PublicStatus } from '../../contract/model/status-page.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import { parseArguments } from '../arguments/parse-arguments.ts';
import { writeStatusPage } from '../commands/status-page.ts';
import { createCollectingIo } from '../testing/collecting-io.ts';
import { usageText } from '../testing/usage-text.ts';
import { TOKEN, TestServer } from '../testing/test-server.ts';

const STATUS: PublicStatus = {
  name: 'shop',
  title: 'Shop',
  description: '',
  logo: '',
  url: '',
  timezone: '',
  at: Date.UTC(2026, 10, 30),
  state: 'up',
  dates: ['2026-11-30'],
  sections: [{ title: 'Web', state: 'up', ratio: 1, days: [1], latencyMs: null, endpoints: [] }],
  incidents: [],
  maintenance: [],
  posts: [],
};

let host: TestServer;
let folder: string;
beforeAll(async () => {
  host = await TestServer.start();
  folder = await mkdtemp(join(tmpdir(), 'lookout-status-'));
});
beforeEach(() => {
  host.asked.length = 0;
  host.answer = (channel, args) => {
    if (channel === 'statusPages.list') return Promise.resolve([{ config: { name: 'shop' } }]);
    const { name } = args as { name: string };
    return name === 'shop'
      ? Promise.resolve(STATUS)
      : Promise.reject(new RequestError('statusPageNotFound', { id: name }));
  };
});
afterAll(async () => {
  await host.dispose();
  await rm(folder, { recursive: true });
});

test('a page can be read without a token, by any name of the machine, and nothing else can', async () => {
  const headers = { host: 'status.example' };
  const page = await host.ask('/status/shop/', { headers });
  expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.text).toContain('All systems are operational');
  expect((await host.ask('/api/app.snapshot', { headers })).status).toBe(403);
  const feed = JSON.parse((await host.ask('/status/shop/feed.json', { headers })).text) as { home_page_url: string };
  expect(feed.home_page_url).toBe('http://status.example/status/shop/');
});

test('behind a reverse proxy, feeds have its address', async () => {
  await host.restart({ publicUrl: 'https://lookout.example' });
  const feed = JSON.parse((await host.ask('/status/shop/feed.json')).text) as { home_page_url: string };
  expect(feed.home_page_url).toBe('https://lookout.example/status/shop/');
  await host.restart();
});

test('other sites may show badges, and programs may read the JSON', async () => {
  const badge = await host.ask('/status/shop/badge/web/uptime.svg');
  expect(badge).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'image/svg+xml',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    },
  });
});

test('redirects to the first page, and to the folder of a page', async () => {
  expect(await host.ask('/status')).toMatchObject({ status: 302, headers: { location: '/status/shop/' } });
  expect(await host.ask('/status/shop')).toMatchObject({ status: 302, headers: { location: 'shop/' } });
  expect(await host.ask('/status//evil.example/')).toMatchObject({
    status: 302,
    headers: { location: '/status/shop/' },
  });
});

test.each([
  '/status/other/',
  '/status/shop/x',
  '/status/shop/../../secret.txt',
  '/status/%',
  '/status/shop/badge/x/status.svg',
])('%s is not there', async (path) => {
  const { status } = await host.ask(path);
  expect([302, 404]).toContain(status);
  if (status === 302) expect(path).toBe('/status/%');
});

test('answers 304 when nothing changed, and builds a page once for many readers', async () => {
  const { headers } = await host.ask('/status/shop/');
  const { status, text } = await host.ask('/status/shop/', { headers: { 'if-none-match': headers.etag ?? '' } });
  expect([status, text]).toEqual([304, '']);
  await Promise.all(Array.from({ length: 20 }, () => host.ask('/status/shop/feed.xml')));
  expect(host.asked.filter(({ channel }) => channel === 'statusPages.public').length).toBeLessThanOrEqual(1);
});

test('names that readers guess do not keep a page from being cached', async () => {
  await Promise.all(Array.from({ length: 150 }, (_, index) => host.ask(`/status/guess-${index}/`)));
  await host.ask('/status/shop/');
  await host.ask('/status/shop/status.json');
  expect(host.asked.filter(({ args }) => (args as { name?: string }).name === 'shop').length).toBeLessThanOrEqual(1);
});

test.each([
  ['gzip, deflate, br', true],
  ['br;q=1, GZIP;q=0.5', true],
  ['gzip;q=0', false],
  ['identity', false],
  [undefined, false],
])('compresses large files for clients that accept it: %s', async (accepted, isCompressed) => {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
  const page = await host.ask('/status/shop/', { headers });
  expect(page.headers['content-encoding']).toBe(isCompressed ? 'gzip' : undefined);
  expect(page.headers.vary).toBe('accept-encoding');
  const badge = await host.ask('/status/shop/badge/web/uptime.svg', { headers });
  expect(badge.headers['content-encoding']).toBeUndefined();
});

test('waits for an engine that is starting', async () => {
  const started = Promise.withResolvers<void>();
  await host.restart({ ready: started.promise });
  let isAnswered = false;
  const page = host.ask('/status/shop/').finally(() => (isAnswered = true));
  expect((await host.ask('/')).status).toBe(200);
  expect([isAnswered, host.asked]).toEqual([false, []]);
  started.resolve();
  expect((await page).status).toBe(200);
});

test('allows only reading', async () => {
  expect((await host.ask('/status/shop/', { method: 'POST' })).status).toBe(405);
  expect(await host.ask('/status/shop/', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
});

async function run(line: string) {
  const io = createCollectingIo('', { LOOKOUT_TOKEN: TOKEN });
  const args = parseArguments([...line.split(' '), '--url', `http://127.0.0.1:${host.port}`]);
  if (args.command !== 'status-page') throw new TypeError('Expected the command status-page');
  return { code: await writeStatusPage(args, io), out: io.out(), err: io.err() };
}

test('lookout status-page writes it for another web host', async () => {
  const out = join(folder, 'site');
  expect(await run(`status-page --out ${out}`)).toEqual({ code: 0, out: `${join(out, 'index.html')}\n`, err: '' });
  expect((await readdir(out, { recursive: true })).toSorted()).toEqual(
    [
      'badge',
      join('badge', 'status.svg'),
      join('badge', 'web'),
      join('badge', 'web', 'status.svg'),
      join('badge', 'web', 'uptime.svg'),
      'feed.json',
      'feed.xml',
      'index.html',
      'status.json',
    ].toSorted(),
  );
  expect(await readFile(join(out, 'index.html'), 'utf8')).toContain('All systems are operational');
});

test('lookout status-page reports what is wrong', async () => {
  expect(await run(`status-page --out ${folder} --page other`)).toMatchObject({
    code: 1,
    err: 'There is no status page other.\n',
  });
  host.answer = () => Promise.resolve([]);
  expect((await run(`status-page --out ${folder}`)).err).toContain('There is no status page. Add one');
  expect(await usageText(() => parseArguments(['status-page']))).toBe('--out is required.');
});
