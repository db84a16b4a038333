/** A database of commit 30c2b4d, which wrote a row for each result: see `test/fixtures/make-lookout-30c2b4d.mjs`. */
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { SeriesSummary } from '../../../contract/model/series.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { eachClockReadTakes } from '../../testing/slow-time.ts';
import { listBackups } from '../backup/files.ts';
import type { SeriesRange } from '../series-plan.ts';
import { databasePerTest } from '../testing/database-per-test.ts';
import { aBatch, aResult } from '../testing/store-fixture.ts';
import type { DatabaseStore } from './database-store.ts';

const FIXTURES = join(import.meta.dirname, '../../../../test/fixtures');
const HOUR = 3_600_000;

/** What the code of that commit read from the fixture. */
interface Expected {
  readonly now: EpochMs;
  readonly checks: Readonly<Record<EndpointId, readonly CheckResult[]>>;
  readonly spans: Readonly<Record<EndpointId, readonly StatusSpan[]>>;
  readonly series: Readonly<
    Record<EndpointId, readonly { readonly range: SeriesRange; readonly summary: SeriesSummary }[]>
  >;
}

const database = databasePerTest();
const { countOf } = database;
let store: DatabaseStore;
let expected: Expected;

beforeEach(async () => {
  await copyFile(join(FIXTURES, 'lookout-30c2b4d.db'), database.file);
  expected = JSON.parse(await readFile(join(FIXTURES, 'lookout-30c2b4d.json'), 'utf8')) as Expected;
  store = database.create({ now: expected.now });
});

afterEach(() => void vi.restoreAllMocks());

function expectAll(): void {
  for (const [id, checks] of Object.entries(expected.checks)) {
    const given = store.checks({ id, before: expected.now + 1, limit: 1000 });
    expect(given).toEqual(checks);
    expect(store.spans({ id, from: 0, to: expected.now })).toEqual(expected.spans[id]);
    for (const { range, summary } of expected.series[id] ?? []) {
      // The ranks of high percentiles have been defined differently since then.
      const { p95: _p95, p99: _p99, ...rest } = summary;
      expect(store.series({ id, ...range, to: Math.min(range.to, expected.now) }).summary).toMatchObject(rest);
    }
  }
}

describe('a database with a row for each result', () => {
  test('is read as before, moves into blocks while Lookout runs, and is read as before then', () => {
    // So each write has time for some of the rows, on a busy machine, too.
    eachClockReadTakes(1);
    const before = countOf('result');
    expect(before).toBeGreaterThan(600);
    expectAll();
    let left = before;
    for (let second = 0; left > 0; second += 1) {
      store.write(aBatch([aResult('idle', expected.now + 30 * HOUR + second * 1000)]));
      const now = countOf('result');
      expect(now).toBeLessThan(left);
      left = now;
      expectAll();
    }
    expect(countOf('block')).toBeGreaterThan(20);
    database.close(store);
    store = database.create({ now: expected.now });
    expectAll();
  });

  test('is copied before it is changed', async () => {
    const [copy] = await listBackups(database.file);
    expect(copy).toMatchObject({ reason: 'update', at: expected.now });
  });
});
