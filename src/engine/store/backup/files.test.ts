import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BackupReason } from '../../../contract/model/backup.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import {
  backupFolder,
  listBackups,
  newBackupFile,
  readBackupName,
  removeDatabase,
  removeOldBackups,
  removePartials,
  restoreFile,
  restoreNameFile,
  swapFile,
} from './files.ts';

const DAY = 86_400_000;
let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-files-'));
  file = join(folder, 'lookout.db');
});
afterEach(() => rm(folder, { recursive: true }));

const make = (reason: BackupReason, day: number) =>
  writeFile(newBackupFile(file, reason, DAY_ONE + day * DAY), 'x'.repeat(Math.abs(day)));
const daysOf = async (reason: BackupReason) =>
  (await listBackups(file)).filter((one) => one.reason === reason).map(({ at }) => (at - DAY_ONE) / DAY);

test('a name has the time and the reason, and other names are not those of backups', async () => {
  const at = DAY_ONE + 3_723_004;
  const path = newBackupFile(file, 'manual', at);
  expect(path).toBe(join(backupFolder(file), 'lookout-2026-01-01T01-02-03-004Z-manual.db'));
  if (process.platform !== 'win32') expect((await stat(backupFolder(file))).mode & 0o777).toBe(0o700);
  const name = 'lookout-2026-01-01T01-02-03-004Z-manual.db';
  expect(readBackupName(name)).toEqual({ name, reason: 'manual', at });
  for (const other of [
    `${name}.partial`,
    `x${name}`,
    name.replace('manual', 'other'),
    name.replace('-01-01T', '-13-01T'),
    '',
  ]) {
    expect(readBackupName(other)).toBeNull();
  }
});

test('backups are listed newest first, with their size; without a folder there are none', async () => {
  expect(await listBackups(file)).toEqual([]);
  for (const day of [2, 5, 3]) await make('daily', day);
  await writeFile(join(backupFolder(file), 'notes.txt'), '');
  expect((await listBackups(file)).map(({ at, bytes }) => [(at - DAY_ONE) / DAY, bytes])).toEqual([
    [5, 5],
    [3, 3],
    [2, 2],
  ]);
  await rm(backupFolder(file), { recursive: true });
  await writeFile(backupFolder(file), 'a file');
  await expect(listBackups(file)).rejects.toThrow('ENOTDIR');
});

test('of each reason the newest are kept, all that somebody asked for, and the first damaged one', async () => {
  for (let day = 1; day <= 9; day += 1) {
    for (const reason of ['daily', 'manual', 'update', 'replaced', 'damaged'] as const) await make(reason, day);
  }
  for (const day of [100, 101]) await make('daily', day);
  await writeFile(`${newBackupFile(file, 'daily', DAY_ONE + DAY)}-wal`, '');
  await removeOldBackups(file, DAY_ONE + 9 * DAY);
  expect(await daysOf('daily')).toEqual([101, 100, 9, 8, 7, 6, 5, 4, 3]);
  expect(await daysOf('manual')).toHaveLength(9);
  expect(await daysOf('update')).toEqual([9, 8, 7]);
  expect(await daysOf('replaced')).toEqual([9, 8, 7]);
  expect(await daysOf('damaged')).toEqual([9, 8, 7, 1]);
  expect((await readdir(backupFolder(file))).filter((name) => name.endsWith('-wal'))).toEqual([]);
});

test('what was not completed is removed, and what somebody else has put there stays', async () => {
  await mkdir(backupFolder(file));
  const partial = `${newBackupFile(file, 'daily', DAY_ONE)}.partial`;
  const names = ['notes.partial', 'lookout-x-daily.db.partial'];
  for (const name of names) await writeFile(join(backupFolder(file), name), '');
  await make('daily', 1);
  for (const path of [
    partial,
    `${partial}-wal`,
    `${restoreFile(file)}.partial`,
    `${restoreFile(file)}.partial-wal`,
    `${swapFile(file)}.partial`,
    restoreNameFile(file),
    file,
  ]) {
    await writeFile(path, '');
  }
  await removePartials(file);
  expect((await readdir(folder)).toSorted()).toEqual(['backups', 'lookout.db']);
  expect(await readdir(backupFolder(file))).toHaveLength(3);
  // The name of a prepared copy stays with it.
  for (const path of [restoreFile(file), restoreNameFile(file)]) await writeFile(path, '');
  await removePartials(file);
  expect((await readdir(folder)).toSorted()).toEqual([
    'backups',
    'lookout.db',
    'lookout.db-restore',
    'lookout.db-restore-name',
  ]);
});

test('a database is removed with the files beside it', async () => {
  for (const suffix of ['', '-wal', '-shm', '-journal', '-other']) await writeFile(file + suffix, '');
  await removeDatabase(file);
  expect(await readdir(folder)).toEqual(['lookout.db-other']);
  await removeDatabase(file);
});
