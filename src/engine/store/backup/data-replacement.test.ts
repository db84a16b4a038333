/** The replacement of data, with tasks in the thread of the tests; `damaged-data.test.ts` tests whole starts. */
import { existsSync } from 'node:fs';
import { copyFile, readdir, stat } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { backupsPerTest, damage, settled } from '../testing/backups-per-test.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { listBackups, newBackupFile, restoreFile, restoreNameFile, swapFile } from './files.ts';
import { planSwap } from './swap.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const current = backupsPerTest();
const { create, write, idsIn, pathOf, backUp } = current;

describe('a restore', () => {
  test('prepares a copy, which replaces the data at the next start', async () => {
    const name = await backUp();
    write('b');
    const backups = create();
    backups.restore(name);
    expect((await backups.state()).work).toEqual({ what: 'restore', progress: 0 });
    expect(await settled(backups)).toMatchObject({ work: null, restoreAtStart: name, problem: null });
    expect(idsIn()).toEqual(['a', 'b']);

    current.now += HOUR;
    const next = create();
    // The person restored it, so there is nothing to report.
    expect(await next.replacement.replaceAtStart()).toBeNull();
    expect(current.logged).toEqual(['info Lookout restored a backup']);
    const { restored, restoreAtStart, backups: listed } = await next.state();
    const aside = 'lookout-2026-01-01T01-00-00-000Z-replaced.db';
    expect({ restored, restoreAtStart }).toEqual({
      restored: { from: { name, reason: 'manual', at: DAY_ONE }, aside },
      restoreAtStart: null,
    });
    expect(listed.map((one) => one.name)).toEqual([aside, name]);
    expect([idsIn(), idsIn(pathOf(aside))]).toEqual([['a'], ['a', 'b']]);
    expect([restoreFile(current.file), restoreNameFile(current.file)].map((path) => existsSync(path))).toEqual([
      false,
      false,
    ]);
    expect(existsSync(swapFile(current.file))).toBe(true);
    await next.replacement.opened();
    expect(existsSync(swapFile(current.file))).toBe(false);
    expect(await create().replacement.replaceAtStart()).toBeNull();
  });

  test('is completed when a kill interrupted it, with the plan that is there', async () => {
    const name = await backUp();
    await copyFile(pathOf(name), restoreFile(current.file));
    const plan = await planSwap(current.file, { why: 'damaged', from: { name, at: DAY_ONE }, at: DAY_ONE + HOUR });
    current.now += 2 * HOUR;
    expect(await create().replacement.replaceAtStart()).toEqual({
      from: { name, reason: 'manual', at: DAY_ONE },
      aside: plan.aside,
    });
    // It is reported again until the data was opened.
    const again = create();
    expect(await again.replacement.replaceAtStart()).toMatchObject({ aside: plan.aside });
    await again.replacement.opened();
    expect(await create().replacement.replaceAtStart()).toBeNull();
  });

  test('makes a plan of its own when the one that is there is of an earlier swap', async () => {
    const name = await backUp();
    await copyFile(pathOf(name), restoreFile(current.file));
    const old = await planSwap(current.file, { why: 'damaged', from: null, at: DAY_ONE + HOUR });
    await copyFile(current.file, pathOf(old.aside));
    current.now += 2 * HOUR;
    expect(await create().replacement.replaceAtStart()).toBeNull();
    expect((await listBackups(current.file)).map(({ reason }) => reason)).toEqual(['replaced', 'damaged', 'manual']);
  });
});

describe('damaged data', () => {
  test('is replaced by the newest backup that can be opened, and not by one that was set aside', async () => {
    const good = await backUp();
    current.now += HOUR;
    const bad = await backUp();
    await damage(pathOf(bad));
    await copyFile(pathOf(good), newBackupFile(current.file, 'damaged', current.now + HOUR));
    await copyFile(pathOf(good), newBackupFile(current.file, 'daily', current.now + 365 * DAY));
    write('b');
    await damage(current.file);
    current.now += 2 * HOUR;
    const backups = create();
    const aside = 'lookout-2026-01-01T03-00-00-000Z-damaged.db';
    expect(await backups.replacement.replaceDamaged()).toEqual({ from: { name: good, at: DAY_ONE }, aside });
    expect((await backups.state()).restored).toEqual({ from: { name: good, at: DAY_ONE }, aside });
    expect(current.logged).toEqual([
      'warn A backup cannot be used',
      'error The data was damaged. Lookout continues with a backup',
    ]);
    expect(idsIn()).toEqual(['a']);
    expect((await readdir(current.folder)).toSorted()).toEqual(['backups', 'lookout.db', 'lookout.db-swap']);
    // The backup in place is not replaced again.
    expect(await backups.replacement.replaceDamaged()).toBeNull();
  });

  test('is replaced by a backup of the future when there is no other', async () => {
    const name = await backUp();
    current.now -= DAY;
    await damage(current.file);
    expect(await create().replacement.replaceDamaged()).toMatchObject({ from: { name } });
  });

  test('stays when there is no backup that can be opened', async () => {
    const name = await backUp();
    await damage(pathOf(name));
    await damage(current.file);
    const { ino } = await stat(current.file);
    expect(await create().replacement.replaceDamaged()).toBeNull();
    expect((await stat(current.file)).ino).toBe(ino);
    expect(existsSync(swapFile(current.file))).toBe(false);
  });
});
