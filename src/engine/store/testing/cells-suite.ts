/** Tests that every store must pass: figures in cells of time. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { sumsOf } from '../../verdict/uptime.ts';
import type { CellQuery } from '../cells.ts';
import { DAY_MS } from '../store.ts';
import { aFailure, aResult, DAY_ONE } from './store-fixture.ts';
import { storePerTest, type StoreHarness } from './store-per-test.ts';

const HOUR = 3_600_000;
const STATUSES = ['up', 'degraded', 'down', 'unknown', 'paused', 'maintenance', 'excluded'] as const;

/** Periods of an hour from DAY_ONE, each with its cell. */
function hours(cells: readonly number[], more: Partial<CellQuery> = {}): CellQuery {
  return {
    edges: [...cells, 0].map((_, index) => DAY_ONE + index * HOUR),
    cells,
    count: Math.max(...cells) + 1,
    current: null,
    latency: true,
    ...more,
  };
}

export function cellsSuite(harness: StoreHarness): void {
  const subject = storePerTest(harness);
  beforeEach(() => subject.withEndpoints('a', 'b'));
  const span = (status: StatusSpan['status'], from: EpochMs, to: EpochMs): StatusSpan => ({
    endpointId: 'a',
    status,
    from: DAY_ONE + from,
    to: DAY_ONE + to,
  });

  describe('cells of time', () => {
    test('sum the status over all periods of a cell', async () => {
      subject.store.recordSpan(span('up', -HOUR, HOUR / 2));
      subject.store.recordSpan(span('down', HOUR / 2, 1.25 * HOUR));
      subject.store.recordSpan(span('up', 1.25 * HOUR, 2.5 * HOUR));
      subject.store.recordSpan({ ...span('down', 0, 4 * HOUR), endpointId: 'b' });
      const [even, odd] = await subject.store.cells('a', hours([0, 1, 0, 1]));
      expect(even?.statusMs).toMatchObject({ up: HOUR, down: HOUR / 2, unknown: 0 });
      expect(odd?.statusMs).toMatchObject({ up: 0.75 * HOUR, down: HOUR / 4 });
    });

    test('the span that grows is as it is now, not as it was stored', async () => {
      subject.store.recordSpan(span('up', 0, HOUR / 4));
      const current = span('up', 0, 1.5 * HOUR);
      const cells = await subject.store.cells('a', hours([0, 1, 2], { current }));
      expect(cells.map(({ statusMs }) => statusMs.up)).toEqual([HOUR, HOUR / 2, 0]);
    });

    test('the median is that of all latencies of the cell, without failures', async () => {
      for (const [hour, ms] of [10, 200, 30, 400].entries()) {
        for (let minute = 0; minute < 60; minute += 5) {
          subject.record(aResult('a', DAY_ONE + hour * HOUR + minute * 60_000, { durationMs: ms, selfMs: 0 }));
        }
        subject.record(aFailure('a', DAY_ONE + hour * HOUR + 59 * 60_000, { durationMs: 9000 }));
      }
      // So that the hours before it have rollups.
      subject.record(aResult('a', DAY_ONE + 30 * HOUR, { selfMs: 0 }));
      const cells = await subject.store.cells('a', hours([0, 1, 0, 1]));
      expect(cells.map(({ latencies }) => latencies)).toEqual([24, 24]);
      const [one, other] = cells.map(({ medianMs }) => medianMs ?? 0);
      expect(Math.abs((one ?? 0) / 10 - 1)).toBeLessThan(0.011);
      expect(Math.abs((other ?? 0) / 200 - 1)).toBeLessThan(0.011);
      const [without] = await subject.store.cells('a', hours([0], { latency: false }));
      expect(without).toMatchObject({ latencies: 0, medianMs: null });
    });

    test('have nothing where nothing is known', async () => {
      const nothing = { latencies: 0, medianMs: null, statusMs: { up: 0, down: 0, unknown: 0 } };
      expect(await subject.store.cells('a', hours([0, 1]))).toMatchObject([nothing, nothing]);
      expect(await subject.store.cells('nobody', hours([0]))).toMatchObject([nothing]);
    });

    test('the sums of periods are those of the uptime of each', async () => {
      const spans = fc.array(fc.tuple(fc.constantFrom(...STATUSES), fc.integer({ min: 1, max: 5 * HOUR })), {
        maxLength: 30,
      });
      await fc.assert(
        fc.asyncProperty(spans, async (lengths) => {
          await subject.withEndpoints('c');
          let at = -HOUR;
          const recorded = lengths.map(([status, length]): StatusSpan => {
            const from = at;
            at += length;
            return { ...span(status, from, at), endpointId: 'c' };
          });
          for (const one of recorded) subject.store.recordSpan(one);
          const cells = Array.from({ length: 48 }, (_, index) => index);
          const query = hours(cells, { latency: false });
          const sums = (await subject.store.cells('c', query)).map(({ statusMs }) => statusMs);
          expect(sums).toEqual(
            cells.map((index) => sumsOf(recorded, query.edges[index] ?? 0, query.edges[index + 1] ?? 0)),
          );
          await subject.store.removeEndpoints(['c'], DAY_ONE);
          await subject.store.prune({
            resultsBefore: DAY_ONE,
            failuresBefore: DAY_ONE,
            historyBefore: DAY_ONE,
            removedBefore: DAY_ONE + DAY_MS,
          });
        }),
        { numRuns: 15 },
      );
    });
  });
}
