import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelPlace, latencyTickLabel, timeTicks, valueTicks } from './ticks.ts';

describe('valueTicks', () => {
  test('begins at 0, covers the highest value, in few round steps', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 600_000, noNaN: true }), (max) => {
        const ticks = valueTicks(max);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(max * 0.999999);
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(Number((ticks[1] ?? 0).toExponential().split('e')[0])).toBeOneOf([1, 2, 5]);
      }),
    );
  });

  test('has an axis even when there is nothing', () => {
    expect(valueTicks(0).at(-1)).toBe(1);
  });

  test.each([
    [180, ['0', '50', '100', '150', '200\u00a0ms']],
    [0.7, ['0', '0.2', '0.4', '0.6', '0.8\u00a0ms']],
    [1800, ['0', '0.5', '1', '1.5', '2\u00a0s']],
  ])('labels an axis up to %d ms in one unit, written once', (max, labels) => {
    const ticks = valueTicks(max);
    expect(ticks.map((tick) => latencyTickLabel(tick, { log: false, ticks }))).toEqual(labels);
  });
});

describe('labelPlace', () => {
  const seen = { left: 100, right: 500 };

  test('is at the tick, or as close to it as the whole label fits', () => {
    // Eight characters are at most 52 pixels.
    expect(labelPlace(300, 'Nov 2026', seen)).toBe(300);
    expect(labelPlace(100, 'Nov 2026', seen)).toBe(126);
    expect(labelPlace(495, 'Nov 2026', seen)).toBe(474);
  });

  test('the label of a tick beyond an edge is drawn only outside the plot', () => {
    expect(labelPlace(90, 'Nov 2026', seen)).toBeNull();
    expect(labelPlace(510, 'Nov 2026', seen)).toBeNull();
    expect(labelPlace(70, 'Nov 2026', seen)).toBe(70);
    expect(labelPlace(530, 'Nov 2026', seen)).toBe(530);
  });
});

describe('timeTicks', () => {
  const from = new Date(2026, 2, 27, 9, 7, 13).getTime();

  test.each([
    [5 * 60_000, 60_000],
    [3_600_000, 600_000],
    [24 * 3_600_000, 3 * 3_600_000],
    [7 * 86_400_000, 86_400_000],
  ])('over %d ms, ticks every %d ms at round local times', (range, step) => {
    const ticks = timeTicks(from, from + range, 9);
    expect(ticks.step).toBe(step);
    expect(ticks.at.length).toBeGreaterThan(3);
    for (const at of ticks.at) {
      const date = new Date(at);
      const sinceMidnight = at - new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
      expect(sinceMidnight % Math.min(step, 86_400_000)).toBe(0);
      expect(at).toBeGreaterThanOrEqual(from);
      expect(at).toBeLessThanOrEqual(from + range);
    }
  });

  test('never many more than asked for, and at least one if the range contains a round time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 30 * 86_400_000 }), fc.integer({ min: 3, max: 12 }), (range, most) => {
        expect(timeTicks(from, from + range, most).at.length).toBeLessThanOrEqual(most + 1);
      }),
    );
  });
});
