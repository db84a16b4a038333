import { describe, expect, it } from 'vitest';
import { addMetric, emptyMetric, mergeMetric, metricQuantile, type MetricTally } from './metric-tally.ts';

function tallyOf(values: readonly number[], charted = true): MetricTally {
  const metrics = new Map<string, MetricTally>();
  for (const value of values) addMetric(metrics, 'lag', value, charted);
  return metrics.get('lag') ?? emptyMetric(charted);
}

function merged(...tallies: readonly MetricTally[]): MetricTally | undefined {
  const metrics = new Map<string, MetricTally>();
  for (const tally of tallies) mergeMetric(metrics, 'lag', tally);
  return metrics.get('lag');
}

describe('a tally of a metric', () => {
  it('has counts, sums and the range of values of any sign', () => {
    expect(tallyOf([-3, -5])).toEqual({ charted: true, count: 2, min: -5, max: -3, sum: -8, sketch: null });
    expect(tallyOf([4, 7])).toMatchObject({ min: 4, max: 7 });
    expect(emptyMetric(false)).toEqual({ charted: false, count: 0, min: 0, max: 0, sum: 0, sketch: null });
  });

  it('has a sketch only for a charted metric with more than two values', () => {
    expect(tallyOf([1, 2]).sketch).toBeNull();
    expect(tallyOf([1, 2, 3]).sketch?.count).toBe(3);
    expect(tallyOf([1, 2, 3], false).sketch).toBeNull();
  });

  it('has exact quantiles of one or two values, and others within the range', () => {
    expect(metricQuantile(tallyOf([5]), 0.99)).toBe(5);
    expect([0, 0.5, 0.99, 1].map((quantile) => metricQuantile(tallyOf([5, 9]), quantile))).toEqual([5, 5, 9, 9]);
    expect([0, 1].map((quantile) => metricQuantile(tallyOf([101, 101, 101]), quantile))).toEqual([101, 101]);
    expect(metricQuantile(tallyOf([1, 2, 3], false), 0.5)).toBeNull();
    expect(metricQuantile(emptyMetric(true), 0.5)).toBeNull();
  });

  it('has all values of those that are merged into it, however many each has', () => {
    expect(merged(tallyOf([3]))).toEqual(tallyOf([3]));
    expect(merged(tallyOf([3]), tallyOf([1]))).toEqual({
      charted: true,
      count: 2,
      min: 1,
      max: 3,
      sum: 4,
      sketch: null,
    });
    for (const parts of [
      [[1], [2, 3]],
      [[1, 2], [3]],
      [[1, 2, 3], [4]],
      [[1], [2, 3, 4]],
      [
        [5, 6],
        [1, 9],
      ],
    ] as const) {
      const all = parts.flat();
      const tally = merged(...parts.map((part) => tallyOf(part)));
      expect(tally).toMatchObject({ count: all.length, sum: all.reduce((sum, value) => sum + value, 0) });
      expect([tally?.min, tally?.max, tally?.sketch?.count]).toEqual([Math.min(...all), Math.max(...all), all.length]);
      const sorted = all.toSorted((a, b) => a - b);
      for (const [rank, value] of sorted.entries()) {
        const quantile = tally === undefined ? null : metricQuantile(tally, (rank + 1) / sorted.length);
        expect(Math.abs((quantile ?? 0) - value)).toBeLessThanOrEqual(value * 0.0101);
      }
    }
  });

  it('is not made by an empty one, and does not change the merged one', () => {
    expect(merged(emptyMetric(true))).toBeUndefined();
    const from = tallyOf([1, 2]);
    merged(tallyOf([3]), from);
    expect(from).toEqual(tallyOf([1, 2]));
  });

  it('is charted from then on when a later Lookout charts it', () => {
    const metrics = new Map([['lag', tallyOf([1, 2], false)]]);
    addMetric(metrics, 'lag', 3, true);
    expect(metrics.get('lag')).toMatchObject({ charted: true, count: 3 });
    addMetric(metrics, 'lag', 4, false);
    expect(metrics.get('lag')?.charted).toBe(true);
    // What a rollup without a sketch had cannot be told.
    const many = new Map([['lag', tallyOf([1, 2, 3], false)]]);
    addMetric(many, 'lag', 9, true);
    expect(many.get('lag')?.sketch?.count).toBe(1);
  });
});
