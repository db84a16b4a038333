import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, MIGRATIONS } from '../sqlite/migrations.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { copyBeforeMigration } from './copy-before-migration.ts';
import { backupFolder, listBackups } from './files.ts';

const NEWEST = MIGRATIONS.length;
let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-copy-'));
  file = join(folder, 'lookout.db');
});
afterEach(() => rm(folder, { recursive: true }));

function create(version: number): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL');
  migrate(database, { file, now: DAY_ONE, migrations: MIGRATIONS.slice(0, version) });
  return database;
}

test('nothing is copied when there is no database, a new one, or one of today', async () => {
  expect(copyBeforeMigration(file, NEWEST, DAY_ONE)).toBeNull();
  await writeFile(file, '');
  expect(copyBeforeMigration(file, NEWEST, DAY_ONE)).toBeNull();
  await rm(file);
  create(NEWEST).close();
  expect(copyBeforeMigration(file, NEWEST, DAY_ONE)).toBeNull();
  const database = new DatabaseSync(file);
  database.exec('DELETE FROM migration');
  database.close();
  expect(copyBeforeMigration(file, NEWEST, DAY_ONE)).toBeNull();
  expect(await readdir(folder)).toEqual(['lookout.db']);
});

test('an older database is copied whole, with what is in its log', async () => {
  // Still open: so its log is not moved into the file.
  const database = create(NEWEST - 1);
  database.exec("INSERT INTO setting VALUES ('theme', '1')");
  expect(copyBeforeMigration(file, NEWEST, DAY_ONE)).toBeNull();
  database.close();
  const [copy] = await listBackups(file);
  expect(copy).toMatchObject({ reason: 'update', at: DAY_ONE });
  expect(await readdir(backupFolder(file))).toHaveLength(1);
  const copied = new DatabaseSync(join(backupFolder(file), copy?.name ?? ''), { readOnly: true });
  expect(copied.prepare('SELECT count(*) AS n FROM setting').get()).toEqual({ n: 1 });
  copied.close();
});

test('a copy that fails says why, and leaves nothing', async () => {
  create(NEWEST - 1).close();
  await writeFile(backupFolder(file), 'a file');
  expect(copyBeforeMigration(file, NEWEST, DAY_ONE)).toContain('EEXIST');
  await rm(backupFolder(file));
  await writeFile(file, 'no database at all, but long enough to look like one'.repeat(100));
  expect(copyBeforeMigration(file, NEWEST, DAY_ONE)).toBe('file is not a database');
});
