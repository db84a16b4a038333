import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Backups } from '../../store/backup/backups.ts';
import { listBackups, newBackupFile } from '../../store/backup/files.ts';
import { backupHandlers } from './backups.ts';

const workerUrl = new URL('../../store/sqlite-worker.ts', import.meta.url);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-backup-requests-'));
});
afterEach(() => rm(folder, { recursive: true }));

function setUp(): { readonly file: string; readonly backups: Backups } {
  const file = join(folder, 'lookout.db');
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE thing (name TEXT)');
  database.close();
  return { file, backups: new Backups({ file, workerUrl, log: () => undefined }) };
}

test('reports when a backup begins, is made, and is deleted', async () => {
  const { file, backups } = setUp();
  let changes = 0;
  backups.onChanged(() => {
    changes += 1;
  });
  backups.start('daily');
  expect(changes).toBe(1);
  await backups.settled();
  expect(changes).toBe(2);
  const [{ name } = { name: '' }] = await listBackups(file);
  await backups.remove(name);
  expect(changes).toBe(3);
});

test('refuses an eleventh backup on demand', async () => {
  const { file, backups } = setUp();
  const create = async () => {
    await backupHandlers({ backups })['backups.create']({});
    await backups.settled();
    return (await listBackups(file)).length;
  };
  await writeFile(newBackupFile(file, 'daily', 0), '');
  for (let at = 0; at < 9; at += 1) await writeFile(newBackupFile(file, 'manual', at), '');
  expect(await create()).toBe(11);
  await expect(create()).rejects.toMatchObject({
    reason: 'tooManyBackups',
    params: { limit: 10 },
  });
  await rm(newBackupFile(file, 'manual', 0));
  expect(await create()).toBe(11);
});
