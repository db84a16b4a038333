import { describe, expect, test } from 'vitest';
import type { CountedPeriod } from '../counted-history.ts';
import { aFailure, aResult, DAY_ONE } from './store-fixture.ts';
import { storePerTest, type StoreHarness } from './store-per-test.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export function countedSuite(harness: StoreHarness): void {
  describe('what another program counted', () => {
    const current = storePerTest(harness);
    const hour = (at: number, more: Partial<CountedPeriod> = {}): CountedPeriod => ({
      at,
      up: 58,
      down: 2,
      latency: { min: 10, avg: 20, max: 90 },
      ...more,
    });
    const [counted, first] = [DAY_ONE + 2 * DAY, DAY_ONE + 2 * DAY + 6 * HOUR];

    /** Two days, six hours of the third day, and then single checks for five minutes. */
    async function saved(): Promise<void> {
      await current.withEndpoints('a');
      await current.store.saveCounted('a', {
        days: [0, 1].map((day) => hour(DAY_ONE + day * DAY, { up: 1430, down: 10 })),
        hours: [-2, -1, 0, 1, 2, 3, 4, 5].map((n) => hour(counted + n * HOUR)),
      });
      for (let n = 0; n < 5; n += 1) {
        const at = first + n * 60_000;
        current.record(n === 4 ? aFailure('a', at) : aResult('a', at, { durationMs: 40 }));
      }
      await current.store.flush();
    }
    const series = (from: number, to: number, points: number) => current.store.series('a', { from, to, points });

    test('is in charts of days, each check once', async () => {
      await saved();
      const { step, count, down, min, avg, max, p50, summary } = await series(DAY_ONE, DAY_ONE + 3 * DAY - 1, 3);
      expect(step).toBe(DAY);
      expect(count).toEqual([1430, 1430, 6 * 58 + 4]);
      expect(down).toEqual([10, 10, 13]);
      expect([min, max]).toEqual([
        [10, 10, 10],
        [90, 90, 90],
      ]);
      expect(avg[0]).toBe(20);
      expect(avg[2]).toBeCloseTo((6 * 58 * 20 + 4 * 40) / (6 * 58 + 4), 3);
      // The distribution of latencies is not known.
      expect(p50).toEqual([null, null, null]);
      expect(summary).toMatchObject({ count: 2 * 1430 + 352, p50: null, p95: null, min: 10, max: 90 });
    });

    test('makes the points of a chart as wide as what is known', async () => {
      await saved();
      const { step, at, count } = await series(counted - 2 * HOUR, first + HOUR, 500);
      expect(step).toBe(DAY);
      expect(count[0]).toBe(1430);
      const hours = await series(counted, first + HOUR - 1, 500);
      expect(hours.step).toBe(HOUR);
      expect(hours.count).toEqual([58, 58, 58, 58, 58, 58, 4]);
      expect(at.length).toBeLessThan(hours.at.length);
      // Where there are single checks, they are shown, and their percentiles are known.
      const checks = await series(first, first + HOUR - 1, 500);
      expect(checks).toMatchObject({ step: 0, count: [1, 1, 1, 1, 0] });
      expect(checks.summary.p50).toBe(40);
    });

    test('stays when single checks are removed and later ones come', async () => {
      await saved();
      const keep = { failuresBefore: 0, historyBefore: 0, removedBefore: 0 };
      await current.store.prune({ ...keep, resultsBefore: first + HOUR });
      current.record(aResult('a', first + 10 * DAY, { durationMs: 30 }));
      await current.reopened(first + 10 * DAY);
      const { count, down } = await series(DAY_ONE, DAY_ONE + 3 * DAY - 1, 3);
      expect([count, down]).toEqual([
        [1430, 1430, 352],
        [10, 10, 13],
      ]);
      const later = await series(first, first + HOUR - 1, 500);
      expect(later.count.reduce((sum, one) => sum + one, 0)).toBe(4);
    });

    test('has no latency where none is known, and exact ones of single checks', async () => {
      await current.withEndpoints('a');
      const hours = [
        hour(counted, { latency: null }),
        hour(counted + HOUR, { up: 1, down: 0, latency: { min: 7, avg: 7, max: 7 } }),
        hour(counted + 2 * HOUR, { up: 0, down: 3, latency: null }),
      ];
      await current.store.saveCounted('a', { hours, days: [] });
      const { count, avg, p50 } = await series(counted, counted + 3 * HOUR - 1, 3);
      expect([count, avg, p50]).toEqual([
        [58, 1, 0],
        [null, 7, null],
        [null, 7, null],
      ]);
    });

    test('is refused for an endpoint that has results', async () => {
      await current.withEndpoints('a');
      current.record(aResult('a', first));
      const saving = current.store.saveCounted('a', { hours: [hour(counted)], days: [] });
      await expect(saving).rejects.toThrow('Expected an endpoint without results');
      await current.store.saveCounted('nobody', { hours: [hour(counted)], days: [] });
    });
  });
}
