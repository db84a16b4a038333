import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../../contract/model/series.ts';
import { plotOf } from '../scale/geometry.ts';
import { heatLevels, levelOf } from './heat-cells.ts';
import { histogramOf } from './histogram-bars.ts';
import { logScale } from '../scale/scale.ts';

/** Two points with three buckets each; the second point has only one slow check. */
const distribution: Distribution = {
  from: 0,
  to: 1000,
  step: 500,
  at: [0, 500],
  edges: [10, 20, 40, 80],
  point: [0, 0, 1],
  bucket: [0, 1, 2],
  count: [900, 90, 1],
};
const plot = {
  ...plotOf({ width: 168, height: 344 }, { from: 0, to: 1000 }, { ...logScale(10, 80), bottom: 10, top: 80 }),
  left: 0,
};

describe('a heat map', () => {
  test('has each cell in its place, darker for more checks', () => {
    const filled = heatLevels(distribution, plot).filter(({ path }) => path !== '');
    expect(filled).toEqual([
      // One check: from 50 to 100 pixels, and the uppermost third.
      { opacity: 0.1, path: 'M50 20h49.5v99.5h-49.5z' },
      { opacity: 0.72, path: 'M0 120h49.5v99.5h-49.5z' },
      { opacity: 1, path: 'M0 220h49.5v99.5h-49.5z' },
    ]);
  });

  test('leaves out cells outside the plot', () => {
    const later = heatLevels(distribution, { ...plot, from: 600, to: 1600 });
    expect(later.map(({ path }) => path).join('')).toBe('M-10 20h49.5v99.5h-49.5z');
  });

  test('draws buckets together where a row would be too low to see', () => {
    const edges = Array.from({ length: 201 }, (_, index) => 1.01 ** index);
    const thin = { ...distribution, edges, point: [0, 0], bucket: [0, 1], count: [1, 1] };
    const low = { ...plot, height: 200, scale: { log: true, bottom: 1, top: edges.at(-1) ?? 1, ticks: [] } };
    const paths = heatLevels(thin, low).filter(({ path }) => path !== '');
    expect(paths).toHaveLength(1);
    expect(paths[0]?.path.match(/M/gu)).toHaveLength(1);
  });

  test('shows a single check beside thousands', () => {
    expect(levelOf(1, 100_000)).toBe(0);
    expect(levelOf(100_000, 100_000)).toBe(7);
  });
});

describe('a histogram', () => {
  test('counts each bucket over all points, and the share of checks up to it', () => {
    expect(histogramOf({ ...distribution, point: [0, 1, 1], bucket: [0, 0, 2], count: [6, 1, 3] })).toEqual([
      { from: 10, to: 20, count: 7, share: 0.7, upTo: 0.7 },
      { from: 20, to: 40, count: 0, share: 0, upTo: 0.7 },
      { from: 40, to: 80, count: 3, share: 0.3, upTo: 1 },
    ]);
  });

  test('of nothing has no bars', () => {
    expect(histogramOf({ ...distribution, edges: [], point: [], bucket: [], count: [] })).toEqual([]);
  });
});
