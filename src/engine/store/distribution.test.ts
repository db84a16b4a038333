import { expect, it } from 'vitest';
import { distributionOf } from './distribution.ts';
import { internLayout } from './layout.ts';
import { emptyRollup, rollUp, type HistoryRow } from './rollup.ts';
import type { SeriesPlan } from './series-plan.ts';
import { BIN_GROWTH } from './sketch.ts';
import type { TalliedCheck } from './tally.ts';

const LAYOUT = internLayout({ phases: [], metrics: [], charted: [] });
const RANGE = { from: 0, to: 4_000, points: 4 };
const PLAN = { range: RANGE, step: 1_000 } as unknown as SeriesPlan;

/** @param duration in microseconds */
const check = (at: number, duration: number, changes: Partial<TalliedCheck<string>> = {}): TalliedCheck<string> => ({
  at,
  verdict: 'up',
  duration,
  layout: LAYOUT,
  phases: [],
  metrics: [],
  failure: null,
  code: null,
  disturbed: false,
  swallowed: null,
  ...changes,
});

/** What each point has: pairs of the range of a bucket in microseconds, and its count. */
function read(rows: readonly HistoryRow<string>[]) {
  const { from, to, step, at, edges, point, bucket, count } = distributionOf(PLAN, rows);
  expect([from, to, step]).toEqual([RANGE.from, RANGE.to, PLAN.step]);
  const cells = count.map((some, index) => {
    const place = bucket[index] ?? NaN;
    return {
      at: at[point[index] ?? NaN],
      above: (edges[place] ?? NaN) * 1000,
      upTo: (edges[place + 1] ?? NaN) * 1000,
      some,
    };
  });
  return { at, edges, cells };
}

it('counts the latencies of each point in buckets that grow by a tenth', () => {
  const { at, edges, cells } = read([check(0, 1_000), check(999, 1_001), check(1_000, 50_000), check(3_500, 1_000)]);
  expect(at).toEqual([0, 1_000, 3_000]);
  expect(cells.map(({ at: start, some }) => [start, some])).toEqual([
    [0, 2],
    [1_000, 1],
    [3_000, 1],
  ]);
  for (const [index, duration] of [1_001, 50_000, 1_000].entries()) {
    expect(cells[index]?.above).toBeLessThan(duration);
    expect(cells[index]?.upTo).toBeGreaterThanOrEqual(duration);
  }
  for (let index = 1; index < edges.length; index += 1) {
    expect((edges[index] ?? 0) / (edges[index - 1] ?? 0)).toBeCloseTo(BIN_GROWTH ** 5, 9);
  }
  // No empty bucket at either end.
  expect(cells[0]?.above).toBeCloseTo((edges[0] ?? 0) * 1000, 9);
  expect(cells[1]?.upTo).toBeCloseTo((edges.at(-1) ?? 0) * 1000, 9);
});

it('has the same buckets for rollups as for the checks in them', () => {
  const checks = [1_000, 1_300, 90_000, 5, 0].map((duration, index) => check(index, duration));
  const rollup = emptyRollup<string>();
  for (const one of checks) rollUp(rollup, one);
  expect(read([{ at: 0, rollup }])).toEqual(read(checks));
});

it('has no point without a latency, and the slots that a slow check swallowed', () => {
  expect(read([check(0, 1_000, { verdict: 'down' }), check(1_000, 5, { disturbed: true })])).toEqual({
    at: [],
    edges: [],
    cells: [],
  });
  const { cells } = read([check(0, 3_000_000, { swallowed: { slots: 2, interval: 1_000 } })]);
  expect(cells.map(({ some }) => some)).toEqual([1, 1, 1]);
});
