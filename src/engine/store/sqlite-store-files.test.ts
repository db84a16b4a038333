/** The store's files on the disk: what happens when someone removes or replaces them, and who can read them. */
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTexts } from '../../i18n/texts.ts';
import { createSqliteStore } from './sqlite-store.ts';
import { StoreError, type Store } from './store.ts';
import { anEndpoint, aResult, DAY_ONE, SETTINGS } from './testing/store-fixture.ts';

// A busy machine must not fail the tests.

const texts = createTexts([]);
const workerUrl = new URL('./sqlite-worker.ts', import.meta.url);
/** Crashes, or fails, when it writes history of certain endpoints. */
const crashingWorkerUrl = new URL('./testing/crashing-worker.ts', import.meta.url);

let folder: string;
let file: string;
let stores: Store[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-store-'));
  file = join(folder, 'data', 'lookout.db');
  stores = [];
});
afterEach(async () => {
  await closeAll();
  await rm(folder, { recursive: true });
});

function create(options: { file?: string; workerUrl?: URL } = {}): Store {
  const store = createSqliteStore({ file, workerUrl, log: () => undefined, ...options });
  stores.push(store);
  return store;
}

async function closeAll(): Promise<void> {
  for (const store of stores) await store.close();
  stores = [];
}

// Windows does not allow removing or replacing a file that SQLite has open.
describe.skipIf(process.platform === 'win32')('when its file is removed or replaced while it is open', () => {
  const settings = { ...SETTINGS, maxConcurrent: 7 };
  /** The changes that must be durable or refused. */
  const changes: readonly ((store: Store) => Promise<unknown>)[] = [
    (store) => store.saveSettings(settings),
    (store) => store.saveEndpoints([anEndpoint('b')]),
    (store) => store.removeEndpoints(['a'], DAY_ONE),
    (store) => store.flush(),
  ];

  async function opened(options: { workerUrl?: URL } = {}): Promise<Store> {
    const store = create(options);
    await store.open(DAY_ONE);
    await store.saveSettings(SETTINGS);
    await store.saveEndpoints([anEndpoint('a'), anEndpoint('dies once')]);
    return store;
  }

  /** The refusal of each change. */
  async function refusals(store: Store): Promise<string[]> {
    const errors = await Promise.all(changes.map((change) => change(store).catch((error: unknown) => error)));
    return errors.map((error) => (error instanceof StoreError ? texts.message(error.problem) : 'not refused'));
  }

  const everyTime = (message: RegExp) => changes.map(() => expect.stringMatching(message) as string);

  /** Checks that nothing that was refused exists after a restart, and that changes are stored again. */
  async function expectUnchanged(store: Store): Promise<void> {
    await store.saveEndpoints([anEndpoint('c')]);
    await closeAll();
    const state = await create().open(DAY_ONE);
    expect(state.settings).toEqual(SETTINGS);
    expect(state.endpoints.map(({ id }) => id)).toEqual(['a', 'dies once', 'c']);
  }

  test.each(['lookout.db', 'lookout.db-wal'])('%s: refuses every change until the file is back', async (name) => {
    const store = await opened();
    const path = join(folder, 'data', name);
    await rename(path, join(folder, 'away'));
    const removed = new RegExp(`${name}\\. The file was removed while Lookout was running\\. Put the file back`);
    expect(await refusals(store)).toEqual(everyTime(removed));
    await writeFile(path, 'another file');
    expect(await refusals(store)).toEqual(everyTime(new RegExp(`${name}\\. The file was replaced`)));
    await rename(join(folder, 'away'), path);
    await expectUnchanged(store);
  });

  test('keeps results until the file is back', async () => {
    const store = await opened();
    await rename(file, join(folder, 'away'));
    store.recordResult(aResult('a', DAY_ONE));
    await expect(store.flush()).rejects.toMatchObject({ problem: { code: 'store.moved' } });
    expect(store.stats()).toMatchObject({
      queued: 1,
      problem: { code: 'store.moved', params: { reason: 'removed' } },
    });
    await rename(join(folder, 'away'), file);
    await store.flush();
    expect(store.stats()).toMatchObject({ queued: 0, problem: null });
    expect(await store.checks('a', { limit: 5 })).toEqual([aResult('a', DAY_ONE)]);
  });

  test('does not open another file in a new thread', async () => {
    const store = await opened({ workerUrl: crashingWorkerUrl });
    await rename(file, join(folder, 'away'));
    const other = create({ file: join(folder, 'other.db') });
    await other.open(DAY_ONE);
    await other.close();
    await rename(join(folder, 'other.db'), file);
    // The thread dies before it checks the file.
    store.recordResult(aResult('dies once', DAY_ONE));
    await expect(store.flush()).rejects.toThrow(StoreError);
    const unavailable = /was replaced while Lookout was running|It is started again/;
    expect(await refusals(store)).toEqual(everyTime(unavailable));
    await rename(join(folder, 'away'), file);
    await vi.waitFor(() => store.saveSettings(SETTINGS), 60_000);
    await expectUnchanged(store);
  });
});

test.skipIf(process.platform === 'win32')(
  'makes its files readable only by their owner, whatever the folder allows',
  async () => {
    const modes = async () => {
      const names = (await readdir(join(folder, 'data'))).sort();
      const stats = await Promise.all(names.map((name) => stat(join(folder, 'data', name))));
      return names.map((name, index) => `${name} ${((stats[index]?.mode ?? 0) & 0o777).toString(8)}`);
    };
    const owned = ['lookout.db 600', 'lookout.db-shm 600', 'lookout.db-wal 600'];
    await mkdir(join(folder, 'data'));
    await chmod(join(folder, 'data'), 0o777);
    await create().open(DAY_ONE);
    expect(await modes()).toEqual(owned);
    await closeAll();
    // As left behind by an older Lookout that was killed.
    for (const suffix of ['', '-wal', '-shm']) {
      await writeFile(file + suffix, '', { flag: 'a' });
      await chmod(file + suffix, 0o644);
    }
    await create().open(DAY_ONE);
    expect(await modes()).toEqual(owned);
  },
);
