import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { newBackupFile, type BackupFile } from './files.ts';
import { Soundness } from './soundness.ts';
import { TaskError } from '../tasks/task-thread.ts';

const DAY = 86_400_000;
let folder = '';
let file = '';
let checked: string[];
/** What the check of each backup comes to; by default, it is sound. */
let outcomes: Map<string, Error>;
let pending: PromiseWithResolvers<void> | null;
let soundness: Soundness;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-sound-'));
  file = join(folder, 'lookout.db');
  checked = [];
  outcomes = new Map();
  pending = null;
  const run = async ({ file: path, task }: { readonly file: string; readonly task: string }) => {
    expect(task).toBe('check');
    checked.push(basename(path));
    await pending?.promise;
    const outcome = outcomes.get(basename(path));
    if (outcome !== undefined) throw outcome;
    return null;
  };
  soundness = new Soundness({ file, threads: { run, unref: () => undefined } });
});
afterEach(() => rm(folder, { recursive: true }));

const backup = (day: number, changes: Partial<BackupFile> = {}): BackupFile => ({
  name: basename(newBackupFile(file, 'daily', DAY_ONE + day * DAY)),
  reason: 'daily',
  at: DAY_ONE + day * DAY,
  bytes: 1000,
  ...changes,
});
const failure = (damaged: boolean) => new TaskError({ failed: 'x', damaged, code: null, problem: null });
async function settled(): Promise<void> {
  await expect.poll(() => soundness.isChecking).toBe(false);
}

test('each backup is checked once, one after the other', async () => {
  const [one, two] = [backup(1), backup(2)];
  outcomes.set(two.name, failure(true));
  expect([soundness.of(one), soundness.isChecking]).toEqual([null, false]);
  pending = Promise.withResolvers();
  soundness.checkAll([one, two]);
  expect([checked, soundness.isChecking]).toEqual([[one.name], true]);
  // That is under way already.
  soundness.checkAll([one, two]);
  pending.resolve();
  await settled();
  expect([soundness.of(one), soundness.of(two)]).toEqual([true, false]);
  soundness.checkAll([one, two]);
  expect(soundness.isChecking).toBe(false);
  expect(checked).toEqual([one.name, two.name]);
});

test('data that was set aside because it was damaged is not checked, and others may have been found sound before', async () => {
  const aside = backup(1, { reason: 'damaged' });
  const made = backup(2);
  soundness.found(aside.name, true);
  soundness.found(made.name, true);
  expect([soundness.of(aside), soundness.of(made)]).toEqual([false, true]);
  soundness.checkAll([aside, made]);
  expect(checked).toEqual([]);
});

test('one that is too large, or has a log beside it, is not checked', async () => {
  const large = backup(1, { bytes: 512 * 1024 * 1024 + 1 });
  const largest = backup(2, { bytes: 512 * 1024 * 1024 });
  const [withLog, withEmptyLog] = [backup(3), backup(4)];
  await writeFile(`${newBackupFile(file, 'daily', withLog.at)}-wal`, 'x');
  await writeFile(`${newBackupFile(file, 'daily', withEmptyLog.at)}-wal`, '');
  soundness.checkAll([large, largest, withLog, withEmptyLog]);
  await settled();
  expect(checked).toEqual([largest.name, withEmptyLog.name]);
  expect([large, largest, withLog].map((one) => soundness.of(one))).toEqual([null, true, null]);
});

test('one that was removed meanwhile is skipped, and a check that fails ends the others', async () => {
  const [gone, next, failing, last] = [backup(1), backup(2), backup(3), backup(4)];
  outcomes.set(gone.name, new Error('ENOENT'));
  outcomes.set(failing.name, failure(false));
  soundness.checkAll([gone, next, failing, last]);
  await settled();
  expect(checked).toEqual([gone, next, failing].map(({ name }) => name));
  expect([gone, next, failing, last].map((one) => soundness.of(one))).toEqual([null, true, null, null]);
});
