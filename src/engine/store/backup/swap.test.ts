import { chmodSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { backupFolder, newBackupFile, restoreFile, swapFile } from './files.ts';
import { completeSwap, endSwap, isOutdated, planSwap, readSwap } from './swap.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-swap-'));
  file = join(folder, 'lookout.db');
  await writeFile(file, 'data');
});
afterEach(() => rm(folder, { recursive: true }));

const from = { name: 'lookout-2025-12-31T00-00-00-000Z-daily.db', at: DAY_ONE - 86_400_000 };
const plan = (why: 'replaced' | 'damaged' = 'damaged') => planSwap(file, { why, from, at: DAY_ONE });
const aside = 'lookout-2026-01-01T00-00-00-000Z-damaged.db';

test('a plan is read as it was made, while its copy or the data that it set aside is there', async () => {
  expect(await readSwap(file)).toBeNull();
  expect(await plan()).toEqual({ aside, why: 'damaged', from });
  expect((await stat(swapFile(file))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['backups', 'lookout.db', 'lookout.db-swap']);
  // Nothing of it was done, and its copy is gone.
  expect(await readSwap(file)).toBeNull();
  await writeFile(restoreFile(file), 'copy');
  const read = { aside, why: 'damaged', from: { ...from, reason: 'daily' } };
  expect(await readSwap(file)).toEqual(read);
  await rm(restoreFile(file));
  await writeFile(join(backupFolder(file), aside), '');
  expect(await readSwap(file)).toEqual(read);
  await endSwap(file);
  expect(await readSwap(file)).toBeNull();
  await endSwap(file);
});

test('a plan of an unknown backup has none, and one that is damaged is none', async () => {
  await writeFile(restoreFile(file), 'copy');
  await planSwap(file, { why: 'replaced', from: null, at: DAY_ONE });
  expect(await readSwap(file)).toMatchObject({ why: 'replaced', from: null });
  for (const text of ['', 'notes.txt\n', from.name]) {
    await writeFile(swapFile(file), text);
    expect(await readSwap(file)).toBeNull();
  }
});

test('a plan is outdated once the file that it sets aside and the data are both there', async () => {
  const swap = await plan();
  expect(isOutdated(file, swap)).toBe(false);
  await writeFile(newBackupFile(file, 'damaged', DAY_ONE), '');
  expect(isOutdated(file, swap)).toBe(true);
  await rm(file);
  expect(isOutdated(file, swap)).toBe(false);
});

test('a swap moves the data with its log aside, and the copy into its place', async () => {
  for (const suffix of ['-wal', '-journal', '-shm']) await writeFile(file + suffix, suffix);
  const swap = await plan();
  await completeSwap(file, swap);
  // Without a copy there is nothing to do.
  expect(await readFile(file, 'utf8')).toBe('data');
  await writeFile(restoreFile(file), 'copy');
  await completeSwap(file, swap);
  const read = (path: string) => readFile(path, 'utf8');
  expect(await read(file)).toBe('copy');
  expect((await readdir(folder)).toSorted()).toEqual(['backups', 'lookout.db', 'lookout.db-swap']);
  const moved = join(backupFolder(file), aside);
  expect([await read(moved), await read(`${moved}-wal`), await read(`${moved}-journal`)]).toEqual([
    'data',
    '-wal',
    '-journal',
  ]);
  expect(await readdir(backupFolder(file))).toHaveLength(3);
});

test.runIf(process.platform !== 'win32' && process.getuid?.() !== 0)(
  'a swap that cannot move the data says so',
  async () => {
    const swap = await plan();
    await writeFile(restoreFile(file), 'copy');
    chmodSync(backupFolder(file), 0o500);
    try {
      await expect(completeSwap(file, swap)).rejects.toThrow('EACCES');
    } finally {
      chmodSync(backupFolder(file), 0o700);
    }
    expect(await readFile(file, 'utf8')).toBe('data');
  },
);
