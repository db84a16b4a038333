import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linearScale, logScale, shareOf } from './scale.ts';

describe('a linear scale', () => {
  test('begins at 0, and contains its highest value', () => {
    expect(linearScale(87)).toEqual({ log: false, bottom: 0, top: 100, ticks: [0, 50, 100] });
    expect(shareOf(linearScale(87), 50)).toBe(0.5);
  });

  test('goes below 0 for negative values', () => {
    expect(linearScale(30, -12).ticks).toEqual([-20, -10, 0, 10, 20, 30]);
    expect(linearScale(-5, -12)).toMatchObject({ top: 0, bottom: -15 });
  });
});

describe('a logarithmic scale', () => {
  test('has labels at round values, fewer for each power of ten when it spans many', () => {
    expect(logScale(12, 480).ticks).toEqual([10, 20, 50, 100, 200, 500]);
    expect(logScale(1.2, 7000).ticks.length).toBeLessThanOrEqual(9);
    expect(logScale(0.4, 90_000).ticks).toEqual([0.1, 1, 10, 100, 1000, 10_000, 100_000]);
  });

  test('contains every value, in order', () => {
    const value = fc.double({ min: 0.001, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(value, value, (one, other) => {
        const [min, max] = [Math.min(one, other), Math.max(one, other)];
        const scale = logScale(min, max);
        const [low, high] = [shareOf(scale, min), shareOf(scale, max)];
        expect(low).toBeGreaterThanOrEqual(-1e-9);
        expect(high).toBeLessThanOrEqual(1 + 1e-9);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  test('puts equal ratios at equal distances, and 0 at the bottom', () => {
    const scale = logScale(1, 100);
    expect(shareOf(scale, 10)).toBeCloseTo(0.5, 10);
    expect(shareOf(scale, 0)).toBe(0);
  });
});
