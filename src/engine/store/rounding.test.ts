import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { durationOf, levelOf, roundDuration, roundPhases, stepOf } from './rounding.ts';

describe('a duration', () => {
  test('is rounded to a step that grows with it', () => {
    const borders = [500, 1000, 2500, 5000, 10_000, 25_000];
    expect(borders.map((below) => stepOf(below - 1))).toEqual([1, 2, 5, 10, 20, 50]);
    expect(borders.map(stepOf)).toEqual([2, 5, 10, 20, 50, 100]);
    expect([0, 1e9].map(stepOf)).toEqual([1, 100]);
    expect([499, 501, 1002, 1003, 25_049, 25_050].map(roundDuration)).toEqual([499, 502, 1000, 1005, 25_000, 25_100]);
  });

  test('has a number among the rounded ones, without gaps', () => {
    const rounded = Array.from({ length: 30_000 }, (_, duration) => duration).filter(
      (duration) => duration % stepOf(duration) === 0,
    );
    expect(rounded.map(levelOf)).toEqual(rounded.map((_, level) => level));
    expect(rounded.map((_, level) => durationOf(level))).toEqual(rounded);
    expect([501, 1001, 25_050].map(levelOf)).toEqual([null, null, null]);
  });
});

describe('phases', () => {
  test('that add up to the duration still do, each within a step', () => {
    const phases = fc.array(fc.nat(60_000), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(phases, (all) => {
        const duration = all.reduce((sum, phase) => sum + phase, 0);
        const rounded = roundPhases(all, duration);
        const step = stepOf(roundDuration(duration));
        expect(rounded.reduce((sum, phase) => sum + phase, 0)).toBe(roundDuration(duration));
        for (const [index, phase] of rounded.entries()) {
          expect(phase % step).toBe(0);
          expect(Math.abs(phase - (all[index] ?? 0))).toBeLessThanOrEqual(step);
        }
      }),
      { numRuns: 50 },
    );
    expect(roundPhases([1234, 30_001, 70_010], 101_245)).toEqual([1200, 30_000, 70_000]);
    // The fourth phase may not be 20,000, because that is more than a step too long. The last one makes up for it.
    expect(roundPhases([34_835, 2, 28_903, 19_899, 11], 83_650)).toEqual([34_800, 0, 28_900, 19_900, 100]);
    // What the sum lost to rounding is no part of its own.
    expect(roundPhases([600, 600], 1201)).toEqual([600, 600]);
    expect(roundPhases([], 5)).toEqual([]);
  });
});
