import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BlackboxModules } from './blackbox-modules.ts';

const A = { a: { prober: 'http' } };
const B = { b: { prober: 'tcp' } };

/** An exporter that follows the file, as the test says. */
async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-modules-'));
  const file = join(folder, 'blackbox', 'modules.yml');
  const state = { reloads: 0, refuses: false, followsFile: true };
  const server = createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/bb/-/reload') {
      state.reloads += 1;
      response.writeHead(state.refuses ? 500 : 200).end('failed to reload config: bad\n');
    } else if (request.method === 'GET' && request.url === '/bb/config') {
      void readFile(file, 'utf8').then((text) => response.end(state.followsFile ? text : 'modules: {}'));
    } else response.writeHead(404).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bb/`;
  const modules = new BlackboxModules(file, new AbortController().signal);
  const lab = [{ name: 'lab', address, exporter: 'blackbox' as const }];
  const names = async () =>
    Object.keys((JSON.parse(await readFile(file, 'utf8')) as { readonly modules: object }).modules);
  return {
    state,
    lab,
    names,
    write: (of: Readonly<Record<string, { readonly prober: string }>>) => modules.write(of, lab),
  };
}

test('an exporter loads the modules when they have changed, and keeps the earlier ones for one more change', async () => {
  const { state, names, write } = await start();
  expect(await write(A)).toBeNull();
  expect(await write(A)).toBeNull();
  expect(state.reloads).toBe(1);
  expect(await write(B)).toBeNull();
  expect(await names()).toEqual(['a', 'b']);
  expect(await write(B)).toBeNull();
  expect(await names()).toEqual(['b']);
  expect(state.reloads).toBe(3);
});

test('says why an exporter has not loaded the modules, and tries again', async () => {
  const { state, write } = await start();
  state.refuses = true;
  expect(await write(A)).toBe('lab: 500 failed to reload config: bad');
  state.refuses = false;
  state.followsFile = false;
  expect(await write(A)).toBe('lab: It has not loaded the modules');
  state.followsFile = true;
  expect(await write(A)).toBeNull();
  expect(state.reloads).toBe(3);
});

test('without modules, there is no file', async () => {
  const { state, names, write } = await start();
  expect(await write({})).toBeNull();
  await expect(names()).rejects.toThrow('ENOENT');
  expect(state.reloads).toBe(0);
});
