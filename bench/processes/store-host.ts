/** The SQLite store in its own process, to be filled, queried and measured; and its baseline, plain inserts. */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EndpointId, EpochMs } from '../../src/contract/model/units.ts';
import { buildReport } from '../../src/engine/history/report.ts';
import { findShifts } from '../../src/engine/history/shifts.ts';
import { createSqliteStore } from '../../src/engine/store/sqlite-store.ts';
import type { Store } from '../../src/engine/store/store.ts';
import { seededRandom } from '../../src/shared/testing/seeded-random.ts';
import { answerCalls } from '../harness/calls.ts';
import { isDown, makeEndpoint, makeIncident, makeResult, makeSpan } from '../harness/history.ts';
import { ownCpuMs } from '../harness/meter.ts';
import { quantile } from '../harness/stats.ts';
import { STORE_WORKER_URL } from '../harness/store-worker-url.ts';

/** How many rows may wait: above 50,000, the store's own queue drops results. */
const MAX_QUEUED = 5000;

let store: Store | undefined;
let ids: EndpointId[] = [];

function opened(): Store {
  if (store === undefined) throw new Error('the store was not opened');
  return store;
}

export interface Filled {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuMs: number;
  /** How long batches took in the thread, as the store itself measures them. */
  readonly batchMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** Checks every 2 ms whether another batch was written; a batch takes longer. */
function watchBatches(): () => number[] {
  const took: number[] = [];
  let rows = opened().stats().rowsWritten;
  const timer = setInterval(() => {
    const { rowsWritten, writeMs } = opened().stats();
    if (rowsWritten !== rows && writeMs !== null) took.push(writeMs);
    rows = rowsWritten;
  }, 2);
  return () => {
    clearInterval(timer);
    return took;
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Bytes that this process wrote to the disk. */
function bytesWritten(): number {
  return Number(/^write_bytes: (\d+)$/mu.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? NaN);
}

const methods = {
  /** @returns how long opening took in milliseconds, including all data that the list shows at the start */
  async open({
    file,
    now,
  }: {
    file: string;
    now: EpochMs;
  }): Promise<{ tookMs: number; cpuMs: number; endpoints: number }> {
    store = createSqliteStore({
      file,
      workerUrl: STORE_WORKER_URL,
      log: (level, message) => level === 'error' && console.error(message),
    });
    const [began, cpuFrom] = [performance.now(), ownCpuMs()];
    const { endpoints } = await store.open(now);
    ids = endpoints.map(({ id }) => id);
    return { tookMs: performance.now() - began, cpuMs: ownCpuMs() - cpuFrom, endpoints: endpoints.length };
  },
  async addEndpoints(args: { urls: readonly string[]; now: EpochMs; intervalMs?: number }): Promise<void> {
    const endpoints = args.urls.map((url, index) => makeEndpoint(index, url, args.now, args.intervalMs));
    await opened().saveEndpoints(endpoints);
    ids = endpoints.map(({ id }) => id);
  },
  /**
   * Records results in order of time, as fast as the store accepts them or `perSecond`.
   * @param sparse endpoints from `dense` on get only every n-th step
   */
  async fill(args: {
    from: EpochMs;
    to: EpochMs;
    stepMs: number;
    seed: number;
    dense?: number;
    sparse?: number;
    perSecond?: number;
    /** The number of results after which it ends. */
    rows?: number;
  }): Promise<Filled> {
    const { from, to, stepMs, dense = Infinity, sparse = 1, perSecond = Infinity } = args;
    const random = seededRandom(args.seed);
    const batches = watchBatches();
    const [began, cpuFrom] = [performance.now(), ownCpuMs()];
    let rows = 0;
    for (let at = from, step = 0; at < to && rows < (args.rows ?? Infinity); at += stepMs, step++) {
      for (const [index, id] of ids.entries()) {
        if (index >= dense && step % sparse !== 0) continue;
        const result = makeResult(index, id, at + (index * stepMs) / ids.length, random);
        opened().recordResult(result);
        if (result.verdict === 'down' && !isDown(index, result.at - stepMs))
          opened().recordIncident(makeIncident(index, result));
        rows += 1;
        if (rows % 250 !== 0) continue;
        const aheadMs = (rows / perSecond) * 1000 - (performance.now() - began);
        if (aheadMs > 0) await pause(aheadMs);
        while (opened().stats().queued > MAX_QUEUED) await pause(1);
      }
    }
    for (const id of ids) opened().recordSpan(makeSpan(id, from, to));
    await opened().flush();
    const took = batches();
    return {
      rows,
      seconds: (performance.now() - began) / 1000,
      cpuMs: ownCpuMs() - cpuFrom,
      batchMs: { p50: quantile(took, 0.5), p99: quantile(took, 0.99), max: quantile(took, 1) },
    };
  },
  /**
   * Writes small batches, as a running Lookout does, until the store has moved all results that an import at full speed
   * has left in its journal: after each batch, it moves those of at least one endpoint, and an entry of the journal stays until
   * the results of all endpoints in it have moved.
   * @param file of the store
   */
  async settle({ file, now }: { file: string; now: EpochMs }): Promise<void> {
    const database = new DatabaseSync(file, { readOnly: true });
    const entries = () => Number(database.prepare('SELECT count(*) AS entries FROM journal').get()?.['entries']);
    const random = seededRandom(9);
    let left = entries();
    for (let batch = 0, unchanged = 0; unchanged < 50 + ids.length; batch += 1) {
      opened().recordResult(makeResult(0, ids[0] ?? '', now + batch, random));
      await opened().checks(ids[0] ?? '', { limit: 1 });
      const next = entries();
      unchanged = next < left ? 0 : unchanged + 1;
      left = next;
    }
    database.close();
  },
  /**
   * Records results and spans as the engine does while it checks, in batches of two seconds, but as fast as the store
   * writes them.
   * @returns the number of results, and the bytes per result that the process wrote to the disk (`write_bytes` in
   *   `/proc/self/io`, Linux), including the end, when the log is moved into the database
   */
  async watch(args: { from: EpochMs; to: EpochMs; intervalMs: number; seed: number }) {
    const { from, to, intervalMs } = args;
    const random = seededRandom(args.seed);
    // As after some weeks, the last spans of two endpoints are seldom in the same page.
    for (let span = 0; span < 100; span += 1) {
      for (const id of ids) {
        const start = from - (100 - span) * 3_600_000;
        opened().recordSpan({ ...makeSpan(id, start, start + 3_600_000), status: span % 2 === 0 ? 'up' : 'down' });
      }
      await opened().flush();
    }
    const before = bytesWritten();
    const took: number[] = [];
    let rows = 0;
    for (let batchEnd = from + 2000; batchEnd <= to; batchEnd += 2000) {
      for (; from + (rows / ids.length) * intervalMs < batchEnd; rows += 1) {
        const index = rows % ids.length;
        const lateMs = 0.1 + random();
        const slot = from + (rows / ids.length) * intervalMs;
        const result = { ...makeResult(index, ids[index] ?? '', slot + lateMs, random), lateMs };
        opened().recordResult(result);
        const status = result.verdict === 'down' ? 'down' : 'up';
        opened().recordSpan({ ...makeSpan(result.endpointId, from + index, result.at + result.durationMs), status });
      }
      // Reading waits until the batch is written.
      await opened().checks(ids[0] ?? '', { limit: 1 });
      took.push(opened().stats().writeMs ?? 0);
    }
    await opened().close();
    store = undefined;
    return { rows, bytesPerCheck: (bytesWritten() - before) / rows, batchP99Ms: quantile(took, 0.99) };
  },
  /** Writes the same rows as plain inserts: one table, one index, 500 rows per transaction, in this thread. */
  fillBare({ file, rows }: { file: string; rows: number }): { seconds: number; bytes: number } {
    mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    database.exec('CREATE TABLE check_result (endpoint TEXT, at INTEGER, verdict TEXT, ms REAL, message TEXT)');
    database.exec('CREATE INDEX check_by_time ON check_result (endpoint, at)');
    const insert = database.prepare('INSERT INTO check_result VALUES (?, ?, ?, ?, ?)');
    const random = seededRandom(1);
    const began = performance.now();
    for (let done = 0; done < rows; done += 500) {
      database.exec('BEGIN');
      for (let index = 0; index < 500; index++) {
        const { endpointId, at, verdict, durationMs } = makeResult(
          index,
          ids[index % ids.length] ?? '',
          done * 60,
          random,
        );
        insert.run(endpointId, at, verdict, durationMs, '200 - OK');
      }
      database.exec('COMMIT');
    }
    const seconds = (performance.now() - began) / 1000;
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    return { seconds, bytes: statSync(file).size };
  },
  /** @returns how long a chart of one endpoint took in milliseconds, and its number of points */
  async chart({ index, from, to, points }: { index: number; from: EpochMs; to: EpochMs; points: number }) {
    const began = performance.now();
    const { at, count } = await opened().series(ids[index] ?? '', { from, to, points });
    return { tookMs: performance.now() - began, points: at.length, checks: count.reduce((sum, n) => sum + n, 0) };
  },
  /** Charts of several endpoints at the same time. @returns milliseconds */
  async compare({ count, ...range }: { from: EpochMs; to: EpochMs; points: number; count: number }): Promise<number> {
    const began = performance.now();
    await Promise.all(ids.slice(0, count).map((id) => opened().series(id, range)));
    return performance.now() - began;
  },
  /** A report of the first endpoints. @returns milliseconds */
  async report({ from, to, count }: { from: EpochMs; to: EpochMs; count: number }): Promise<number> {
    const began = performance.now();
    await buildReport(
      { from, to },
      {
        store: opened(),
        now: to,
        endpoints: ids.slice(0, count).map((id, index) => ({ ...makeEndpoint(index, `https://${id}/`, from), id })),
        currentSpan: () => null,
        marksOf: (incidentId) => ({ incidentId, acknowledged: null, excluded: null, comments: 0 }),
        objectives: [],
        annotations: async () => [],
      },
    );
    return performance.now() - began;
  },
  /** What else changed, over all endpoints. @returns milliseconds */
  async shifts(range: { from: EpochMs; to: EpochMs }): Promise<number> {
    const began = performance.now();
    await findShifts(range, ids, opened());
    return performance.now() - began;
  },
  /** The baseline of one endpoint. @returns milliseconds */
  async usual(range: { from: EpochMs; to: EpochMs }): Promise<number> {
    const began = performance.now();
    await opened().baseline(ids[0] ?? '', range);
    return performance.now() - began;
  },
  /** Removes older data. @returns milliseconds */
  async prune({ resultsBefore, historyBefore }: { resultsBefore: EpochMs; historyBefore: EpochMs }): Promise<number> {
    const began = performance.now();
    await opened().prune({ resultsBefore, failuresBefore: resultsBefore, historyBefore, removedBefore: historyBefore });
    return performance.now() - began;
  },
  stats: () => opened().stats(),
  async close(): Promise<void> {
    await store?.close();
    store = undefined;
  },
};

export type StoreHostMethods = typeof methods;
answerCalls(methods, async () => store?.close());
