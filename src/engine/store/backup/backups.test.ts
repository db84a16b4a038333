import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { createDatabaseStore } from '../sqlite/database-store.ts';
import { migrate, MIGRATIONS } from '../sqlite/migrations.ts';
import { settled } from '../testing/backups-per-test.ts';
import { anEndpoint, aResult, DAY_ONE } from '../testing/store-fixture.ts';
import { storesWithBackups, workerUrl } from '../testing/stores-with-backups.ts';
import { Backups } from './backups.ts';
import { backupFolder, listBackups, newBackupFile, readBackupName, removeOldBackups } from './files.ts';

// A busy machine must not fail the tests.

const DAY_MS = 86_400_000;

const current = storesWithBackups();
const { create, close } = current;

test('a backup has everything, also what is written while it is made, or none of it', async () => {
  const store = create();
  await store.open(DAY_ONE);
  await store.saveEndpoints([anEndpoint('a')]);
  for (let at = 0; at < 3000; at += 1) store.recordResult(aResult('a', DAY_ONE + at * 1000));
  await store.flush();
  store.backups.start('manual');
  // Only one at a time.
  store.backups.start('daily');
  for (let at = 3000; at < 4000; at += 1) store.recordResult(aResult('a', DAY_ONE + at * 1000));
  await store.flush();
  const { backups, work, problem, folder: where } = await settled(store.backups);
  expect({ work, problem }).toEqual({ work: null, problem: null });
  expect(backups).toMatchObject([{ reason: 'manual', bytes: (await stat(join(where, backups[0]?.name ?? ''))).size }]);
  await close(store);
  const copy = createDatabaseStore({ file: join(where, backups[0]?.name ?? ''), now: DAY_ONE });
  const count = copy.checks({ id: 'a', before: null, limit: 10_000 }).length;
  copy.close(null);
  expect([3000, 4000]).toContain(count);
  expect(await readdir(where)).toEqual([backups[0]?.name]);
});

test('a restored backup replaces the data at the next start, and the previous data is kept', async () => {
  let store = create();
  await store.open(DAY_ONE);
  await store.saveEndpoints([anEndpoint('a')]);
  store.backups.start('manual');
  const name = (await settled(store.backups)).backups[0]?.name ?? '';
  await store.saveEndpoints([anEndpoint('b')]);
  expect(() => store.backups.restore('../lookout.db')).toThrow(RangeError);
  store.backups.restore(name);
  expect(await settled(store.backups)).toMatchObject({ restoreAtStart: name, problem: null });
  expect((await store.removedEndpoints()).length).toBe(0);
  await close(store);
  store = create();
  expect((await store.open(DAY_ONE)).endpoints.map(({ id }) => id)).toEqual(['a']);
  const { backups, restoreAtStart, restored } = await store.backups.state();
  expect(restoreAtStart).toBe(null);
  const replaced = backups.find(({ reason }) => reason === 'replaced')?.name ?? '';
  expect(restored).toMatchObject({ from: { name, reason: 'manual' }, aside: replaced });
  expect(backups.map(({ reason }) => reason).toSorted()).toEqual(['manual', 'replaced']);
  // Back again.
  store.backups.restore(replaced);
  await store.backups.settled();
  await close(store);
  store = create();
  expect((await store.open(DAY_ONE)).endpoints.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('the first damaged file is never removed', async () => {
  for (let day = 0; day < 5; day += 1)
    await writeFile(newBackupFile(current.file, 'damaged', DAY_ONE + day * DAY_MS), '');
  await removeOldBackups(current.file, DAY_ONE + 10 * DAY_MS);
  expect((await listBackups(current.file)).map(({ at }) => (at - DAY_ONE) / DAY_MS)).toEqual([4, 3, 2, 0]);
});

test('a prepared restore can be cancelled', async () => {
  let store = create();
  await store.open(DAY_ONE);
  store.backups.start('manual');
  const name = (await settled(store.backups)).backups[0]?.name ?? '';
  await store.saveEndpoints([anEndpoint('a')]);
  store.backups.restore(name);
  await store.backups.cancel();
  expect(await store.backups.state()).toMatchObject({ work: null, restoreAtStart: null, problem: null });
  store.backups.restore(name);
  await store.backups.settled();
  await store.backups.cancel();
  expect(await store.backups.state()).toMatchObject({ restoreAtStart: null });
  await close(store);
  store = create();
  expect((await store.open(DAY_ONE)).endpoints).toHaveLength(1);
});

test('closing writes what waits, and does not wait for a copy that does not stop', async () => {
  const store = create(new URL('../testing/stuck-task-worker.ts', import.meta.url));
  await store.open(DAY_ONE);
  await store.saveEndpoints([anEndpoint('a')]);
  store.recordResult(aResult('a', DAY_ONE));
  store.backups.start('daily');
  const stopped = Promise.withResolvers<void>();
  const stop = vi.spyOn(store.backups, 'stop').mockReturnValueOnce(stopped.promise);
  const closed = close(store);
  // SQLite removes its log when the database is closed.
  await vi.waitFor(async () => expect(await readdir(current.folder)).not.toContain('lookout.db-wal'), 60_000);
  const written = new DatabaseSync(current.file, { readOnly: true });
  expect(written.prepare('SELECT count(*) AS entries FROM journal').get()).toEqual({ entries: 1 });
  written.close();
  stopped.resolve();
  await closed;
  expect(stop).toHaveBeenCalledOnce();
  expect((await store.backups.state()).work).toMatchObject({ what: 'backup' });
  await store.backups.stop();
});

test('the backup of the day is made once a day', async () => {
  const store = create();
  await store.open(DAY_ONE);
  let now = DAY_ONE;
  const backups = new Backups({ file: current.file, workerUrl, log: () => undefined, now: () => now });
  for (const [hours, count] of [
    [0, 1],
    [12, 1],
    [24, 2],
    [30, 2],
  ] as const) {
    now = DAY_ONE + (hours * DAY_MS) / 24;
    await backups.startDaily();
    expect((await settled(backups)).backups).toHaveLength(count);
  }
});

test('backups of the future are left alone: neither the day nor what is kept is counted by them', async () => {
  const store = create();
  await store.open(DAY_ONE);
  await mkdir(backupFolder(current.file));
  for (let year = 1; year <= 8; year += 1) {
    await writeFile(newBackupFile(current.file, 'daily', DAY_ONE + year * 365 * DAY_MS), '');
  }
  let now = DAY_ONE;
  const backups = new Backups({ file: current.file, workerUrl, log: () => undefined, now: () => now });
  const ofToday = async () => (await settled(backups)).backups.filter(({ at }) => at <= now).length;
  await backups.startDaily();
  expect(await ofToday()).toBe(1);
  now += 3_600_000;
  await backups.startDaily();
  expect(await ofToday()).toBe(1);
  expect(await listBackups(current.file)).toHaveLength(9);
});

test('what is left of copies that were not completed is removed at the start', async () => {
  await mkdir(backupFolder(current.file));
  const partial = `${newBackupFile(current.file, 'daily', DAY_ONE)}.partial`;
  for (const suffix of ['', '-journal', '-wal']) await writeFile(partial + suffix, '');
  const mine = join(backupFolder(current.file), 'notes.partial');
  await writeFile(mine, 'mine');
  for (const name of ['-restore.partial', '-restore.partial-journal', '-swap.partial'])
    await writeFile(current.file + name, '');
  await create().open(DAY_ONE);
  expect(await readdir(backupFolder(current.file))).toEqual(['notes.partial']);
  expect((await readdir(current.folder)).filter((name) => name.includes('partial'))).toEqual([]);
});

test('requests for the sizes at the same time get the same answer', async () => {
  const store = create();
  await store.open(DAY_ONE);
  const asked = store.backups.sizes();
  expect(store.backups.sizes()).toBe(asked);
  const sizes = await asked;
  const again = store.backups.sizes();
  expect(again).not.toBe(asked);
  expect(await again).toEqual(sizes);
});

test('seven daily backups are kept, and all manual ones', async () => {
  await mkdir(join(current.folder, 'backups'));
  for (let day = 0; day < 9; day += 1) {
    for (const reason of ['daily', 'manual'] as const) {
      await writeFile(newBackupFile(current.file, reason, DAY_ONE + day * DAY_MS), '');
    }
  }
  await writeFile(join(current.folder, 'backups', 'notes.txt'), 'mine');
  await removeOldBackups(current.file, DAY_ONE + 10 * DAY_MS);
  const kept = await listBackups(current.file);
  const daysOf = (reason: string) =>
    kept.filter((one) => one.reason === reason).map(({ at }) => (at - DAY_ONE) / DAY_MS);
  expect(daysOf('daily')).toEqual([8, 7, 6, 5, 4, 3, 2]);
  expect(daysOf('manual')).toHaveLength(9);
  expect(await readdir(join(current.folder, 'backups'))).toContain('notes.txt');
  expect(readBackupName('lookout-2026-01-01T00-00-00-000Z-daily.db')).toMatchObject({ at: DAY_ONE, reason: 'daily' });
  expect(readBackupName('lookout-2026-13-01T00-00-00-000Z-daily.db')).toBe(null);
});

test('the data is copied before a newer Lookout changes it, and only then', async () => {
  const earlier = new DatabaseSync(current.file);
  earlier.exec(`PRAGMA journal_mode = WAL; PRAGMA application_id = 1282371435`);
  migrate(earlier, { file: current.file, now: DAY_ONE, migrations: MIGRATIONS.slice(0, -1) });
  earlier.close();
  const versionOf = (path: string) => {
    const database = new DatabaseSync(path, { readOnly: true });
    const version = database.prepare('SELECT max(version) AS version FROM migration').get()?.['version'];
    database.close();
    return version;
  };
  for (let start = 0; start < 2; start += 1) {
    const store = createDatabaseStore({ file: current.file, now: DAY_ONE + start });
    expect(store.load({ now: DAY_ONE }).notCopied).toBe(null);
    store.close(null);
  }
  const backups = await listBackups(current.file);
  expect(backups).toMatchObject([{ reason: 'update', at: DAY_ONE }]);
  expect(versionOf(join(current.folder, 'backups', backups[0]?.name ?? ''))).toBe(MIGRATIONS.length - 1);
  expect(versionOf(current.file)).toBe(MIGRATIONS.length);
});

test('the sizes of all levels add up to the file', async () => {
  const store = create();
  await store.open(DAY_ONE);
  await store.saveEndpoints([anEndpoint('a')]);
  for (let at = 0; at < 5000; at += 1) store.recordResult(aResult('a', DAY_ONE + at * 1000));
  await store.flush();
  const sizes = await store.backups.sizes();
  expect(sizes.results).toBeGreaterThan(50_000);
  const database = new DatabaseSync(current.file, { readOnly: true });
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  database.close();
  expect(Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0)).toBe(pages * 4096);
});
