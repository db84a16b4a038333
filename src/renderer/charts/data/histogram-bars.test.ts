import { describe, expect, test } from 'vitest';
import { percentileLines } from './histogram-bars.ts';

/** One pixel is one millisecond. */
const lines = (p50: number | null, p95: number | null, p99: number | null) =>
  percentileLines({ p50, p95, p99 }, (value) => value).map(({ name, x }) => `${name} ${x}`);

describe('the lines of the percentiles', () => {
  test('are at their latencies', () => {
    expect(lines(100, 200, 300)).toEqual(['Median 100', 'p95 200', 'p99 300']);
    expect(lines(null, 0, 300)).toEqual(['p99 300']);
    expect(percentileLines(null, (value) => value)).toEqual([]);
  });

  test('do not cross the label of the previous one', () => {
    expect(lines(100, 130, 300)).toEqual(['Median 100', 'p99 300']);
    expect(lines(100, 200, 210)).toEqual(['Median 100', 'p95 200']);
    expect(lines(100, 101, 102)).toEqual(['Median 100']);
  });
});
