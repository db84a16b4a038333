/** Starts of Lookout whose data is damaged, or was not completely replaced. */
import { copyFile, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { damage, settled } from '../testing/backups-per-test.ts';
import { anEndpoint, aResult, DAY_ONE } from '../testing/store-fixture.ts';
import { storesWithBackups, workerUrl } from '../testing/stores-with-backups.ts';
import { Backups } from './backups.ts';
import { backupFolder, listBackups, newBackupFile, restoreFile } from './files.ts';
import { planSwap } from './swap.ts';

// A busy machine must not fail the tests.

const DAY_MS = 86_400_000;

const current = storesWithBackups();
const { create, close } = current;

describe('a kill while the data is replaced', () => {
  /** How far the replacement came. */
  const moments: readonly [string, (aside: string) => Promise<void>][] = [
    ['before the first move', () => Promise.resolve()],
    ['between the log and the database', (aside) => rename(`${current.file}-wal`, `${aside}-wal`)],
    [
      'between the database and the copy',
      async (aside) => {
        await rename(`${current.file}-wal`, `${aside}-wal`);
        await rename(current.file, aside);
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
    await copyFile(join(backupFolder(current.file), from?.name ?? ''), restoreFile(current.file));
    await writeFile(`${current.file}-wal`, 'the log');
    const database = await readFile(current.file);
    const { aside } = await planSwap(current.file, { why: 'damaged', from: from ?? null, at: DAY_ONE });
    await move(join(backupFolder(current.file), aside));

    store = create();
    const { endpoints, replaced } = await store.open(DAY_ONE);
    expect(endpoints).toHaveLength(1);
    expect(replaced).toMatchObject({ aside, from: { name: from?.name } });
    const setAside = join(backupFolder(current.file), aside);
    expect((await readFile(setAside)).equals(database)).toBe(true);
    expect(await readFile(`${setAside}-wal`, 'utf8')).toBe('the log');
    await close(store);
    expect((await create().open(DAY_ONE)).replaced).toBe(undefined);
  });
});

describe('damaged data', () => {
  test('is set aside, and Lookout continues with the newest backup that is not damaged', async () => {
    let store = create();
    await store.open(DAY_ONE);
    await store.saveEndpoints([anEndpoint('a')]);
    store.backups.start('daily');
    const good = (await settled(store.backups)).backups[0];
    store.backups.start('daily');
    const bad = (await settled(store.backups)).backups[0]?.name ?? '';
    await close(store);
    const backups = join(current.folder, 'backups');
    await damage(join(backups, bad));
    const damaged = await damage(current.file);

    store = create();
    const { endpoints, replaced } = await store.open(DAY_ONE);
    expect(endpoints.map(({ id }) => id)).toEqual(['a']);
    expect(replaced).toMatchObject({ from: { name: good?.name, at: good?.at } });
    expect((await readFile(join(backups, replaced?.aside ?? ''))).equals(damaged)).toBe(true);
    expect(current.logged).toContainEqual(expect.stringMatching(/^error The data was damaged/u));
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
    breakRows(current.file);
    const { ino } = await stat(current.file);
    await expect(create().open(DAY_ONE)).rejects.toThrow(/store\.unusable/u);
    current.stores = [];
    expect((await listBackups(current.file)).map(({ reason }) => reason)).toEqual(['daily']);
    expect((await stat(current.file)).ino).toBe(ino);
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
    const newer = newBackupFile(current.file, 'daily', Date.now());
    await copyFile(join(backupFolder(current.file), good), newer);
    breakRows(newer);
    await damage(current.file);
    expect(await create().open(DAY_ONE)).toMatchObject({ replaced: { from: { name: good } } });
  });

  test('is replaced by a backup of the past rather than by one of the future', async () => {
    const store = create();
    await store.open(DAY_ONE);
    store.backups.start('daily');
    const good = (await settled(store.backups)).backups[0]?.name ?? '';
    await close(store);
    await copyFile(
      join(backupFolder(current.file), good),
      newBackupFile(current.file, 'daily', Date.now() + 365 * DAY_MS),
    );
    await damage(current.file);
    expect(await create().open(DAY_ONE)).toMatchObject({ replaced: { from: { name: good } } });
  });

  test('is not replaced twice in a row', async () => {
    let store = create();
    await store.open(DAY_ONE);
    store.backups.start('daily');
    await store.backups.settled();
    await close(store);
    await damage(current.file);
    const backups = new Backups({ file: current.file, workerUrl, log: () => undefined });
    await backups.replacement.replaceAtStart();
    expect(await backups.replacement.replaceDamaged()).not.toBe(null);
    // The restored file is damaged, too, before it was opened.
    const damaged = await damage(current.file);
    const names = await readdir(backupFolder(current.file));
    for (let start = 0; start < 2; start += 1) {
      await expect(create().open(DAY_ONE)).rejects.toThrow(/store\.unusable/u);
      current.stores = [];
    }
    expect(await readdir(backupFolder(current.file))).toEqual(names);
    expect((await readFile(current.file)).equals(damaged)).toBe(true);
    // Once a good file was opened, new damage counts again.
    await copyFile(join(backupFolder(current.file), names.find((name) => name.includes('daily')) ?? ''), current.file);
    store = create();
    await store.open(DAY_ONE);
    await close(store);
    await damage(current.file);
    expect((await create().open(DAY_ONE)).replaced).toBeDefined();
  });

  test('is replaced also after a kill between the plan and the first move', async () => {
    const store = create();
    await store.open(DAY_ONE);
    store.backups.start('daily');
    const [from] = (await settled(store.backups)).backups;
    await close(store);
    await damage(current.file);
    await planSwap(current.file, { why: 'damaged', from: from ?? null, at: DAY_ONE });
    expect((await create().open(DAY_ONE)).replaced).toMatchObject({ from: { name: from?.name } });
  });

  test('without a backup stays where it is', async () => {
    const store = create();
    await store.open(DAY_ONE);
    await close(store);
    const damaged = await damage(current.file);
    await expect(create().open(DAY_ONE)).rejects.toThrow(/store\.unusable/u);
    current.stores = [];
    expect((await readFile(current.file)).equals(damaged)).toBe(true);
  });

  test('does not become a backup', async () => {
    const store = create();
    await store.open(DAY_ONE);
    await store.saveEndpoints(Array.from({ length: 400 }, (_, index) => anEndpoint(`endpoint ${index}`)));
    await close(store);
    const bytes = await readFile(current.file);
    bytes.fill(0xaa, 20 * 4096 + 8, 60 * 4096);
    await writeFile(current.file, bytes);
    const backups = new Backups({
      file: current.file,
      workerUrl,
      log: (_, message) => void current.logged.push(message),
    });
    backups.start('daily');
    expect(await settled(backups)).toMatchObject({
      backups: [],
      problem: { code: 'backup.failed', params: { doing: 'backup', reason: 'damaged' } },
    });
    expect(current.logged).toEqual(['Lookout could not complete a backup']);
  });
});
