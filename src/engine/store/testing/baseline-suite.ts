import { describe, expect, test } from 'vitest';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import { aFailure, aResult, DAY_ONE } from './store-fixture.ts';
import { storePerTest, type StoreHarness } from './store-per-test.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** The hour that is asked about: 22 days after the first. */
const NOW = DAY_ONE + 22 * DAY + 5 * HOUR;

export function baselineSuite(harness: StoreHarness): void {
  describe('the baseline', () => {
    const current = storePerTest(harness);

    /** Twenty-one checks in an hour: five are a tenth faster, five a tenth slower. */
    const record = (hour: EpochMs, durationMs: Ms) => {
      for (let check = 0; check < 21; check += 1) {
        const factor = check < 5 ? 0.9 : check < 10 ? 1.1 : 1;
        current.record(aResult('a', hour + check * 60_000, { durationMs: durationMs * factor }));
      }
    };
    const usual = async (at = NOW) => {
      const { median, basis, checks, dayMedian } = await current.store.baseline('a', { from: at, to: at + 1 });
      return { median: median.map(Math.round), basis, checks, dayMedian: dayMedian.map((ms) => ms && Math.round(ms)) };
    };

    test('is of the same hour of the week once three weeks are known', async () => {
      await current.withEndpoints('a');
      for (const weeks of [1, 2, 3]) record(NOW - weeks * WEEK, 100);
      // Two of three weeks do not have to be good.
      record(NOW - DAY, 300);
      record(NOW - 2 * DAY, 300);
      record(NOW - 3 * DAY, 300);
      const found = await usual();
      expect(found).toMatchObject({ basis: ['week'], checks: [63] });
      expect(found.median[0]).toBeGreaterThanOrEqual(99);
      expect(found.median[0]).toBeLessThanOrEqual(101);
      const { mad, slowShare } = await current.store.baseline('a', { from: NOW, to: NOW + 1 });
      expect(mad[0]).toBeLessThan(2);
      expect(slowShare).toEqual([0]);
    });

    test('is of the same hour of the last days until then, or of the hour a week ago if that was slower', async () => {
      await current.withEndpoints('a');
      for (const days of [1, 2, 3]) record(NOW - days * DAY, 100);
      expect(await usual()).toMatchObject({ basis: ['day'], checks: [63], dayMedian: [100] });
      record(NOW - WEEK, 400);
      const { median, basis } = await usual();
      expect(basis).toEqual(['day']);
      expect(median[0]).toBeGreaterThan(390);
    });

    test('is of the day before when the endpoint is new, and unknown in its first day', async () => {
      await current.withEndpoints('a');
      for (let hours = 3; hours < 23; hours += 1) record(NOW - hours * HOUR, 100);
      expect(await usual()).toEqual({ median: [], basis: [], checks: [], dayMedian: [] });
      record(NOW - 24 * HOUR, 100);
      expect(await usual()).toMatchObject({ basis: ['last'], checks: [21 * 21], dayMedian: [100] });
    });

    test('leaves out checks that failed or were not timed well, and needs twenty', async () => {
      await current.withEndpoints('a');
      const hour = NOW - DAY;
      for (let check = 0; check < 19; check += 1) {
        current.record(aResult('a', hour + check * 60_000, { durationMs: 100 }));
        current.record(aFailure('a', hour + check * 60_000 + 1));
        current.record(aResult('a', hour + check * 60_000 + 2, { durationMs: 900, selfMs: 500 }));
      }
      expect((await usual()).basis).toEqual([]);
      current.record(aResult('a', hour + 30 * 60_000, { durationMs: 100 }));
      expect(await usual()).toMatchObject({ basis: ['last'], checks: [20], median: [100] });
    });

    test('is answered for each hour of a range, at most for the last 35 days', async () => {
      await current.withEndpoints('a');
      for (let hours = 1; hours <= 26; hours += 1) record(NOW - hours * HOUR, 100);
      const { at, basis } = await current.store.baseline('a', { from: NOW - 2 * HOUR, to: NOW + HOUR });
      expect(at).toEqual([NOW - 2 * HOUR, NOW - HOUR, NOW]);
      expect(basis).toEqual(['last', 'last', 'last']);
      const all = await current.store.baseline('a', { from: 0, to: NOW + 35 * DAY - HOUR });
      expect(all.at[0]).toBe(NOW - HOUR);
    });
  });
}
