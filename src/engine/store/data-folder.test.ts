import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultDataDir, lockDataDir } from './data-folder.ts';
import { StoreError } from './store.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-data-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ['linux', { XDG_DATA_HOME: '/x/share' }, '/x/share/lookout'],
  ['linux', { XDG_DATA_HOME: 'not/absolute' }, '/home/ann/.local/share/lookout'],
  ['linux', {}, '/home/ann/.local/share/lookout'],
  ['freebsd', {}, '/home/ann/.local/share/lookout'],
  ['darwin', { XDG_DATA_HOME: '/x/share' }, '/home/ann/Library/Application Support/Lookout'],
  ['win32', { APPDATA: 'C:\\Users\\ann\\Roaming' }, 'C:\\Users\\ann\\Roaming\\Lookout'],
] as const)('on %s with %j, the data is in %s', (platform, env, expected) => {
  expect(defaultDataDir({ platform, env, home: '/home/ann' })).toBe(expected);
});

test.skipIf(process.platform === 'win32')('makes the folder accessible only to its owner', async () => {
  const dir = join(folder, 'a', 'b');
  const lock = await lockDataDir(dir);
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  await lock.release();
});

test('can be locked again after release', async () => {
  const lock = await lockDataDir(folder);
  await lock.release();
  await lock.release();
  const again = await lockDataDir(folder);
  expect(again.dir).toBe(folder);
  await again.release();
});

test('refuses a second host on the same folder and names the first', async () => {
  const lock = await lockDataDir(folder);
  const second = lockDataDir(folder);
  await expect(second).rejects.toThrow(StoreError);
  await expect(second).rejects.toMatchObject({ problem: { code: 'folder.inUse', params: { process: process.pid } } });
  await lock.release();
});

test('locks across processes, and unlocks when the owner is killed', async () => {
  const child = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `const { lockDataDir } = await import(${JSON.stringify(new URL('./data-folder.ts', import.meta.url).href)});
     await lockDataDir(${JSON.stringify(folder)});
     console.log('locked');
     setInterval(() => {}, 60_000);`,
  ]);
  try {
    await once(child.stdout, 'data');
    await expect(lockDataDir(folder)).rejects.toMatchObject({ problem: { params: { process: child.pid } } });
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await (await lockDataDir(folder)).release();
});

test('refuses a path that is a file', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(lockDataDir(file)).rejects.toMatchObject({
    problem: { code: 'folder.unusable', params: { folder: file, problem: expect.stringMatching(/EEXIST|ENOTDIR/u) } },
  });
});
