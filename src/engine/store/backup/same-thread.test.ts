/** What backups do, with tasks in the thread of the tests; `backups.test.ts` has them in threads of their own. */
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EpochMs } from '../../../contract/model/units.ts';
import { createDatabaseStore } from '../sqlite/database-store.ts';
import { sameThreadTasks } from '../testing/same-thread-tasks.ts';
import { anEndpoint, DAY_ONE } from '../testing/store-fixture.ts';
import { Backups, type BackupsOptions } from './backups.ts';
import { backupFolder, listBackups, newBackupFile, restoreFile, restoreNameFile, swapFile } from './files.ts';
import { planSwap } from './swap.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const workerUrl = new URL('../sqlite-worker.ts', import.meta.url);

let folder = '';
let file = '';
let now: EpochMs;
let logged: string[];
let tasks: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-backups-'));
  file = join(folder, 'lookout.db');
  now = DAY_ONE;
  logged = [];
  tasks = [];
  write('a');
});
afterEach(() => rm(folder, { recursive: true }));

function create(options: Partial<BackupsOptions> = {}): Backups {
  const threads = sameThreadTasks();
  return new Backups({
    file,
    workerUrl,
    log: (level, message) => void logged.push(`${level} ${message}`),
    now: () => now,
    threads: {
      unref: () => void tasks.push('unref'),
      run: (task, handlers) => {
        tasks.push(task.task);
        return threads.run(task, handlers);
      },
    },
    ...options,
  });
}

/** Adds an endpoint to the data. */
function write(id: string, path = file): void {
  const store = createDatabaseStore({ file: path, now: DAY_ONE, copyBeforeMigration: false });
  store.saveEndpoints({ endpoints: [anEndpoint(id)] });
  store.close(null);
}

function idsIn(path = file): string[] {
  const store = createDatabaseStore({ file: path, now: DAY_ONE, copyBeforeMigration: false });
  const { state } = store.load({ now: DAY_ONE });
  store.close(null);
  return state.endpoints.map(({ id }) => id);
}

async function damage(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes.fill(0xaa, 100);
  await writeFile(path, bytes);
}

const pathOf = (name: string) => join(backupFolder(file), name);

async function settled(backups: Backups) {
  await backups.settled();
  return backups.state();
}

async function backUp(backups = create()): Promise<string> {
  backups.start('manual');
  return (await settled(backups)).backups[0]?.name ?? '';
}

describe('a backup', () => {
  test('is a sound copy, and one thing is done at a time', async () => {
    const backups = create();
    expect(await backups.state()).toMatchObject({
      available: true,
      folder: backupFolder(file),
      backups: [],
      work: null,
      restarts: false,
      restoreAtStart: null,
      restored: null,
      problem: null,
    });
    backups.start('manual');
    backups.start('daily');
    expect((await backups.state()).work).toEqual({ what: 'backup', progress: 0 });
    const { backups: made, work, problem } = await settled(backups);
    expect({ made, work, problem, tasks }).toEqual({
      made: [
        {
          name: 'lookout-2026-01-01T00-00-00-000Z-manual.db',
          reason: 'manual',
          at: DAY_ONE,
          bytes: (await stat(pathOf(made[0]?.name ?? ''))).size,
          isSound: true,
        },
      ],
      work: null,
      problem: null,
      tasks: ['copy'],
    });
    expect(await readdir(backupFolder(file))).toHaveLength(1);
    expect(idsIn(pathOf(made[0]?.name ?? ''))).toEqual(['a']);
    expect(logged).toEqual([]);
  });

  test('removes those beyond what is kept', async () => {
    for (let day = 1; day <= 8; day += 1) await writeFile(newBackupFile(file, 'daily', DAY_ONE - day * DAY), '');
    const backups = create();
    backups.start('daily');
    expect((await settled(backups)).backups.map(({ at }) => (DAY_ONE - at) / DAY)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('that fails is reported and leaves nothing', async () => {
    await damage(file);
    const backups = create();
    backups.start('daily');
    expect(await settled(backups)).toMatchObject({
      backups: [],
      work: null,
      problem: { code: 'backup.failed', params: { doing: 'backup', reason: 'damaged' } },
    });
    expect(await readdir(backupFolder(file))).toEqual([]);
    expect(logged).toEqual(['error Lookout could not complete a backup']);
    // The next attempt begins without it.
    backups.start('daily');
    expect((await backups.state()).problem).toBeNull();
    await backups.settled();
  });

  test('of the day is made once a day, whatever is there from the future', async () => {
    await writeFile(newBackupFile(file, 'daily', DAY_ONE + 400 * DAY), '');
    await writeFile(newBackupFile(file, 'manual', DAY_ONE - HOUR), '');
    const backups = create();
    const made: number[] = [];
    for (const hours of [0, 23, 24, 30]) {
      now = DAY_ONE + hours * HOUR;
      await backups.startDaily();
      await backups.settled();
      made.push(tasks.length);
    }
    expect(made).toEqual([1, 1, 2, 2]);
  });

  test('can be deleted; others are not there', async () => {
    const backups = create();
    const name = await backUp(backups);
    for (const other of ['../lookout.db', 'notes.txt', 'lookout-2020-01-01T00-00-00-000Z-manual.db']) {
      await expect(backups.remove(other)).rejects.toThrow(RangeError);
      expect(() => backups.restore(other)).toThrow(RangeError);
    }
    await backups.remove(name);
    expect((await backups.state()).backups).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });

  test('is checked once, and known to be sound or damaged', async () => {
    const sound = await backUp();
    now += HOUR;
    const damaged = await backUp();
    await damage(pathOf(damaged));
    await copyFile(file, newBackupFile(file, 'damaged', now + 1));
    const mayCheck = Promise.withResolvers<void>();
    const threads = sameThreadTasks();
    const backups = create({
      threads: {
        ...threads,
        run: async (task) => {
          tasks.push(task.task);
          await mayCheck.promise;
          return threads.run(task);
        },
      },
    });
    const soundness = async () =>
      (await backups.state()).backups.map(({ name, isSound }) => [
        name === sound ? 'sound' : name === damaged ? 'damaged' : 'aside',
        isSound,
      ]);
    expect(await soundness()).toEqual([
      ['aside', false],
      ['damaged', null],
      ['sound', null],
    ]);
    tasks.length = 0;
    await backups.checkAll();
    await backups.checkAll();
    expect((await backups.state()).isChecking).toBe(true);
    mayCheck.resolve();
    await expect.poll(async () => (await backups.state()).isChecking).toBe(false);
    expect(await soundness()).toEqual([
      ['aside', false],
      ['damaged', false],
      ['sound', true],
    ]);
    await backups.checkAll();
    expect(tasks).toEqual(['check', 'check']);
  });
});

describe('a restore', () => {
  test('prepares a copy, which replaces the data at the next start', async () => {
    const name = await backUp();
    write('b');
    const backups = create();
    backups.restore(name);
    expect((await backups.state()).work).toEqual({ what: 'restore', progress: 0 });
    expect(await settled(backups)).toMatchObject({ work: null, restoreAtStart: name, problem: null });
    expect(idsIn()).toEqual(['a', 'b']);

    now += HOUR;
    const next = create();
    // The person knows.
    expect(await next.replacement.replaceAtStart()).toBeNull();
    expect(logged).toEqual(['info Lookout restored a backup']);
    const { restored, restoreAtStart, backups: listed } = await next.state();
    const aside = 'lookout-2026-01-01T01-00-00-000Z-replaced.db';
    expect({ restored, restoreAtStart }).toEqual({
      restored: { from: { name, reason: 'manual', at: DAY_ONE }, aside },
      restoreAtStart: null,
    });
    expect(listed.map((one) => one.name)).toEqual([aside, name]);
    expect([idsIn(), idsIn(pathOf(aside))]).toEqual([['a'], ['a', 'b']]);
    expect([restoreFile(file), restoreNameFile(file)].map((path) => existsSync(path))).toEqual([false, false]);
    expect(existsSync(swapFile(file))).toBe(true);
    await next.replacement.opened();
    expect(existsSync(swapFile(file))).toBe(false);
    expect(await create().replacement.replaceAtStart()).toBeNull();
  });

  test('restarts Lookout, and then is too late to cancel', async () => {
    const name = await backUp();
    const restart = vi.fn<() => void>();
    const backups = create({ restart });
    backups.restore(name);
    expect(await settled(backups)).toMatchObject({
      restarts: true,
      work: { what: 'restart', progress: 1 },
      restoreAtStart: name,
    });
    expect(restart).toHaveBeenCalledOnce();
    await backups.cancel();
    backups.start('daily');
    expect(await settled(backups)).toMatchObject({ work: { what: 'restart' }, restoreAtStart: name });
    expect(await listBackups(file)).toHaveLength(1);
    expect(logged).toEqual(['info Lookout restarts to restore a backup']);
  });

  test('can be cancelled before that, also when it is prepared', async () => {
    const name = await backUp();
    const restart = vi.fn<() => void>();
    const backups = create({ restart });
    backups.restore(name);
    await backups.cancel();
    expect(await backups.state()).toMatchObject({ work: null, restoreAtStart: null, problem: null });
    expect(restart).not.toHaveBeenCalled();
    const prepared = create();
    prepared.restore(name);
    await prepared.settled();
    await prepared.cancel();
    expect((await readdir(folder)).filter((one) => one.includes('restore'))).toEqual([]);
    expect(logged).toEqual([]);
  });

  test('of a damaged backup is refused, and the backup is known to be damaged', async () => {
    const backups = create();
    const name = await backUp(backups);
    await damage(pathOf(name));
    backups.restore(name);
    const state = await settled(backups);
    expect(state).toMatchObject({
      restoreAtStart: null,
      problem: { params: { doing: 'restore', reason: 'damaged' } },
      backups: [{ name, isSound: false }],
    });
    expect((await readdir(folder)).filter((one) => one.includes('restore'))).toEqual([]);
    expect(logged).toEqual(['error Lookout could not complete a restore']);
  });

  test('is completed when a kill interrupted it, with the plan that is there', async () => {
    const name = await backUp();
    await copyFile(pathOf(name), restoreFile(file));
    const plan = await planSwap(file, { why: 'damaged', from: { name, at: DAY_ONE }, at: DAY_ONE + HOUR });
    now += 2 * HOUR;
    expect(await create().replacement.replaceAtStart()).toEqual({
      from: { name, reason: 'manual', at: DAY_ONE },
      aside: plan.aside,
    });
    // It is said again until the data was opened.
    const again = create();
    expect(await again.replacement.replaceAtStart()).toMatchObject({ aside: plan.aside });
    await again.replacement.opened();
    expect(await create().replacement.replaceAtStart()).toBeNull();
  });

  test('makes a plan of its own when the one that is there is of an earlier swap', async () => {
    const name = await backUp();
    await copyFile(pathOf(name), restoreFile(file));
    const old = await planSwap(file, { why: 'damaged', from: null, at: DAY_ONE + HOUR });
    await copyFile(file, pathOf(old.aside));
    now += 2 * HOUR;
    expect(await create().replacement.replaceAtStart()).toBeNull();
    expect((await listBackups(file)).map(({ reason }) => reason)).toEqual(['replaced', 'damaged', 'manual']);
  });
});

describe('damaged data', () => {
  test('is replaced by the newest backup that can be opened, and not by one that was set aside', async () => {
    const good = await backUp();
    now += HOUR;
    const bad = await backUp();
    await damage(pathOf(bad));
    await copyFile(pathOf(good), newBackupFile(file, 'damaged', now + HOUR));
    await copyFile(pathOf(good), newBackupFile(file, 'daily', now + 365 * DAY));
    write('b');
    await damage(file);
    now += 2 * HOUR;
    const backups = create();
    const aside = 'lookout-2026-01-01T03-00-00-000Z-damaged.db';
    expect(await backups.replacement.replaceDamaged()).toEqual({ from: { name: good, at: DAY_ONE }, aside });
    expect((await backups.state()).restored).toEqual({ from: { name: good, at: DAY_ONE }, aside });
    expect(logged).toEqual([
      'warn A backup cannot be used',
      'error The data was damaged. Lookout continues with a backup',
    ]);
    expect(idsIn()).toEqual(['a']);
    expect((await readdir(folder)).toSorted()).toEqual(['backups', 'lookout.db', 'lookout.db-swap']);
    // What was put in place stays.
    expect(await backups.replacement.replaceDamaged()).toBeNull();
  });

  test('is replaced by a backup of the future when there is no other', async () => {
    const name = await backUp();
    now -= DAY;
    await damage(file);
    expect(await create().replacement.replaceDamaged()).toMatchObject({ from: { name } });
  });

  test('stays when there is no backup that can be opened', async () => {
    const name = await backUp();
    await damage(pathOf(name));
    await damage(file);
    const { ino } = await stat(file);
    expect(await create().replacement.replaceDamaged()).toBeNull();
    expect((await stat(file)).ino).toBe(ino);
    expect(existsSync(swapFile(file))).toBe(false);
  });
});

test('the sizes are found once for all who ask at the same time', async () => {
  const backups = create();
  const asked = backups.sizes();
  expect(backups.sizes()).toBe(asked);
  expect((await asked).other).toBeGreaterThan(0);
  await backups.sizes();
  expect(tasks).toEqual(['sizes', 'sizes']);
});

test('the end of Lookout stops a copy, and does not wait for one that does not stop', async () => {
  const backups = create();
  backups.start('daily');
  await backups.stop();
  expect(await backups.state()).toMatchObject({ work: null, backups: [], problem: null });
  expect(tasks).toEqual(['copy', 'unref']);
  const stuck = create({ threads: { unref: () => undefined, run: () => new Promise<never>(() => undefined) } });
  stuck.start('daily');
  await stuck.stop();
  expect((await stuck.state()).work).toEqual({ what: 'backup', progress: 0 });
});
