/** What backups do, with tasks in the thread of the tests; in `backups.test.ts`, they run in threads of their own. */
import { existsSync } from 'node:fs';
import { copyFile, readdir, stat, writeFile } from 'node:fs/promises';
import { describe, expect, test, vi } from 'vitest';
import { sameThreadTasks } from '../testing/same-thread-tasks.ts';
import { backupsPerTest, damage, settled } from '../testing/backups-per-test.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { backupFolder, listBackups, newBackupFile } from './files.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const current = backupsPerTest();
const { create, idsIn, pathOf, backUp } = current;

describe('a backup', () => {
  test('is a sound copy, and one thing is done at a time', async () => {
    const backups = create();
    expect(await backups.state()).toMatchObject({
      available: true,
      folder: backupFolder(current.file),
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
    expect({ made, work, problem, tasks: current.tasks }).toEqual({
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
    expect(await readdir(backupFolder(current.file))).toHaveLength(1);
    expect(idsIn(pathOf(made[0]?.name ?? ''))).toEqual(['a']);
    expect(current.logged).toEqual([]);
  });

  test('removes those beyond what is kept', async () => {
    for (let day = 1; day <= 8; day += 1)
      await writeFile(newBackupFile(current.file, 'daily', DAY_ONE - day * DAY), '');
    const backups = create();
    backups.start('daily');
    expect((await settled(backups)).backups.map(({ at }) => (DAY_ONE - at) / DAY)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('that fails is reported and leaves nothing', async () => {
    await damage(current.file);
    const backups = create();
    backups.start('daily');
    expect(await settled(backups)).toMatchObject({
      backups: [],
      work: null,
      problem: { code: 'backup.failed', params: { doing: 'backup', reason: 'damaged' } },
    });
    expect(await readdir(backupFolder(current.file))).toEqual([]);
    expect(current.logged).toEqual(['error Lookout could not complete a backup']);
    // The next attempt begins without it.
    backups.start('daily');
    expect((await backups.state()).problem).toBeNull();
    await backups.settled();
  });

  test('of the day is made once a day, whatever is there from the future', async () => {
    await writeFile(newBackupFile(current.file, 'daily', DAY_ONE + 400 * DAY), '');
    await writeFile(newBackupFile(current.file, 'manual', DAY_ONE - HOUR), '');
    const backups = create();
    const made: number[] = [];
    for (const hours of [0, 23, 24, 30]) {
      current.now = DAY_ONE + hours * HOUR;
      await backups.startDaily();
      await backups.settled();
      made.push(current.tasks.length);
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
    expect(existsSync(current.file)).toBe(true);
  });

  test('is checked once, and known to be sound or damaged', async () => {
    const sound = await backUp();
    current.now += HOUR;
    const damaged = await backUp();
    await damage(pathOf(damaged));
    await copyFile(current.file, newBackupFile(current.file, 'damaged', current.now + 1));
    const mayCheck = Promise.withResolvers<void>();
    const threads = sameThreadTasks();
    const backups = create({
      threads: {
        ...threads,
        run: async (task) => {
          current.tasks.push(task.task);
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
    current.tasks.length = 0;
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
    expect(current.tasks).toEqual(['check', 'check']);
  });
});

describe('a restore', () => {
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
    expect(await listBackups(current.file)).toHaveLength(1);
    expect(current.logged).toEqual(['info Lookout restarts to restore a backup']);
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
    expect((await readdir(current.folder)).filter((one) => one.includes('restore'))).toEqual([]);
    expect(current.logged).toEqual([]);
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
    expect((await readdir(current.folder)).filter((one) => one.includes('restore'))).toEqual([]);
    expect(current.logged).toEqual(['error Lookout could not complete a restore']);
  });
});

test('the sizes are found once for all who ask at the same time', async () => {
  const backups = create();
  const asked = backups.sizes();
  expect(backups.sizes()).toBe(asked);
  expect((await asked).other).toBeGreaterThan(0);
  await backups.sizes();
  expect(current.tasks).toEqual(['sizes', 'sizes']);
});

test('the end of Lookout stops a copy, and does not wait for one that does not stop', async () => {
  const backups = create();
  backups.start('daily');
  await backups.stop();
  expect(await backups.state()).toMatchObject({ work: null, backups: [], problem: null });
  expect(current.tasks).toEqual(['copy', 'unref']);
  const stuck = create({ threads: { unref: () => undefined, run: () => new Promise<never>(() => undefined) } });
  stuck.start('daily');
  await stuck.stop();
  expect((await stuck.state()).work).toEqual({ what: 'backup', progress: 0 });
});
