import { describe, expect, test } from 'vitest';
import type { FailureSummary } from '../../contract/model/failure.ts';
import { internLayout } from './layout.ts';
import { emptyRollup, rollUp, type HistoryRow } from './rollup.ts';
import type { SeriesPlan } from './series-plan.ts';
import { seriesOfResults, seriesOfRollups } from './series.ts';
import type { TalliedCheck } from './tally.ts';

const MINUTE = 60_000;
const layout = internLayout({ phases: ['dns', 'wait'], metrics: ['loss', 'rows'], charted: ['loss'] });
const timeout: FailureSummary = { code: 'timeout' };

const check = (
  at: number,
  ms: number,
  changes: Partial<TalliedCheck<FailureSummary>> = {},
): TalliedCheck<FailureSummary> => ({
  at,
  verdict: 'up',
  duration: ms * 1000,
  layout,
  phases: [ms * 250, ms * 750],
  metrics: [ms / 10, 7],
  failure: null,
  code: null,
  disturbed: false,
  swallowed: null,
  ...changes,
});
const failed = (at: number) => check(at, 3, { verdict: 'down', failure: timeout, code: 'timeout' });
const planOf = (source: SeriesPlan['source'], step: number, from: number, to: number): SeriesPlan => ({
  source,
  step,
  from: step === 0 ? from : Math.floor(from / step) * step,
  to: step === 0 ? to : Math.floor(to / step) * step + step - 1,
  range: { from, to, points: 10 },
});
const itself = (failure: FailureSummary) => failure;
const rollupOf = (at: number, ...checks: TalliedCheck<FailureSummary>[]): HistoryRow<FailureSummary> => {
  const rollup = emptyRollup<FailureSummary>();
  for (const one of checks) rollUp(rollup, one);
  return { at, rollup };
};

describe('a series of single checks', () => {
  const checks = [
    check(1000, 10),
    check(2000, 20, { swallowed: { slots: 1, interval: 5 } }),
    failed(3000),
    check(11_000, 40, { disturbed: true }),
    check(12_000, 90, { verdict: 'degraded' }),
  ];

  test('has a point for each, and figures of all', () => {
    const series = seriesOfResults(planOf('results', 0, 0, 20_000), checks, itself);
    expect(series).toMatchObject({
      step: 0,
      at: [1000, 2000, 3000, 11_000, 12_000],
      count: [1, 1, 0, 1, 1],
      down: [0, 0, 1, 0, 0],
      disturbed: [0, 0, 0, 1, 0],
      swallowed: [0, 1, 0, 0, 0],
      swallowedInterval: [null, 5, null, null, null],
      avg: [10, 20, null, null, 90],
      p50: [],
      failure: [null, null, timeout, null, null],
      failures: { timeout: [0, 0, 1, 0, 0] },
      phases: { dns: [2.5, 5, null, null, 22.5], wait: [7.5, 15, null, null, 67.5] },
      summary: {
        count: 4,
        down: 1,
        unknown: 0,
        disturbed: 1,
        swallowed: 1,
        min: 10,
        avg: 40,
        max: 90,
        p50: 15,
        p95: 90,
        p99: 90,
      },
    });
    expect(series.metrics['loss']).toMatchObject({
      avg: [1, 2, 0.3, 4, 9],
      summary: { count: 5, min: 0.3, max: 9, avg: expect.closeTo(3.26, 9) as number },
    });
    expect(series.metrics['rows']).toEqual({
      min: [7, 7, 7, 7, 7],
      avg: [7, 7, 7, 7, 7],
      max: [7, 7, 7, 7, 7],
      summary: { count: 5, min: 7, avg: 7, max: 7, p50: null, p95: null, p99: null },
    });
  });

  test('has points of a width, and counts in its figures only what is in the range', () => {
    const series = seriesOfResults(planOf('results', 10_000, 2000, 11_500), checks, itself);
    expect(series).toMatchObject({
      at: [0, 10_000],
      count: [2, 2],
      down: [1, 0],
      min: [10, 90],
      max: [20, 90],
      avg: [15, 90],
      p50: [15, 90],
      p99: [20, 90],
      swallowed: [1, 0],
      swallowedInterval: [],
      summary: { count: 2, down: 1, disturbed: 1, swallowed: 1, min: 20, avg: 20, max: 20, p50: 15 },
    });
    expect(series.metrics['loss']?.summary).toMatchObject({ count: 3, min: 0.3, max: 4 });
  });

  test('of nothing is empty', () => {
    const empty = seriesOfResults(planOf('results', 0, 0, 10), [], itself);
    expect(empty).toMatchObject({ at: [], phases: {}, metrics: {}, failures: {} });
    expect(empty.summary).toEqual({
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
  });
});

describe('a series of rollups', () => {
  const first = rollupOf(0, check(1000, 10), check(50_000, 5000));
  const second = rollupOf(MINUTE, check(61_000, 20), failed(62_000));

  test('joins the rollups of a point, and single checks that are in none', () => {
    const plan = planOf('minute', 2 * MINUTE, 0, 4 * MINUTE - 1);
    const series = seriesOfRollups(plan, [first, second, check(2 * MINUTE, 30)], [], itself);
    expect(series).toMatchObject({
      at: [0, 2 * MINUTE],
      count: [3, 1],
      down: [1, 0],
      min: [10, 30],
      max: [5000, 30],
      failure: [timeout, null],
      failures: { timeout: [1, 0] },
      summary: { count: 4, down: 1, min: 10, max: 5000, avg: 1265 },
    });
    expect(series.p50[0]).toBeCloseTo(20, 0);
    expect([series.p50[1], series.p99[1], series.summary.p50]).toEqual([30, 30, expect.closeTo(20, 0)]);
    // Whole microseconds.
    for (const p50 of series.p50) expect((p50 ?? 0) * 1000).toBeCloseTo(Math.round((p50 ?? 0) * 1000), 6);
  });

  test('takes its figures of the points at the ends from what is in the range', () => {
    const plan = planOf('minute', MINUTE, 55_000, 2 * MINUTE + 5000);
    const ends = [check(2 * MINUTE, 30)];
    const series = seriesOfRollups(
      plan,
      [first, second, check(2 * MINUTE, 30), check(2 * MINUTE + 9000, 8000)],
      ends,
      itself,
    );
    expect(series).toMatchObject({
      at: [0, MINUTE, 2 * MINUTE],
      max: [5000, 20, 8000],
      summary: { count: 2, down: 1, min: 20, max: 30, avg: 25, p50: 20, p99: 30 },
    });
  });

  test('names a metric that occurs only outside the range, without figures', () => {
    const plan = planOf('minute', MINUTE, 55_000, 2 * MINUTE - 1);
    const series = seriesOfRollups(plan, [first], [], itself);
    expect(series.metrics['loss']?.summary).toEqual({
      count: 0,
      min: null,
      avg: null,
      max: null,
      p50: null,
      p95: null,
      p99: null,
    });
    expect(series.metrics['loss']?.p50).toEqual([1]);
    expect(series.summary.count).toBe(0);
  });

  test('a percentile of swallowed slots may be less than any check took, and is never more', () => {
    const stall = rollupOf(0, check(0, 8000, { swallowed: { slots: 7, interval: 1000 } }));
    const plan = planOf('minute', MINUTE, 0, MINUTE - 1);
    const { summary, p5 } = seriesOfRollups(plan, [stall], [], itself);
    expect(summary).toMatchObject({ min: 8000, max: 8000, swallowed: 7 });
    expect((summary.p50 ?? 0) / 4000).toBeCloseTo(1, 1);
    expect((p5[0] ?? 0) / 1000).toBeCloseTo(1, 1);
    expect(summary.p99).toBeLessThanOrEqual(8000);
  });
});
