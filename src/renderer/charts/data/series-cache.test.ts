import { describe, expect, test } from 'vitest';
import { rowFromCheck } from './rows.ts';
import { summarise } from './summarise.ts';
import { bestEntry, coverageOf, suffices, summaryOf, withEntry, type SeriesEntry } from './series-cache.ts';

const NOW = 1_000_000;
const entry = (from: number, to: number, step: number): SeriesEntry => ({
  from,
  to,
  step,
  rows: [],
  summary: summarise([]),
  metrics: {},
});

describe('the answer that is drawn', () => {
  const wide = entry(0, 900_000, 9000);
  const fine = entry(300_000, 600_000, 3000);

  test('is the one with points of about the wanted width that covers the span', () => {
    expect(bestEntry([wide, fine], { from: 300_000, to: 600_000 }, 100, NOW)).toBe(fine);
    expect(bestEntry([fine, wide], { from: 0, to: 900_000 }, 100, NOW)).toBe(wide);
  });

  test('covers the span, even if its points are wider', () => {
    expect(bestEntry([fine, wide], { from: 450_000, to: 750_000 }, 100, NOW)).toBe(wide);
  });

  test('does not have far more points than pixels if another one covers as much', () => {
    const checks = entry(0, 900_000, 30);
    expect(bestEntry([checks, wide], { from: 0, to: 900_000 }, 100, NOW)).toBe(wide);
  });

  test('is undefined if the span overlaps no answer', () => {
    expect(bestEntry([fine], { from: 700_000, to: 800_000 }, 100, NOW)).toBeUndefined();
  });
});

test('an answer need not cover time after now', () => {
  expect(coverageOf({ from: 500_000, to: NOW }, { from: 500_000, to: NOW + 300_000 }, NOW)).toBe(1);
  expect(coverageOf({ from: 500_000, to: 750_000 }, { from: 500_000, to: NOW }, NOW)).toBe(0.5);
});

test('an answer suffices for a gesture if it covers the span with points that are not too wide', () => {
  const answer = entry(0, 900_000, 3000);
  expect(suffices(answer, { from: 100_000, to: 400_000 }, 100, NOW)).toBe(true);
  expect(suffices(answer, { from: 100_000, to: 200_000 }, 100, NOW)).toBe(false);
  expect(suffices(answer, { from: 700_000, to: NOW }, 100, NOW)).toBe(false);
  expect(suffices(undefined, { from: 0, to: 1000 }, 100, NOW)).toBe(false);
});

test('an answer replaces those that it makes useless, and only some are kept', () => {
  const small = entry(300_000, 600_000, 9000);
  const fine = entry(300_000, 600_000, 3000);
  const whole = entry(0, 900_000, 9000);
  expect(withEntry([small, fine], whole)).toEqual([whole, fine]);
  let entries: readonly SeriesEntry[] = [];
  for (let index = 0; index < 30; index += 1) entries = withEntry(entries, entry(index * 10, index * 10 + 20, 1));
  expect(entries.length).toBeLessThan(10);
});

test('figures count the checks within the span, or are those of the engine where a point has several', () => {
  const row = (at: number, durationMs: number) =>
    rowFromCheck({ at, durationMs, phases: {}, verdict: 'up', failure: null, disturbed: false, swallowed: null });
  const checks = { ...entry(1000, 5000, 0), rows: [row(500, 900), row(1500, 10), row(2500, 30)] };
  expect(summaryOf(checks)).toMatchObject({ count: 2, min: 10, max: 30, avg: 20 });
  expect(summaryOf(checks)).toBe(summaryOf(checks));
  const points = { ...checks, step: 1000, summary: summarise([row(1, 7)]) };
  expect(summaryOf(points)).toMatchObject({ count: 1, max: 7 });
});
