import { expect, test } from 'vitest';
import { wallTime } from './wall-time.ts';

test('wallTime is what clocks show, also when they change', () => {
  expect(wallTime(Date.UTC(2026, 9, 25, 0, 30), 'Europe/Berlin')).toBe('2026-10-25T02:30');
  expect(wallTime(Date.UTC(2026, 9, 25, 1, 30), 'Europe/Berlin')).toBe('2026-10-25T02:30');
});

test('wallTime is in the time zone of this computer if none is given', () => {
  expect(wallTime(new Date(2026, 10, 30, 14, 20).getTime())).toBe('2026-11-30T14:20');
});
