import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
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
  ['win32', { APPDATA: '' }, '\\home\\ann\\AppData\\Roaming\\Lookout'],
  ['linux', { XDG_DATA_HOME: '' }, '/home/ann/.local/share/lookout'],
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

test('names no process when the owner has not written its id yet, and passes other errors on', async () => {
  const lock = await lockDataDir(folder);
  const owner = join(folder, 'lookout.pid');
  expect(await readFile(owner, 'utf8')).toBe(`${process.pid}\n`);
  const refusal = async () => {
    const error: unknown = await lockDataDir(folder).catch((thrown: unknown) => thrown);
    return error instanceof StoreError ? error.problem : error;
  };
  for (const text of ['', '0', 'x']) {
    await writeFile(owner, text);
    expect(await refusal()).toEqual({ code: 'folder.inUse', params: { folder } });
  }
  await rm(owner);
  expect(await refusal()).toEqual({ code: 'folder.inUse', params: { folder } });
  await mkdir(owner);
  await expect(lockDataDir(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  await rm(owner, { recursive: true });
  await lock.release();
});

test('removes the id of the owner when it is released', async () => {
  const lock = await lockDataDir(folder);
  await lock.release();
  await expect(stat(join(folder, 'lookout.pid'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('refuses a folder whose lock is no database', async () => {
  await writeFile(
    join(folder, 'lookout.lock'),
    'This is a text that is longer than the head of a database.'.repeat(20),
  );
  await expect(lockDataDir(folder)).rejects.toMatchObject({
    problem: { code: 'folder.notLocked', params: { folder, problem: expect.stringContaining('not a database') } },
  });
});

test.runIf(process.platform === 'linux')(
  'refuses a folder that cannot be created, although its parent exists',
  async () => {
    await expect(lockDataDir('/proc/lookout/data')).rejects.toMatchObject({ problem: { code: 'folder.unusable' } });
  },
);

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
