import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { restoreFile } from './backup/files.ts';
import { obstacleOf } from './current-data.ts';
import { DATABASE_FILE } from './data-folder.ts';
import { MIGRATIONS } from './sqlite/migrations.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-current-'));
  file = join(folder, DATABASE_FILE);
});
afterEach(() => rm(folder, { recursive: true }));

const newest = MIGRATIONS.at(-1)?.version ?? 0;

/** A database that has run the migrations up to this one. */
function write(version: number | null): void {
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE migration (version INTEGER)');
  if (version !== null) database.prepare('INSERT INTO migration VALUES (1), (?)').run(version);
  database.close();
}

it('says that there is no data, and creates none', async () => {
  expect(await obstacleOf(folder)).toBe('missing');
  expect(await obstacleOf(join(folder, 'nowhere'))).toBe('missing');
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  [newest, null],
  [newest + 1, null],
  [newest - 1, 'older'],
  [null, 'older'],
] as const)('compares the version %j of the data', async (version, obstacle) => {
  write(version);
  expect(await obstacleOf(folder)).toBe(obstacle);
  expect(await readdir(folder)).toEqual([DATABASE_FILE]);
});

it('says that a backup is about to replace the data', async () => {
  write(newest - 1);
  await writeFile(restoreFile(file), '');
  expect(await obstacleOf(folder)).toBe('restore');
});

it('leaves data that cannot be read to those who open it', async () => {
  await writeFile(file, 'This is no database, and it is long enough to be looked at');
  expect(await obstacleOf(folder)).toBeNull();
});
