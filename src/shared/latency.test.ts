import { describe, expect, it } from 'vitest';
import { isDisturbed, quantileRank, swallowedLatencies } from './latency.ts';

describe('isDisturbed', () => {
  it.each([
    [1, 0.4, false],
    [1, 3, false],
    [3.5, 3.1, true],
    [30, 3.1, true],
    [100, 9.9, false],
    [100, 10.1, true],
    [8000, 700, false],
  ])('of a check of %d ms to which Lookout added %d ms at most: %s', (durationMs, selfMs, disturbed) => {
    expect(isDisturbed({ durationMs, selfMs })).toBe(disturbed);
  });
});

describe('swallowedLatencies', () => {
  it('are one interval less from slot to slot', () => {
    expect(swallowedLatencies(8050, { slots: 8, interval: 1000 })).toEqual([
      7050, 6050, 5050, 4050, 3050, 2050, 1050, 50,
    ]);
  });

  it('are none without swallowed slots, and none for slots that passed before the check began', () => {
    expect(swallowedLatencies(8050, null)).toEqual([]);
    expect(swallowedLatencies(1500, { slots: 5, interval: 1000 })).toEqual([500]);
    expect(swallowedLatencies(10, { slots: 86_400, interval: 1000 })).toEqual([]);
  });
});

describe('quantileRank', () => {
  it('is the index of the value', () => {
    expect([0, 0.5, 0.95, 0.99, 1].map((quantile) => quantileRank(quantile, 101))).toEqual([0, 50, 95, 99, 100]);
    expect(quantileRank(0.99, 1)).toBe(0);
  });

  it('is the highest of a few values for a high percentile, which no more than its share may exceed', () => {
    expect([0.05, 0.5, 0.75, 0.95, 0.99].map((quantile) => quantileRank(quantile, 2))).toEqual([0, 0, 1, 1, 1]);
    expect([0.05, 0.25, 0.5, 0.75, 0.95].map((quantile) => quantileRank(quantile, 5))).toEqual([0, 1, 2, 3, 4]);
    expect(quantileRank(0.99, 60)).toBe(59);
  });

  it('is not off by one through rounding', () => {
    expect(0.07 * 100).toBeGreaterThan(7);
    expect(quantileRank(0.07, 100)).toBe(6);
  });
});
