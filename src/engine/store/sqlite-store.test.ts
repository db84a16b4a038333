import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTexts } from '../../i18n/texts.ts';
import type { LogLevel } from '../ports.ts';
import { createSqliteStore } from './sqlite-store.ts';
import { aFailure, anEndpoint, anIncident, aResult, DAY_ONE, SETTINGS } from './testing/store-fixture.ts';
import type { StoreHarness } from './testing/store-per-test.ts';
import { ALL_SUITES, CHECK_SUITES, runSuites } from './testing/suites.ts';
import { StoreError, type Store } from './store.ts';

const texts = createTexts([]);

// A busy machine must not fail the tests.

const workerUrl = new URL('./sqlite-worker.ts', import.meta.url);
/** Crashes, or fails, when it writes history of certain endpoints. */
const crashingWorkerUrl = new URL('./testing/crashing-worker.ts', import.meta.url);

function harness(eager = false): StoreHarness {
  let folder = '';
  const create = () => createSqliteStore({ file: join(folder, 'lookout.db'), workerUrl, log: () => undefined, eager });
  return {
    create: async () => {
      folder = await mkdtemp(join(tmpdir(), 'lookout-store-'));
      return create();
    },
    reopen: async (store, now) => {
      await store.close();
      const reopened = create();
      return { store: reopened, state: await reopened.open(now) };
    },
    cleanUp: () => rm(folder, { recursive: true }),
  };
}

describe('the SQLite store', () => {
  runSuites(ALL_SUITES, harness());
});

// What was just recorded is in the journal above, and in blocks here.
describe('the SQLite store, with all results in blocks', () => {
  runSuites(CHECK_SUITES, harness(true));
});

describe('the SQLite store and its file', () => {
  let folder: string;
  let file: string;
  let stores: Store[];
  let logged: { level: LogLevel; message: string }[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-store-'));
    file = join(folder, 'data', 'lookout.db');
    stores = [];
    logged = [];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await rm(folder, { recursive: true });
  });

  function create(options: { file?: string; workerUrl?: URL } = {}): Store {
    const log = (level: LogLevel, message: string) => void logged.push({ level, message });
    const store = createSqliteStore({ file, workerUrl, log, ...options });
    stores.push(store);
    return store;
  }

  async function closeAll(): Promise<void> {
    for (const store of stores) await store.close();
    stores = [];
  }

  /** Opens the store, and returns the sentence of the refusal. */
  async function refusal(options: { file?: string } = {}): Promise<string> {
    const error: unknown = await create(options)
      .open(DAY_ONE)
      .catch((error: unknown) => error);
    stores.pop();
    expect(error).toBeInstanceOf(StoreError);
    return error instanceof StoreError ? texts.message(error.problem) : '';
  }

  function inDatabase(work: (database: DatabaseSync) => void): void {
    const database = new DatabaseSync(file);
    work(database);
    database.close();
  }

  test('returns everything when it is opened again', async () => {
    const first = create();
    await first.open(DAY_ONE);
    await first.saveEndpoints([anEndpoint('a'), anEndpoint('b')]);
    await first.saveSettings(SETTINGS);
    const results = [aResult('a', DAY_ONE), aFailure('a', DAY_ONE + 30_000), aResult('b', DAY_ONE)];
    for (const result of results) first.recordResult(result);
    const span = { endpointId: 'a', status: 'down', from: DAY_ONE, to: DAY_ONE + 30_000 } as const;
    first.recordSpan(span);
    first.recordIncident(anIncident('i', 'a', DAY_ONE + 30_000));
    const range = { from: DAY_ONE, to: DAY_ONE + 60_000, points: 1 };
    const series = await first.series('a', range);
    await closeAll();

    const second = create();
    const state = await second.open(DAY_ONE);
    expect(state.endpoints).toEqual([anEndpoint('a'), anEndpoint('b')]);
    expect(state.settings).toEqual(SETTINGS);
    expect(state.spans).toEqual([span]);
    expect(state.incidents).toEqual([anIncident('i', 'a', DAY_ONE + 30_000)]);
    expect([...state.last.values()]).toEqual([results[1], results[2]]);
    expect(await second.checks('a', { limit: 5 })).toEqual([results[1], results[0]]);
    expect(await second.series('a', range)).toEqual(series);
    expect(logged).toEqual([]);
  });

  test('keeps flushed data when the process is killed', async () => {
    const store = create();
    await store.open(DAY_ONE);
    await store.saveEndpoints([anEndpoint('a')]);
    store.recordResult(aResult('a', DAY_ONE));
    // Only a durable commit sets it.
    const synced = () => {
      const reader = new DatabaseSync(file, { readOnly: true });
      const row = reader.prepare('PRAGMA user_version').get();
      reader.close();
      return row?.['user_version'];
    };
    expect(synced()).toBe(0);
    await store.flush();
    expect(synced()).toBe(1);
    // The files after a kill: as they are now, with the log not yet moved into the database.
    await mkdir(join(folder, 'copy'));
    const copy = join(folder, 'copy', 'lookout.db');
    for (const end of ['', '-wal']) await copyFile(file + end, copy + end);
    const second = create({ file: copy });
    const { endpoints, last } = await second.open(DAY_ONE);
    expect(endpoints).toEqual([anEndpoint('a')]);
    expect(last.get('a')).toEqual(aResult('a', DAY_ONE));
  });

  test('writes soon by itself, and reports how much', async () => {
    const store = create();
    await store.open(DAY_ONE);
    await store.saveEndpoints([anEndpoint('a')]);
    expect(store.stats()).toMatchObject({ queued: 0, writeMs: null, rowsWritten: 0 });
    expect(store.stats().bytes).toBeGreaterThan(4096);
    for (let at = 0; at < 10; at += 1) store.recordResult(aResult('a', DAY_ONE + at));
    expect(store.stats().queued).toBe(10);
    await vi.waitFor(() => expect(store.stats()).toMatchObject({ queued: 0, rowsWritten: 10 }), 60_000);
    expect(store.stats().writeMs).toBeGreaterThan(0);
  });

  test('stores the common part of many checks once', async () => {
    const store = create();
    await store.open(DAY_ONE);
    await store.saveEndpoints([anEndpoint('a')]);
    for (let at = 0; at < 500; at += 1) {
      const details = { ...aResult('a', 0).details, bytes: at, rtt: at / 8 };
      store.recordResult(aResult('a', DAY_ONE + (at * DAY) / 50, { details }));
      store.recordResult(aFailure('a', DAY_ONE + (at * DAY) / 50 + 1));
    }
    await closeAll();
    inDatabase((database) => {
      // Of the first 17 sizes, all but the last are taken as constant, each with a finding of its own. Then there is
      // one for all, and one for the failure.
      expect(database.prepare('SELECT count(*) AS count FROM finding').get()).toEqual({ count: 18 });
    });

    const again = create();
    await again.open(DAY_ONE);
    expect(await again.checks('a', { limit: 2000 })).toHaveLength(1000);
    const keep = { resultsBefore: 0, failuresBefore: 0, historyBefore: 0, removedBefore: 0 };
    const limit = DAY_ONE + 20 * DAY;
    await again.prune({ ...keep, resultsBefore: limit, failuresBefore: limit });
    await closeAll();
    // Rollups still refer to the failure. The other finding is removed with its results.
    inDatabase((database) => {
      expect(database.prepare('SELECT verdict FROM finding').all()).toEqual([{ verdict: 2 }]);
      const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
      const free = Number(database.prepare('PRAGMA freelist_count').get()?.['freelist_count']);
      expect(free).toBeLessThanOrEqual(pages / 20);
    });
    const third = create();
    await third.open(DAY_ONE);
    await third.prune({ ...keep, resultsBefore: limit, failuresBefore: limit, historyBefore: limit });
    await closeAll();
    inDatabase((database) => expect(database.prepare('SELECT * FROM finding').all()).toEqual([]));
  });

  describe('refuses to open', () => {
    async function made(): Promise<void> {
      await create().open(DAY_ONE);
      await closeAll();
    }

    test('when a newer Lookout wrote the data', async () => {
      await made();
      inDatabase((database) => database.exec("INSERT INTO migration VALUES (99, 'hash', 0)"));
      expect(await refusal()).toMatch(/written by a newer Lookout \(data version 99; this one knows \d+\)\. Start/);
    });

    test('when a migration differs', async () => {
      await made();
      inDatabase((database) => database.exec("UPDATE migration SET hash = 'other' WHERE version = 1"));
      expect(await refusal()).toMatch(/written by another build of Lookout \(data version 1 differs\)\. Start/);
    });

    test('when it is not a database, and does not change the file', async () => {
      file = join(folder, 'lookout.db');
      const text = 'Dear diary, '.repeat(1000);
      await writeFile(file, text);
      expect(await refusal()).toMatch(/^Lookout cannot open its data in .*lookout\.db\. The file is not a database\./);
      expect(await readFile(file, 'utf8')).toBe(text);
    });

    test('when it is the database of another program, and does not change it', async () => {
      file = join(folder, 'lookout.db');
      inDatabase((database) => database.exec('CREATE TABLE theirs (x)'));
      const before = await readFile(file);
      expect(await refusal()).toMatch(/is the database of another program\. Move the file away/);
      expect((await readFile(file)).equals(before)).toBe(true);
    });

    test('when its folder cannot be created', async () => {
      await writeFile(join(folder, 'a file'), '');
      const message = await refusal({ file: join(folder, 'a file', 'lookout.db') });
      expect(message).toMatch(
        /^Lookout cannot open its data in .*E(EXIST|NOTDIR).*Check that the folder can be written/,
      );
    });

    test('when the folder cannot be written', async () => {
      // Without permissions, which do not apply to root: on Linux, nobody can create a file here.
      const message = await refusal({ file: '/proc/lookout.db' });
      expect(message).toMatch(/^Lookout cannot open its data in \/proc\/lookout\.db\. .*Check that the folder can be/);
    });
  });

  describe('when its thread dies', () => {
    test('rejects pending calls, logs it, starts another thread and keeps recorded rows', async () => {
      const store = create({ workerUrl: crashingWorkerUrl });
      await store.open(DAY_ONE);
      await store.saveEndpoints([anEndpoint('a'), anEndpoint('dies once')]);
      store.recordResult(aResult('a', DAY_ONE));
      await store.flush();
      store.recordResult(aResult('dies once', DAY_ONE));
      store.recordResult(aResult('a', DAY_ONE + 1));
      const error: unknown = await store.flush().catch((error: unknown) => error);
      expect(error).toBeInstanceOf(StoreError);
      expect(error).toMatchObject({ problem: { code: 'store.threadStopped' } });
      expect(logged).toContainEqual({ level: 'error', message: expect.stringMatching(/thread of the store stopped/) });

      expect(await store.checks('a', { limit: 5 })).toEqual([aResult('a', DAY_ONE + 1), aResult('a', DAY_ONE)]);
      expect(await store.checks('dies once', { limit: 5 })).toEqual([aResult('dies once', DAY_ONE)]);
      expect(store.stats().queued).toBe(0);
      await store.saveEndpoints([anEndpoint('b')]);
      await store.flush();
    });

    test('after a write, counts nothing twice', async () => {
      const store = create({ workerUrl: crashingWorkerUrl });
      await store.open(DAY_ONE);
      await store.saveEndpoints([anEndpoint('dies after')]);
      for (let at = 0; at < 5; at += 1) store.recordResult(aResult('dies after', DAY_ONE + at));
      await expect(store.flush()).rejects.toThrow(StoreError);
      await store.flush();
      const { summary } = await store.series('dies after', { from: DAY_ONE, to: DAY_ONE + 1000, points: 1 });
      expect(summary.count).toBe(5);
    });

    test('closes in time', async () => {
      const store = create({ workerUrl: crashingWorkerUrl });
      await store.open(DAY_ONE);
      await store.saveEndpoints([anEndpoint('dies always')]);
      store.recordResult(aResult('dies always', DAY_ONE));
      await expect(store.flush()).rejects.toThrow(StoreError);
      await closeAll();
      expect(logged).toContainEqual({ level: 'error', message: expect.stringMatching(/closed with 1 unwritten rows/) });
    });
  });

  test('rejects a flush when a write fails, logs it, and continues to read', async () => {
    const store = create({ workerUrl: crashingWorkerUrl });
    await store.open(DAY_ONE);
    await store.saveEndpoints([anEndpoint('a'), anEndpoint('fills the disk once')]);
    store.recordResult(aResult('a', DAY_ONE));
    await store.flush();
    store.recordResult(aResult('a', DAY_ONE + 1));
    store.recordResult(aResult('fills the disk once', DAY_ONE));
    expect(await store.checks('a', { limit: 5 })).toEqual([aResult('a', DAY_ONE)]);
    expect(logged).toContainEqual({ level: 'error', message: expect.stringMatching(/cannot write 2 rows/) });
    await store.flush();
    expect(await store.checks('a', { limit: 5 })).toHaveLength(2);
    const { summary } = await store.series('a', { from: DAY_ONE, to: DAY_ONE + 1000, points: 1 });
    expect(summary.count).toBe(2);
  });
});

const DAY = 86_400_000;
