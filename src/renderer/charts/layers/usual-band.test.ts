import { expect, test } from 'vitest';
import type { Baseline } from '../../../contract/model/baseline.ts';
import { plotOf } from '../scale/geometry.ts';
import { linearScale } from '../scale/scale.ts';
import { usualPaths } from './usual-band.tsx';

const HOUR = 3_600_000;
const plot = plotOf({ width: 468, height: 144 }, { from: 0, to: 4 * HOUR }, linearScale(40));
const baseline = (median: readonly number[]): Baseline => ({
  from: 0,
  to: 4 * HOUR,
  at: median.map((_, hour) => hour * HOUR),
  median: [...median],
  basis: median.map(() => 'week' as const),
  checks: median.map(() => 100),
  mad: median.map(() => 0.5),
  slowShare: median.map(() => 0),
  dayMedian: median.map(() => null),
  dayMad: median.map(() => null),
});

test('the usual median is a step for each hour', () => {
  expect(usualPaths(baseline([20, 30, 40]), plot).line).toBe('M56 70L156 70L156 45L256 45L256 20L356 20');
});

test('a usual median above the axis is not drawn, because at the top it would look like a value', () => {
  expect(usualPaths(baseline([130, 140]), plot).line).toBe('');
  expect(usualPaths(baseline([20, 130, 20]), plot).line).toBe('M56 70L156 70M256 70L356 70');
});
