import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { problemOf } from '../../base/problem-error.ts';
import { createMemoryStore } from '../memory-store.ts';
import { decodeFinding, decodeMeasured } from '../result-codec.ts';
import { encodeRollup } from '../rollup-codec.ts';
import { emptyRollup, rollUp, type Rollup } from '../rollup.ts';
import { databasePerTest, pruneAll } from '../testing/database-per-test.ts';
import { aBatch, aFailure, anEndpoint, aResult, DAY_ONE, encodeResult } from '../testing/store-fixture.ts';
import { StoreError } from '../store.ts';
import { FindingTable } from './finding-table.ts';
import { LayoutTable } from './layout-table.ts';
import type { StoreMethods } from './methods.ts';
import type { PruneCursor } from './prune.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';

// A busy machine must not fail the tests.

const current = databasePerTest();
const { create, close, read, countOf } = current;

function prune(store: StoreMethods, limits: { resultsBefore: EpochMs; failuresBefore: EpochMs }): void {
  pruneAll(store, { historyBefore: 0, removedBefore: 0, ...limits });
}

/** Changes the closed file as versions before blocks wrote it: a row for each result. */
function asWrittenEarlier(id: string, results: readonly CheckResult[]): void {
  const database = new DatabaseSync(current.file);
  database.exec('DELETE FROM journal; DELETE FROM block; DELETE FROM block_day; DELETE FROM result');
  const insert = database.prepare(
    `INSERT INTO result SELECT key, ?, (SELECT id FROM finding WHERE text = ?), ? FROM endpoint WHERE id = '${id}'`,
  );
  for (const { at, finding, figures } of results.map(encodeResult)) insert.run(at, finding, figures);
  database.close();
}

/** The same: older versions made the rollup of a minute as soon as the minute was over. */
function makeMinutes(): void {
  type Row = { endpoint: number; slot: number; at: EpochMs; finding: number; figures: Uint8Array; text: string };
  const database = new DatabaseSync(current.file);
  const results = database.prepare(
    `SELECT endpoint, at / 60000 AS slot, at, finding, figures, text FROM result JOIN finding ON finding = id
     WHERE at / 60000 > (SELECT coalesce(max(slot), -1) FROM rollup_minute WHERE endpoint = result.endpoint)
     AND at / 60000 < (SELECT max(at) / 60000 FROM result AS newest WHERE endpoint = result.endpoint) ORDER BY at`,
  );
  const minutes = new Map<string, { endpoint: number; slot: number; rollup: Rollup<number> }>();
  for (const row of results.all()) {
    const { endpoint, slot, at, finding, figures, text } = row as unknown as Row;
    const found = decodeFinding(text);
    const { verdict, failure } = found;
    const minute = minutes.get(`${endpoint} ${slot}`) ?? { endpoint, slot, rollup: emptyRollup<number>() };
    minutes.set(`${endpoint} ${slot}`, minute);
    const measured = decodeMeasured(found, figures);
    const failed = { failure: failure === null ? null : finding, code: failure?.code ?? null };
    rollUp(minute.rollup, { at, verdict, ...measured, ...failed });
  }
  const layouts = new LayoutTable(database, new FindingTable(database));
  const put = database.prepare('INSERT INTO rollup_minute (endpoint, slot, data) VALUES (?, ?, ?)');
  for (const { endpoint, slot, rollup } of minutes.values()) {
    put.run(endpoint, slot, encodeRollup(rollup, slot * 60_000, layouts));
  }
  database.close();
}

function versions(): unknown[] {
  return read((database) => database.prepare('SELECT version FROM migration ORDER BY version').all()).map(
    (row) => row['version'],
  );
}

describe('a batch', () => {
  test('is written completely or not at all, and can be written again', () => {
    const store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a')] });
    store.write(aBatch([aResult('a', DAY_ONE)]));
    const results = [aResult('a', DAY_ONE + 1), aFailure('a', DAY_ONE + 2)];
    // The database refuses it after the results of the batch were inserted.
    const broken = { endpointId: 'a', status: null, from: 1, to: 2 } as unknown as StatusSpan;
    expect(() => store.write(aBatch(results, [broken]))).toThrow(/NOT NULL/);
    expect(store.checks({ id: 'a', before: null, limit: 5 })).toEqual([aResult('a', DAY_ONE)]);
    expect(store.write(aBatch(results))).toMatchObject({ rows: 2, unknown: [] });
    expect(store.write(aBatch(results))).toMatchObject({ rows: 0 });
    expect(store.checks({ id: 'a', before: null, limit: 5 })).toHaveLength(3);
    const { summary } = store.series({ id: 'a', from: DAY_ONE, to: DAY_ONE + 120_000, points: 1 });
    expect(summary).toMatchObject({ count: 2, down: 1 });
  });

  test('lists the unknown endpoints', () => {
    const store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a')] });
    const results = [aResult('nobody', 1), aResult('a', 1), aResult('nobody', 2)];
    expect(store.write(aBatch(results))).toMatchObject({ rows: 1, unknown: ['nobody'] });
  });
});

describe('rollups', () => {
  const minute = 60_000;
  const day = 86_400_000;

  test('are made after their time is over, and minutes only when results are removed', () => {
    const store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a'), anEndpoint('b')] });
    const counts = () => ['minute', 'hour', 'day'].map((width) => countOf(`rollup_${width}`));
    for (let second = 0; second < 3600; second += 30) {
      store.write(aBatch(['a', 'b'].map((id) => aResult(id, DAY_ONE + second * 1000))));
    }
    expect(counts()).toEqual([0, 0, 0]);
    store.write(aBatch(['a', 'b'].map((id) => aResult(id, DAY_ONE + 119 * minute))));
    expect(counts()).toEqual([0, 0, 0]);
    // Six hours at once, and not for all endpoints with the same check.
    store.write(aBatch(['a', 'b'].map((id) => aResult(id, DAY_ONE + 361 * minute))));
    expect(counts()).toEqual([0, 2, 0]);
    store.write(aBatch(['a', 'b'].map((id) => aResult(id, DAY_ONE + 419 * minute))));
    expect(counts()).toEqual([0, 4, 0]);
    store.write(aBatch(['a', 'b'].map((id) => aResult(id, DAY_ONE + day + 359 * minute))));
    expect(counts()).toEqual([0, 6, 2]);
    prune(store, { resultsBefore: DAY_ONE + 10 * minute, failuresBefore: 0 });
    expect(counts()).toEqual([22, 6, 2]);
  });

  test.each([
    ['the journal', false],
    ['blocks', true],
  ])(
    'in %s count every check once, in any order, across restarts and retention, and with rows and minutes of an older Lookout',
    async (_, eager) => {
      // Anywhere, and often close together, because errors happen where minutes, hours and days begin.
      const near = fc.tuple(fc.constantFrom(0, minute, 60 * minute, day), fc.integer({ min: -minute, max: minute }));
      const time = fc
        .oneof(
          fc.nat(3 * day),
          near.map(([base, offset]) => Math.max(0, base + offset)),
        )
        .map((offset) => DAY_ONE + offset);
      const check = fc.record({
        at: time,
        durationMs: fc.integer({ min: 0, max: 60_000 }),
        verdict: fc.constantFrom('up', 'down', 'unknown'),
      });
      const event = fc.oneof(
        { weight: 8, arbitrary: fc.record({ checks: fc.array(check, { minLength: 1, maxLength: 8 }) }) },
        { weight: 1, arbitrary: fc.constant('reopen' as const) },
        { weight: 1, arbitrary: fc.constant('fail' as const) },
        { weight: 1, arbitrary: fc.constant('downgrade' as const) },
        { weight: 1, arbitrary: fc.record({ resultsBefore: time, failuresBefore: fc.oneof(time, fc.constant(0)) }) },
      );
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
          runs += 1;
          current.file = join(current.folder, `${runs}.db`);
          const id = 'a';
          let store = create({ eager });
          const memory = createMemoryStore();
          await memory.open(DAY_ONE);
          store.saveEndpoints({ endpoints: [anEndpoint(id)] });
          await memory.saveEndpoints([anEndpoint(id)]);
          for (const event of events) {
            if (event === 'reopen') {
              close(store);
              store = create({ eager });
            } else if (event === 'downgrade') {
              const kept = store.checks({ id, before: null, limit: 10_000 });
              close(store);
              asWrittenEarlier(id, kept);
              makeMinutes();
              store = create({ eager });
            } else if (event === 'fail') {
              const broken = { endpointId: id, status: null, from: 1, to: 2 } as unknown as StatusSpan;
              expect(() => store.write(aBatch([aResult(id, DAY_ONE + 4 * day)], [broken]))).toThrow(/NOT NULL/);
            } else if ('checks' in event) {
              const results = event.checks.map((changes) => aResult(id, changes.at, changes));
              store.write(aBatch(results));
              for (const result of results) memory.recordResult(result);
            } else {
              const retention = { historyBefore: 0, removedBefore: 0, ...event };
              retention.failuresBefore = Math.min(event.failuresBefore, event.resultsBefore);
              await memory.prune(retention);
              prune(store, retention);
            }
          }
          for (const points of [5000, 100, 3]) {
            const range = { from: DAY_ONE, to: DAY_ONE + 3 * day, points };
            const [given, expected] = [store.series({ id, ...range }), await memory.series(id, range)];
            expect(given).toEqual(expected);
          }
          close(store);
        }),
        { numRuns: 50 },
      );
    },
  );
});

test('a damaged result fails only the calls that read it', () => {
  const first = create();
  first.saveEndpoints({ endpoints: [anEndpoint('a')] });
  const written = [aResult('a', DAY_ONE), aResult('a', DAY_ONE + 60_000)];
  first.write(aBatch(written));
  close(first);
  asWrittenEarlier('a', written);
  const database = new DatabaseSync(current.file);
  // The duration and nothing else.
  database.prepare("UPDATE result SET figures = x'05' WHERE at = ?").run(DAY_ONE);
  database.close();
  const store = create();
  const range = { id: 'a', from: DAY_ONE, to: DAY_ONE + 60_000, points: 10 };
  const retention = { resultsBefore: DAY_ONE + 1, failuresBefore: 0, historyBefore: 0, removedBefore: 0 };
  const problem = problemOf('store.unusable', {
    doing: 'read',
    reason: 'damaged',
    file: current.file,
    problem: expect.any(String),
  });
  const damaged = expect.objectContaining({ problem });
  expect(() => store.checks({ id: 'a', before: null, limit: 2 })).toThrow(damaged);
  expect(() => store.series(range)).toThrow(damaged);
  // The first check of a later hour reads the results of the hour before, and skips the damaged one.
  expect(store.write(aBatch([aResult('a', DAY_ONE + 25_200_000)]))).toMatchObject({ rows: 1 });
  expect(store.load({ now: DAY_ONE }).state.recent.get('a')?.durationMs).toEqual([0.005, 42.1, 42.1]);
  expect(store.series({ ...range, to: DAY_ONE + 3_599_999, points: 1 })).toMatchObject({ count: [1] });
  prune(store, retention);
  expect(store.checks({ id: 'a', before: null, limit: 3 }).map(({ at }) => at - DAY_ONE)).toEqual([25_200_000, 60_000]);
});

test('a damaged block costs only itself', () => {
  const store = create({ eager: true });
  store.saveEndpoints({ endpoints: [anEndpoint('a')] });
  const hour = 3_600_000;
  // So many that each hour gets a block.
  const seconds = Array.from({ length: 40 }, (_, second) => second * 1000);
  const times = [0, 1, 2].flatMap((hours) => seconds.map((second) => DAY_ONE + hours * hour + second));
  store.write(aBatch(times.map((at) => aResult('a', at))));
  const database = new DatabaseSync(current.file);
  const id = (DAY_ONE / hour + 1) * 2 ** 28 + 1;
  const { changes } = database
    .prepare("UPDATE block SET data = CAST(substr(data, 1, 9) || x'ff' || substr(data, 11) AS BLOB) WHERE id = ?")
    .run(id);
  expect(changes).toBe(1);
  const range = { id: 'a', from: DAY_ONE, to: DAY_ONE + 3 * hour - 1 };
  const others = times.filter((at) => Math.floor((at - DAY_ONE) / hour) !== 1);
  const listed = () => store.checks({ id: 'a', before: null, limit: 200 }).map(({ at }) => at);
  expect(listed()).toEqual(others.toReversed());
  expect(store.series({ ...range, points: 3 }).count).toEqual([40, 40]);
  expect(store.series({ ...range, points: 100 }).summary.count).toBe(80);
  // A late result of that hour does not go into it, nor replace it.
  const late = aResult('a', DAY_ONE + hour + 500);
  expect(store.write(aBatch([late]))).toMatchObject({ rows: 1, damaged: 1, problem: null });
  expect(listed()).toEqual([...others.slice(0, 40), late.at, ...others.slice(40)].toReversed());
  expect(database.prepare('SELECT count(*) AS count FROM block').get()).toEqual({ count: 3 });
  // The last row in the table of rows has a damaged block; others still move.
  expect(store.write(aBatch([aResult('a', DAY_ONE + 4 * hour)]))).toMatchObject({ rows: 1, problem: null });
  database.close();
  prune(store, { resultsBefore: DAY_ONE + 5 * hour, failuresBefore: DAY_ONE + 5 * hour });
  expect(listed()).toEqual([]);
});

test('a damaged rollup does not keep later checks from being stored', () => {
  const store = create();
  store.saveEndpoints({ endpoints: [anEndpoint('a')] });
  const hour = 3_600_000;
  store.write(aBatch([aResult('a', DAY_ONE), aResult('a', DAY_ONE + hour), aResult('a', DAY_ONE + 7 * hour)]));
  const database = new DatabaseSync(current.file);
  database.prepare("UPDATE rollup_hour SET data = x'ff' WHERE slot = ?").run(DAY_ONE / hour);
  database.close();
  // A late check of the damaged hour, and the first check of the next day, which adds up the hours of this one.
  const later = [aResult('a', DAY_ONE + 1), aResult('a', DAY_ONE + 2 * 24 * hour)];
  expect(store.write(aBatch(later))).toMatchObject({ rows: 2 });
  const series = store.series({ id: 'a', from: DAY_ONE, to: DAY_ONE + 20 * 24 * hour, points: 1 });
  expect(series.count.reduce((sum, count) => sum + count, 0)).toBe(3);
});

describe('migrations', () => {
  const next = MIGRATIONS.length + 1;
  const all = Array.from(MIGRATIONS, ({ version }) => version);
  const later: Migration = { version: next, sql: 'CREATE TABLE more (x INTEGER) STRICT' };

  test('are applied once, and new ones to existing data', () => {
    close(create());
    expect(versions()).toEqual(all);
    close(create());
    const store = create({ migrations: [...MIGRATIONS, later] });
    expect(versions()).toEqual([...all, next]);
    close(store);
    expect(() => create()).toThrow(StoreError);
    expect(() => create({ migrations: [...MIGRATIONS, { ...later, sql: 'CREATE TABLE other (x)' }] })).toThrow(
      expect.objectContaining({ problem: problemOf('store.otherBuild', { file: current.file, version: next }) }),
    );
  });

  test('leave nothing behind when one fails', () => {
    const broken: Migration = {
      version: next,
      sql: 'CREATE TABLE more (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1)',
    };
    expect(() => create({ migrations: [...MIGRATIONS, broken] })).toThrow(/nowhere/);
    expect(versions()).toEqual(all);
    close(create({ migrations: [...MIGRATIONS, later] }));
    expect(versions()).toEqual([...all, next]);
  });
});

describe('retention', () => {
  test('runs in slices, and returns pages to the file system', () => {
    const store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a'), anEndpoint('b')] });
    for (let start = 0; start < 40_000; start += 500) {
      const times = Array.from({ length: 500 }, (_, index) => DAY_ONE + (start + index) * 1000);
      store.write(aBatch(times.map((at) => aResult(start % 1000 === 0 ? 'a' : 'b', at))));
    }
    const before = store.load({ now: DAY_ONE }).bytes;
    const retention = {
      resultsBefore: DAY_ONE + 39_000_000,
      failuresBefore: DAY_ONE,
      historyBefore: DAY_ONE,
      removedBefore: DAY_ONE,
    };
    let slices = 0;
    let cursor: PruneCursor | null = null;
    do {
      cursor = store.prune({ retention, cursor });
      slices += 1;
      // Other calls in between see consistent data.
      expect(store.checks({ id: 'a', before: null, limit: 1 })).toHaveLength(1);
    } while (cursor !== null);
    expect(slices).toBeGreaterThan(1);
    expect(store.checks({ id: 'a', before: null, limit: 1000 })).toHaveLength(500);
    expect(store.load({ now: DAY_ONE }).bytes).toBeLessThan(before / 2);
  });
});
