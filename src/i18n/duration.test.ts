import { expect, test } from 'vitest';
import { formatDuration } from './duration.ts';
import { durationUnits as units } from './en/duration-units.ts';
import { parseDuration } from '../shared/duration.ts';

test.each([
  [0, '0 ms'],
  [0.4, '0 ms'],
  [184, '184 ms'],
  [1_500, '1 s 500 ms'],
  [10_000, '10 s'],
  [59_999.6, '1 min'],
  [192_400, '3 min 12 s'],
  [3_601_000, '1 h'],
  [349_200_000, '4 d 1 h'],
  [-5, '0 ms'],
])('%d ms is %s', (ms, text) => {
  expect(formatDuration(ms, { units })).toBe(text);
});

test('is in whole seconds where milliseconds do not matter', () => {
  expect(formatDuration(499, { units, smallest: 'second' })).toBe('0 s');
  expect(formatDuration(1_500, { units, smallest: 'second' })).toBe('2 s');
});

test.each([90_061_001, 60_500, 500, 86_400_000])('%d ms, written exactly, can be read again', (ms) => {
  expect(parseDuration(formatDuration(ms, { units, exact: true }))).toBe(ms);
});
