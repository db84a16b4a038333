import { expect, test } from 'vitest';
import { figuresRange } from './figures-range.ts';

const DAY = 86_400_000;
const NOW = 100 * DAY;

test.each<[number, number, { from: number; to: number }]>([
  // All periods have no bounds, which a request could not express.
  [-Infinity, Infinity, { from: 70 * DAY, to: NOW }],
  [90 * DAY, Infinity, { from: 90 * DAY, to: NOW }],
  [-Infinity, 50 * DAY, { from: 20 * DAY, to: 50 * DAY }],
  [10 * DAY, 11 * DAY, { from: 10 * DAY, to: 11 * DAY }],
  [-Infinity, 5 * DAY, { from: 0, to: 5 * DAY }],
  // A first day in the future.
  [101 * DAY, Infinity, { from: 101 * DAY, to: 101 * DAY + 1 }],
])('%s to %s', (from, to, range) => expect(figuresRange({ from, to }, NOW)).toEqual(range));
