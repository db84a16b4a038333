/** Series of every store, against a model that does it the plain way. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../contract/model/check.ts';
import { DAY_MS, type Store } from '../store.ts';
import {
  CHARTED,
  DURATIONS,
  expectDistribution,
  expectPercentiles,
  expectSeries,
  parts,
  resultOf,
  someChecks,
  type SomeCheck,
} from './series-model.ts';
import { anEndpoint, aResult, asStored, DAY_ONE } from './store-fixture.ts';
import type { StoreHarness } from './store-per-test.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

export function seriesSuite(harness: StoreHarness): void {
  describe('series', () => {
    let store: Store;
    let endpoints = 0;

    beforeAll(async () => {
      store = await harness.create();
      await store.open(DAY_ONE);
    });
    afterAll(async () => {
      await store.close();
      await harness.cleanUp();
    });

    /** A new endpoint with these checks. */
    async function given(checks: readonly SomeCheck[]): Promise<{ id: string; results: CheckResult[] }> {
      endpoints += 1;
      const id = `series-${endpoints}`;
      await store.saveEndpoints([anEndpoint(id)]);
      const results = checks.map((check) => asStored(resultOf(id, check)));
      for (const result of results) store.recordResult(result, { charted: CHARTED, durations: DURATIONS });
      return { id, results };
    }

    test.each([
      ['single checks', 10 * MINUTE, 60, 'exact'],
      ['minutes', 8 * HOUR, 250, 'sketched'],
      ['hours', 20 * DAY_MS, 250, 'sketched'],
      ['days', 400 * DAY_MS, 250, 'sketched'],
    ] as const)('of %s are what the model says', async (_, spanMs, maxLength, percentiles) => {
      const points = fc.integer({ min: 20, max: 100 });
      await fc.assert(
        fc.asyncProperty(someChecks(spanMs, maxLength), points, parts(spanMs), async (checks, points, part) => {
          const { id, results } = await given(checks);
          const whole = { from: DAY_ONE, to: DAY_ONE + spanMs, points };
          const series = await store.series(id, whole);
          expect(series).toMatchObject({ from: whole.from, to: whole.to });
          expect(series.at.length).toBeLessThanOrEqual(points + 1);
          expectSeries(series, results, percentiles === 'exact' || series.step === 0);
          // A part of it, which begins and ends within a point.
          const ofPart = await store.series(id, { ...part, points });
          expectSeries(ofPart, results, ofPart.step < MINUTE);
          expectDistribution(await store.distribution(id, whole), results);
        }),
        { numRuns: 25 },
      );
    });

    test('have a point for every check while these are fewer than the points', async () => {
      const { id } = await given([]);
      for (let index = 0; index < 10; index += 1) store.recordResult(aResult(id, DAY_ONE + index * 30_000));
      const range = { from: DAY_ONE, to: DAY_ONE + 9 * 30_000 };
      expect(await store.series(id, { ...range, points: 10 })).toMatchObject({ step: 0, count: Array(10).fill(1) });
      expect(await store.series(id, { ...range, points: 9 })).toMatchObject({ step: 30_000 });
    });

    test('have points that stay where they are as the range moves', async () => {
      const { id } = await given([]);
      for (let index = 0; index < 600; index += 1) {
        store.recordResult(aResult(id, DAY_ONE + index * 1000, { durationMs: index }));
      }
      const first = await store.series(id, { from: DAY_ONE + 60_000, to: DAY_ONE + 360_000, points: 100 });
      const later = await store.series(id, { from: DAY_ONE + 61_700, to: DAY_ONE + 361_700, points: 100 });
      expect(later.step).toBe(5000);
      expect(later.at).toEqual(first.at);
      expect(later.avg).toEqual(first.avg);
    });

    test('of an endpoint without checks are empty', async () => {
      const { id } = await given([]);
      for (const each of [id, 'nobody']) {
        const series = await store.series(each, { from: DAY_ONE, to: DAY_ONE + HOUR, points: 100 });
        expect(series).toMatchObject({ step: 0, at: [], count: [], avg: [], phases: {}, metrics: {} });
        expect(series.summary).toEqual({
          count: 0,
          down: 0,
          unknown: 0,
          disturbed: 0,
          swallowed: 0,
          min: null,
          avg: null,
          max: null,
          p50: null,
          p95: null,
          p99: null,
        });
      }
    });

    test('over 7 days give percentiles within 1 % from merged rollups', async () => {
      const { id } = await given([]);
      const durations: number[] = [];
      // Two in three around 50 ms, one in three around a second, a slow drift and rare outliers: two humps and a tail.
      for (let index = 0; index < 7 * 1440; index += 1) {
        const base = index % 3 === 0 ? 1000 : 50;
        const durationMs =
          Math.round((base + ((index * 7919) % 997) / 10 + index / 100 + (index % 211 === 0 ? 8000 : 0)) * 1000) / 1000;
        durations.push(durationMs);
        store.recordResult(aResult(id, DAY_ONE + index * MINUTE, { durationMs }));
      }
      for (const points of [500, 100, 5]) {
        const series = await store.series(id, { from: DAY_ONE, to: DAY_ONE + 7 * DAY_MS - 1, points });
        expect(series.at.length).toBeGreaterThan(points / 3);
        expect(series.at.length).toBeLessThanOrEqual(points);
        expect(series.summary.count).toBe(durations.length);
        expectPercentiles(series.summary, durations, false);
      }
    });
  });
}
