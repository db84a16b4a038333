import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Protocol } from 'electron';
import { createPageHandler, resolvePageFile, servePage } from './page-protocol.ts';

describe('resolvePageFile', () => {
  it.each([
    ['app://lookout/', '/page/index.html'],
    ['app://lookout', '/page/index.html'],
    ['app://lookout/index.html?a#/endpoint/1', '/page/index.html'],
    ['app://lookout/assets/index-Dx_9-a.js', '/page/assets/index-Dx_9-a.js'],
    ['app://lookout/assets/../favicon.svg', '/page/favicon.svg'],
    ['app://lookout/assets/%69ndex.js', '/page/assets/index.js'],
  ])('%s is %s', (url, file) => expect(resolvePageFile(url, '/page')).toBe(file));

  it.each([
    'app://lookout/..%2f..%2fetc%2fpasswd.txt',
    'app://lookout/%2e%2e%2fsecret.txt',
    'app://lookout/..%5c..%5csecret.txt',
    'app://lookout/assets/..%2f..%2fsecret.json',
    'app://lookout//etc/passwd.txt',
    'app://lookout/.env.txt',
    'app://lookout/a%00.js',
    'app://lookout/%zz.js',
    'app://lookout/index',
    'app://lookout/index.php',
    'app://lookout/C:/secret.txt',
    'app://other/index.html',
    'https://lookout/index.html',
    'file:///etc/passwd.txt',
    'nonsense',
  ])('%s is nothing', (url) => expect(resolvePageFile(url, '/page')).toBeNull());
});

describe('createPageHandler', () => {
  let folder = '';
  const logged: string[] = [];
  let handle = createPageHandler({ root: '/', log: () => {} });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-page-'));
    const root = join(folder, 'page');
    await mkdir(join(root, 'assets'), { recursive: true });
    await writeFile(join(root, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__" />');
    await writeFile(join(root, 'assets', 'a.js'), 'export {};');
    await writeFile(join(folder, 'secret.txt'), 'secret');
    handle = createPageHandler({ root, log: (_level, message) => logged.push(message) });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('serves the document with a strict policy and a new nonce each time', async () => {
    const nonces = new Set<string>();
    for (let n = 0; n < 3; n++) {
      const response = await handle(new Request('app://lookout/'));
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const policy = response.headers.get('content-security-policy') ?? '';
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("connect-src 'none'");
      expect(await response.text()).toBe(`<meta name="csp-nonce" content="${nonce}" />`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('serves assets with their type and nosniff', async () => {
    const response = await handle(new Request('app://lookout/assets/a.js'));
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe('export {};');
  });

  it('answers 404 for a missing file, and logs it', async () => {
    const response = await handle(new Request('app://lookout/assets/b.js'));
    expect(response.status).toBe(404);
    expect(logged).toEqual(['The page asked for a file that cannot be read']);
  });

  it('answers 404 for a file outside of the folder, although it exists', async () => {
    const response = await handle(new Request('app://lookout/..%2fsecret.txt'));
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('There is no app://lookout/..%2fsecret.txt.');
  });

  it('refuses other methods', async () => {
    expect((await handle(new Request('app://lookout/', { method: 'POST' }))).status).toBe(405);
  });
});

it('registers its handler, and removes it at the end', () => {
  const handlers = new Map<string, unknown>();
  const protocol: Pick<Protocol, 'handle' | 'unhandle'> = {
    handle: (scheme, handler) => void handlers.set(scheme, handler),
    unhandle: (scheme) => void handlers.delete(scheme),
  };
  const end = servePage(protocol, { root: '/page', log: () => {} });
  expect([...handlers.keys()]).toEqual(['app']);
  end();
  expect(handlers.size).toBe(0);
});
