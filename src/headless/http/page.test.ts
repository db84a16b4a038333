import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadPage } from './page.ts';
import { TestServer } from '../testing/test-server.ts';

let host: TestServer;

beforeEach(async () => {
  host = await TestServer.start();
});

afterEach(async () => {
  await host.dispose();
});

test('the document has a new nonce in each answer, the same in the policy and the page', async () => {
  const nonces = new Set<string>();
  for (const path of ['/', '/index.html', '/?x=1']) {
    const response = await host.ask(path);
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.headers['referrer-policy']).toBe('no-referrer');
    const nonce = /content="([^"]+)"/.exec(response.text)?.[1] ?? '';
    const policy = response.headers['content-security-policy'];
    expect(policy).toContain(`'nonce-${nonce}'`);
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${host.port};`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
  expect(nonces).not.toContain('__CSP_NONCE__');
});

test('an asset with a hash in its name is cached forever', async () => {
  const response = await host.ask('/assets/a-1.js');
  expect(response.text).toBe('void 0;');
  expect(response.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('another file is revalidated, and not sent again', async () => {
  const first = await host.ask('/icon.svg');
  expect(first.headers['content-type']).toBe('image/svg+xml; charset=utf-8');
  expect(first.headers['cache-control']).toBe('no-cache');
  const again = await host.ask('/icon.svg', { headers: { 'if-none-match': `"x", W/${first.headers.etag}` } });
  expect(again.status).toBe(304);
  expect(again.text).toBe('');
  expect((await host.ask('/icon.svg', { headers: { 'if-none-match': '"x"' } })).status).toBe(200);
});

test('HEAD has no body', async () => {
  const response = await host.ask('/icon.svg', { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(Number(response.headers['content-length'])).toBeGreaterThan(0);
  expect(response.text).toBe('');
});

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/..\\secret.txt',
  '//secret.txt',
  '/nothing',
])('404 for %s', async (path) => {
  const response = await host.ask(path);
  expect(response.status).toBe(404);
  expect(response.text).not.toContain('not for the page');
});

test('405 for another method', async () => {
  expect((await host.ask('/', { method: 'POST' })).status).toBe(405);
});

test('a folder without a page is refused with a hint', async () => {
  await expect(loadPage(join(host.pageDir, 'assets'))).rejects.toThrow('"npm run build" makes it');
  await expect(loadPage(join(host.pageDir, 'nothing'))).rejects.toThrow('"npm run build" makes it');
});
