import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { migrate, MIGRATIONS } from '../sqlite/migrations.ts';
import { createSqliteStore } from '../sqlite-store.ts';
import type { Store } from '../store.ts';
import { anEndpoint, aResult, DAY_ONE } from '../testing/store-fixture.ts';
import { createDatabaseStore } from '../sqlite/database-store.ts';
import { Backups } from './backups.ts';
import { backupFolder, listBackups, newBackupFile, readBackupName, removeOldBackups, restoreFile } from './files.ts';
import { planSwap } from './swap.ts';

// A busy machine must not fail the tests.
vi.setConfig({ testTimeout: 60_000 });

const DAY_MS = 86_400_000;
const workerUrl = new URL('../sqlite-worker.ts', import.meta.url);

let folder: string;
let file: string;
let stores: Store[];
let logged: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-backups-'));
  file = join(folder, 'lookout.db');
  stores = [];
  logged = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  await rm(folder, { recursive: true });
});

function create(url = workerUrl): Store & { readonly backups: Backups } {
  const store = createSqliteStore({
    file,
    workerUrl: url,
    log: (level, message) => void logged.push(`${level} ${message}`),
  });
  const { backups } = store;
  if (backups === undefined) throw new Error('The store of a file must have backups');
  stores.push(store);
  return { ...store, backups };
}

async function close(store: Store): Promise<void> {
  await store.close();
  stores = [];
}

async function settled(backups: Backups) {
  await backups.settled();
  return backups.state();
}

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

test('a restored backup replaces the data at the next start, and the data of before is kept', async () => {
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

describe('a kill while the data is replaced', () => {
  /** How far it came. */
  const moments: readonly [string, (aside: string) => Promise<void>][] = [
    ['before the first move', () => Promise.resolve()],
    ['between the log and the database', (aside) => rename(`${file}-wal`, `${aside}-wal`)],
    [
      'between the database and the copy',
      async (aside) => {
        await rename(`${file}-wal`, `${aside}-wal`);
        await rename(file, aside);
      },
    ],
  ];

  test.each(moments)('%s is completed by the next start', async (_, move) => {
    let store = create();
    await store.open(DAY_ONE);
    await store.saveEndpoints([anEndpoint('a')]);
    store.backups.start('manual');
    const [from] = (await settled(store.backups)).backups;
    await close(store);
    await copyFile(join(backupFolder(file), from?.name ?? ''), restoreFile(file));
    await writeFile(`${file}-wal`, 'the log');
    const database = await readFile(file);
    const { aside } = await planSwap(file, { why: 'damaged', from: from ?? null, at: DAY_ONE });
    await move(join(backupFolder(file), aside));

    store = create();
    const { endpoints, replaced } = await store.open(DAY_ONE);
    expect(endpoints).toHaveLength(1);
    expect(replaced).toMatchObject({ aside, from: { name: from?.name } });
    const setAside = join(backupFolder(file), aside);
    expect((await readFile(setAside)).equals(database)).toBe(true);
    expect(await readFile(`${setAside}-wal`, 'utf8')).toBe('the log');
    await close(store);
    expect((await create().open(DAY_ONE)).replaced).toBe(undefined);
  });
});

test('the first damaged file is never removed', async () => {
  for (let day = 0; day < 5; day += 1) await writeFile(newBackupFile(file, 'damaged', DAY_ONE + day * DAY_MS), '');
  await removeOldBackups(file, DAY_ONE + 10 * DAY_MS);
  expect((await listBackups(file)).map(({ at }) => (at - DAY_ONE) / DAY_MS)).toEqual([4, 3, 2, 0]);
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

describe('damaged data', () => {
  async function damage(path: string): Promise<Buffer> {
    const bytes = await readFile(path);
    bytes.fill(0xaa, 100);
    await writeFile(path, bytes);
    return bytes;
  }

  test('is set aside, and Lookout continues with the newest backup that is not damaged', async () => {
    let store = create();
    await store.open(DAY_ONE);
    await store.saveEndpoints([anEndpoint('a')]);
    store.backups.start('daily');
    const good = (await settled(store.backups)).backups[0];
    store.backups.start('daily');
    const bad = (await settled(store.backups)).backups[0]?.name ?? '';
    await close(store);
    const backups = join(folder, 'backups');
    await damage(join(backups, bad));
    const damaged = await damage(file);

    store = create();
    const { endpoints, replaced } = await store.open(DAY_ONE);
    expect(endpoints.map(({ id }) => id)).toEqual(['a']);
    expect(replaced).toMatchObject({ from: { name: good?.name, at: good?.at } });
    expect((await readFile(join(backups, replaced?.aside ?? ''))).equals(damaged)).toBe(true);
    expect(logged).toContainEqual(expect.stringMatching(/^error The data was damaged/u));
    await store.saveEndpoints([anEndpoint('b')]);
    await close(store);
    const next = await create().open(DAY_ONE);
    expect(next.endpoints).toHaveLength(2);
    expect(next.replaced).toBe(undefined);
  });

  /** SQLite finds nothing wrong, but Lookout cannot read it. */
  function breakRows(path: string): void {
    const database = new DatabaseSync(path);
    database.exec('DELETE FROM finding');
    database.close();
  }

  test('is not what Lookout itself cannot read: nothing is touched', async () => {
    const store = create();
    await store.open(DAY_ONE);
    await store.saveEndpoints([anEndpoint('a')]);
    store.recordResult(aResult('a', DAY_ONE));
    await store.flush();
    store.backups.start('daily');
    await store.backups.settled();
    await close(store);
    breakRows(file);
    const { ino } = await stat(file);
    await expect(create().open(DAY_ONE)).rejects.toThrow(/store\.unusable/u);
    stores = [];
    expect((await listBackups(file)).map(({ reason }) => reason)).toEqual(['daily']);
    expect((await stat(file)).ino).toBe(ino);
  });

  test('is replaced only by a backup that can be opened', async () => {
    const store = create();
    await store.open(DAY_ONE);
    await store.saveEndpoints([anEndpoint('a')]);
    store.recordResult(aResult('a', DAY_ONE));
    await store.flush();
    store.backups.start('daily');
    const good = (await settled(store.backups)).backups[0]?.name ?? '';
    await close(store);
    const newer = newBackupFile(file, 'daily', Date.now());
    await copyFile(join(backupFolder(file), good), newer);
    breakRows(newer);
    await damage(file);
    expect(await create().open(DAY_ONE)).toMatchObject({ replaced: { from: { name: good } } });
  });

  test('is replaced by a backup of the past rather than by one of the future', async () => {
    const store = create();
    await store.open(DAY_ONE);
    store.backups.start('daily');
    const good = (await settled(store.backups)).backups[0]?.name ?? '';
    await close(store);
    await copyFile(join(backupFolder(file), good), newBackupFile(file, 'daily', Date.now() + 365 * DAY_MS));
    await damage(file);
    expect(await create().open(DAY_ONE)).toMatchObject({ replaced: { from: { name: good } } });
  });

  test('is not replaced twice in a row', async () => {
    let store = create();
    await store.open(DAY_ONE);
    store.backups.start('daily');
    await store.backups.settled();
    await close(store);
    await damage(file);
    const backups = new Backups({ file, workerUrl, log: () => undefined });
    await backups.replacement.replaceAtStart();
    expect(await backups.replacement.replaceDamaged()).not.toBe(null);
    // What was put in place is damaged, too, before anybody opened it.
    const damaged = await damage(file);
    const names = await readdir(backupFolder(file));
    for (let start = 0; start < 2; start += 1) {
      await expect(create().open(DAY_ONE)).rejects.toThrow(/store\.unusable/u);
      stores = [];
    }
    expect(await readdir(backupFolder(file))).toEqual(names);
    expect((await readFile(file)).equals(damaged)).toBe(true);
    // Somebody puts a good file there: the next damage is a new one.
    await copyFile(join(backupFolder(file), names.find((name) => name.includes('daily')) ?? ''), file);
    store = create();
    await store.open(DAY_ONE);
    await close(store);
    await damage(file);
    expect((await create().open(DAY_ONE)).replaced).toBeDefined();
  });

  test('is replaced also after a kill between the plan and the first move', async () => {
    const store = create();
    await store.open(DAY_ONE);
    store.backups.start('daily');
    const [from] = (await settled(store.backups)).backups;
    await close(store);
    await damage(file);
    await planSwap(file, { why: 'damaged', from: from ?? null, at: DAY_ONE });
    expect((await create().open(DAY_ONE)).replaced).toMatchObject({ from: { name: from?.name } });
  });

  test('without a backup stays where it is', async () => {
    const store = create();
    await store.open(DAY_ONE);
    await close(store);
    const damaged = await damage(file);
    await expect(create().open(DAY_ONE)).rejects.toThrow(/store\.unusable/u);
    stores = [];
    expect((await readFile(file)).equals(damaged)).toBe(true);
  });

  test('does not become a backup', async () => {
    const store = create();
    await store.open(DAY_ONE);
    await store.saveEndpoints(Array.from({ length: 400 }, (_, index) => anEndpoint(`endpoint ${index}`)));
    await close(store);
    const bytes = await readFile(file);
    bytes.fill(0xaa, 20 * 4096 + 8, 60 * 4096);
    await writeFile(file, bytes);
    const backups = new Backups({ file, workerUrl, log: (_, message) => void logged.push(message) });
    backups.start('daily');
    expect(await settled(backups)).toMatchObject({
      backups: [],
      problem: { code: 'backup.failed', params: { doing: 'backup', reason: 'damaged' } },
    });
    expect(logged).toEqual(['Lookout could not complete a backup']);
  });
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
  await vi.waitFor(async () => expect(await readdir(folder)).not.toContain('lookout.db-wal'), 10_000);
  const written = new DatabaseSync(file, { readOnly: true });
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
  const backups = new Backups({ file, workerUrl, log: () => undefined, now: () => now });
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
  await mkdir(backupFolder(file));
  for (let year = 1; year <= 8; year += 1) {
    await writeFile(newBackupFile(file, 'daily', DAY_ONE + year * 365 * DAY_MS), '');
  }
  let now = DAY_ONE;
  const backups = new Backups({ file, workerUrl, log: () => undefined, now: () => now });
  const ofToday = async () => (await settled(backups)).backups.filter(({ at }) => at <= now).length;
  await backups.startDaily();
  expect(await ofToday()).toBe(1);
  now += 3_600_000;
  await backups.startDaily();
  expect(await ofToday()).toBe(1);
  expect(await listBackups(file)).toHaveLength(9);
});

test('what is left of copies that were not completed is removed at the start', async () => {
  await mkdir(backupFolder(file));
  const partial = `${newBackupFile(file, 'daily', DAY_ONE)}.partial`;
  for (const suffix of ['', '-journal', '-wal']) await writeFile(partial + suffix, '');
  const mine = join(backupFolder(file), 'notes.partial');
  await writeFile(mine, 'mine');
  for (const name of ['-restore.partial', '-restore.partial-journal', '-swap.partial'])
    await writeFile(file + name, '');
  await create().open(DAY_ONE);
  expect(await readdir(backupFolder(file))).toEqual(['notes.partial']);
  expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
});

test('those who ask for the sizes at the same time get the same answer', async () => {
  const store = create();
  await store.open(DAY_ONE);
  const asked = store.backups.sizes();
  expect(store.backups.sizes()).toBe(asked);
  const sizes = await asked;
  const again = store.backups.sizes();
  expect(again).not.toBe(asked);
  expect(await again).toEqual(sizes);
});

test('seven daily backups are kept, and all that somebody asked for', async () => {
  await mkdir(join(folder, 'backups'));
  for (let day = 0; day < 9; day += 1) {
    for (const reason of ['daily', 'manual'] as const) {
      await writeFile(newBackupFile(file, reason, DAY_ONE + day * DAY_MS), '');
    }
  }
  await writeFile(join(folder, 'backups', 'notes.txt'), 'mine');
  await removeOldBackups(file, DAY_ONE + 10 * DAY_MS);
  const kept = await listBackups(file);
  const daysOf = (reason: string) =>
    kept.filter((one) => one.reason === reason).map(({ at }) => (at - DAY_ONE) / DAY_MS);
  expect(daysOf('daily')).toEqual([8, 7, 6, 5, 4, 3, 2]);
  expect(daysOf('manual')).toHaveLength(9);
  expect(await readdir(join(folder, 'backups'))).toContain('notes.txt');
  expect(readBackupName('lookout-2026-01-01T00-00-00-000Z-daily.db')).toMatchObject({ at: DAY_ONE, reason: 'daily' });
  expect(readBackupName('lookout-2026-13-01T00-00-00-000Z-daily.db')).toBe(null);
});

test('the data is copied before a newer Lookout changes it, and only then', async () => {
  const earlier = new DatabaseSync(file);
  earlier.exec(`PRAGMA journal_mode = WAL; PRAGMA application_id = 1282371435`);
  migrate(earlier, { file, now: DAY_ONE, migrations: MIGRATIONS.slice(0, -1) });
  earlier.close();
  const versionOf = (path: string) => {
    const database = new DatabaseSync(path, { readOnly: true });
    const version = database.prepare('SELECT max(version) AS version FROM migration').get()?.['version'];
    database.close();
    return version;
  };
  for (let start = 0; start < 2; start += 1) {
    const store = createDatabaseStore({ file, now: DAY_ONE + start });
    expect(store.load({ now: DAY_ONE }).notCopied).toBe(null);
    store.close(null);
  }
  const backups = await listBackups(file);
  expect(backups).toMatchObject([{ reason: 'update', at: DAY_ONE }]);
  expect(versionOf(join(folder, 'backups', backups[0]?.name ?? ''))).toBe(MIGRATIONS.length - 1);
  expect(versionOf(file)).toBe(MIGRATIONS.length);
});

test('the sizes of all levels add up to the file', async () => {
  const store = create();
  await store.open(DAY_ONE);
  await store.saveEndpoints([anEndpoint('a')]);
  for (let at = 0; at < 5000; at += 1) store.recordResult(aResult('a', DAY_ONE + at * 1000));
  await store.flush();
  const sizes = await store.backups.sizes();
  expect(sizes.results).toBeGreaterThan(50_000);
  const database = new DatabaseSync(file, { readOnly: true });
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  database.close();
  expect(Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0)).toBe(pages * 4096);
});
