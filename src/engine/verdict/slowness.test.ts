import { expect, test } from 'vitest';
import { isSlowCheck, nextSlowness, NOT_SLOW, rowOf, type UsualLatency } from './slowness.ts';

const usual: UsualLatency = { basis: 'week', median: 100, mad: 10, slowShare: 0, dayMedian: 100, dayMad: 10 };

test.each([
  ['far above both', 195, usual, true],
  ['half as long again, but within the usual spread', 180, usual, false],
  ['usual at this hour, though not in the day before', 195, { ...usual, median: 200 }, false],
  ['usual since a day, though not at this hour', 195, { ...usual, dayMedian: 190 }, false],
  ['not comparable with the day before', 195, { ...usual, dayMedian: null, dayMad: null }, false],
  ['only a few milliseconds more', 5.5, { ...usual, median: 1, mad: 0.01, dayMedian: 1, dayMad: 0.01 }, false],
  ['several milliseconds more', 6.5, { ...usual, median: 1, mad: 0.01, dayMedian: 1, dayMad: 0.01 }, true],
])('a check is slow or not: %s', (_, duration, known, slow) => {
  expect(isSlowCheck(duration, known)).toBe(slow);
});

test('an endpoint is slower than usual after enough slow checks in a row, until as many are not slow', () => {
  const checks = [true, true, false, true, true, true, true, false, true, false, false, false, true];
  let state = NOT_SLOW;
  const found = checks.map((slow) => {
    const next = nextSlowness(state, slow, 3);
    state = next.state;
    return next.slow;
  });
  expect(found).toEqual([false, false, false, false, false, true, true, false, true, false, false, false, false]);
});

test('the row is longer for short intervals, and where slow checks are usual', () => {
  expect(rowOf(30_000, { slowShare: 0 })).toBe(5);
  expect(rowOf(1_000, { slowShare: 0 })).toBe(120);
  // 0.05 to the power of 7 is less than one in a hundred million.
  expect(rowOf(30_000, { slowShare: 0.05 })).toBe(7);
  expect(rowOf(30_000, { slowShare: 1 })).toBe(60);
});
