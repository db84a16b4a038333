import { expect, test } from 'vitest';
import { nextHour, untilOf } from './until-choice.ts';

// In local time, whatever it is.
const NOW = new Date(2026, 10, 30, 14, 20).getTime();
const HOUR = 3_600_000;

test('an acknowledgment ends with the alert, after some hours, tomorrow morning or at a date', () => {
  expect(untilOf('end', '', NOW)).toBeNull();
  expect(untilOf('hour', '', NOW)).toBe(NOW + HOUR);
  expect(untilOf('hours', '', NOW)).toBe(NOW + 4 * HOUR);
  expect(untilOf('tomorrow', '', NOW)).toBe(new Date(2026, 11, 1, 9, 0).getTime());
  expect(untilOf('date', '2026-12-24T18:00', NOW)).toBe(new Date(2026, 11, 24, 18, 0).getTime());
});

test('a date must be there and in the future', () => {
  expect(untilOf('date', '', NOW)).toBeUndefined();
  expect(untilOf('date', '2026-11-30T14:20', NOW)).toBeUndefined();
  expect(untilOf('date', '2026-11-30T14:21', NOW)).toBe(NOW + 60_000);
});

test('the suggested date is the next full hour', () => {
  expect(nextHour(NOW)).toBe('2026-11-30T15:00');
  expect(nextHour(new Date(2026, 11, 31, 23, 0).getTime())).toBe('2027-01-01T00:00');
});
