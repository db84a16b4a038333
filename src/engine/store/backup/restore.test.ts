/** What a person does with backups while Lookout runs: looks whether they are sound, restores one, deletes one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { migrate, MIGRATIONS } from '../sqlite/migrations.ts';
import { createSqliteStore } from '../sqlite-store.ts';
import type { Store } from '../store.ts';
import { anEndpoint, DAY_ONE } from '../testing/store-fixture.ts';
import type { Backups } from './backups.ts';
import { backupFolder, newBackupFile, restoreFile, restoreNameFile } from './files.ts';

// A busy machine must not fail the tests.

const workerUrl = new URL('../sqlite-worker.ts', import.meta.url);
const restarts = vi.fn<() => void>();
let folder: string;
let file: string;
let store: Store & { readonly backups: Backups };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-restore-'));
  file = join(folder, 'lookout.db');
  restarts.mockClear();
  await start();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

async function start() {
  const opened = createSqliteStore({ file, workerUrl, log: () => undefined, restart: restarts });
  const { backups } = opened;
  if (backups === undefined) throw new Error('The store of a file must have backups');
  store = { ...opened, backups };
  return opened.open(DAY_ONE);
}

/** As the host does when it is asked for it. */
async function restart() {
  await store.close();
  return start();
}

async function settled() {
  await store.backups.settled();
  return store.backups.state();
}

async function backUp(): Promise<string> {
  store.backups.start('manual');
  return (await settled()).backups[0]?.name ?? '';
}

/** Replaces the content, and keeps the first page. */
async function damage(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes.fill(0xaa, 4096);
  await writeFile(path, bytes);
}

test('a restore restarts Lookout once the copy is ready, and then cannot be cancelled', async () => {
  await store.saveEndpoints([anEndpoint('a')]);
  const name = await backUp();
  await store.saveEndpoints([anEndpoint('b')]);
  store.backups.restore(name);
  expect(await store.backups.state()).toMatchObject({ restarts: true, work: { what: 'restore' } });
  const ready = await settled();
  expect(restarts).toHaveBeenCalledOnce();
  expect(ready).toMatchObject({ work: { what: 'restart', progress: 1 }, restoreAtStart: name, restored: null });
  await store.backups.cancel();
  // Nothing else begins, such as the backup of the day.
  store.backups.start('daily');
  expect(await store.backups.state()).toMatchObject({ work: { what: 'restart' }, restoreAtStart: name });
  expect((await restart()).endpoints.map(({ id }) => id)).toEqual(['a']);
  const { restored, backups, restoreAtStart } = await store.backups.state();
  expect(restored).toMatchObject({ from: { name }, aside: backups.find(({ reason }) => reason === 'replaced')?.name });
  expect(restoreAtStart).toBe(null);
  expect(await readdir(folder)).not.toContain('lookout.db-restore-name');
  await restart();
  expect((await store.backups.state()).restored).toBe(null);
});

test('a cancelled restore neither restarts Lookout nor changes the data', async () => {
  const name = await backUp();
  await store.saveEndpoints([anEndpoint('a')]);
  store.backups.restore(name);
  await store.backups.cancel();
  expect(await store.backups.state()).toMatchObject({ work: null, restoreAtStart: null, problem: null });
  expect(restarts).not.toHaveBeenCalled();
  expect((await readdir(folder)).filter((one) => one.includes('restore'))).toEqual([]);
  expect((await restart()).endpoints).toHaveLength(1);
});

test('a backup of an earlier version is updated before it replaces the data', async () => {
  const old = newBackupFile(file, 'update', DAY_ONE);
  const database = new DatabaseSync(old);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA application_id = 1282371435');
  migrate(database, { file: old, now: DAY_ONE, migrations: MIGRATIONS.slice(0, 3) });
  database.exec(`INSERT INTO endpoint (id, config, target, paused, source, created_at)
    VALUES ('old', '${JSON.stringify(anEndpoint('old').config)}', 't', 0, 'hand', 0)`);
  database.close();
  const before = await readFile(old);
  const [backup] = (await store.backups.state()).backups;
  store.backups.restore(backup?.name ?? '');
  expect(await settled()).toMatchObject({ problem: null, work: { what: 'restart' } });
  expect((await readFile(old)).equals(before)).toBe(true);
  expect((await restart()).endpoints.map(({ id }) => id)).toEqual(['old']);
});

describe('a backup that cannot be restored leaves the data as it is', () => {
  async function refused(name: string) {
    store.backups.restore(name);
    const { problem, work, restoreAtStart } = await settled();
    expect({ work, restoreAtStart }).toEqual({ work: null, restoreAtStart: null });
    expect(restarts).not.toHaveBeenCalled();
    expect((await readdir(folder)).filter((one) => one.includes('restore'))).toEqual([]);
    expect(problem).toMatchObject({ code: 'backup.failed', params: { doing: 'restore' } });
    return problem?.params?.['reason'];
  }

  test('a damaged one, which is then known as such', async () => {
    await store.saveEndpoints(Array.from({ length: 200 }, (_, index) => anEndpoint(`endpoint ${index}`)));
    const name = await backUp();
    await damage(join(backupFolder(file), name));
    expect(await refused(name)).toBe('damaged');
    expect((await store.backups.state()).backups).toMatchObject([{ name, isSound: false }]);
  });

  test('one that is no database', async () => {
    const other = newBackupFile(file, 'manual', DAY_ONE);
    await writeFile(other, 'not a database, but long enough to be one'.repeat(100));
    expect(await refused((await store.backups.state()).backups[0]?.name ?? '')).toBe('damaged');
  });

  test('one of a newer version', async () => {
    const name = await backUp();
    const database = new DatabaseSync(join(backupFolder(file), name));
    database.exec("INSERT INTO migration (version, hash, applied_at) VALUES (9999, 'new', 0)");
    database.close();
    expect(await refused(name)).toBe('newer');
  });

  test('one of another program', async () => {
    const other = newBackupFile(file, 'manual', DAY_ONE);
    const database = new DatabaseSync(other);
    database.exec('CREATE TABLE thing (name TEXT)');
    database.close();
    expect(await refused((await store.backups.state()).backups[0]?.name ?? '')).toBe('foreign');
  });
});

test('says which backups are sound', async () => {
  await store.saveEndpoints(Array.from({ length: 200 }, (_, index) => anEndpoint(`endpoint ${index}`)));
  const good = await backUp();
  expect((await store.backups.state()).backups).toMatchObject([{ name: good, isSound: true }]);
  // Another process knows nothing of it.
  await restart();
  const bad = newBackupFile(file, 'daily', DAY_ONE);
  await copyFile(join(backupFolder(file), good), bad);
  await damage(bad);
  const setAside = newBackupFile(file, 'damaged', DAY_ONE - 1);
  await writeFile(setAside, '');
  // With a log, the file alone says nothing.
  const withLog = newBackupFile(file, 'replaced', DAY_ONE - 2);
  await writeFile(withLog, '');
  await writeFile(`${withLog}-wal`, 'the log');
  const soundness = async () => (await store.backups.state()).backups.map(({ isSound }) => isSound);
  expect(await soundness()).toEqual([null, null, false, null]);
  const files = await readdir(backupFolder(file));
  const { mtimeMs } = await stat(join(backupFolder(file), good));
  await store.backups.checkAll();
  expect((await store.backups.state()).isChecking).toBe(true);
  await expect.poll(async () => (await store.backups.state()).isChecking).toBe(false);
  expect(await soundness()).toEqual([true, false, false, null]);
  expect(await readdir(backupFolder(file))).toEqual(files);
  expect((await stat(join(backupFolder(file), good))).mtimeMs).toBe(mtimeMs);
});

test('deletes a backup, and only a backup', async () => {
  const name = await backUp();
  const path = join(backupFolder(file), name);
  await appendFile(`${path}-wal`, '');
  await store.backups.remove(name);
  expect(await readdir(backupFolder(file))).toEqual([]);
  await expect(store.backups.remove(name)).rejects.toThrow(RangeError);
  await expect(store.backups.remove('../lookout.db')).rejects.toThrow(RangeError);
  expect(await readdir(folder)).toContain('lookout.db');
});

test('a restore that is killed in the middle leaves the data as it was', async () => {
  await store.saveEndpoints(Array.from({ length: 3000 }, (_, index) => anEndpoint(`endpoint ${index}`)));
  const name = await backUp();
  await store.saveEndpoints([anEndpoint('new')]);
  await store.close();
  const program = fileURLToPath(new URL('../testing/killed-restore.ts', import.meta.url));
  const child = spawn(process.execPath, [program, file, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  // It says so when a part of the copy is on the disk, and waits to be killed.
  await once(child.stdout, 'data');
  expect(await readdir(folder)).toContain('lookout.db-restore.partial');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { endpoints, replaced } = await start();
  expect([endpoints.length, replaced]).toEqual([3001, undefined]);
  expect((await readdir(folder)).filter((one) => one.includes('restore'))).toEqual([]);
  expect((await store.backups.state()).restored).toBe(null);
});

test('a restore that is killed when its copy is ready is completed by the next start', async () => {
  await store.saveEndpoints([anEndpoint('a')]);
  const name = await backUp();
  await store.saveEndpoints([anEndpoint('b')]);
  store.backups.restore(name);
  await store.backups.settled();
  await store.close();
  expect(await readFile(restoreNameFile(file), 'utf8')).toBe(name);
  expect((await stat(restoreFile(file))).size).toBeGreaterThan(0);
  expect((await start()).endpoints.map(({ id }) => id)).toEqual(['a']);
  expect((await store.backups.state()).restored).toMatchObject({ from: { name } });
});
