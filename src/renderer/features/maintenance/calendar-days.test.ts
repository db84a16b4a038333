import { expect, test } from 'vitest';
import { calendarDays, onDay, stepCalendar } from './calendar-days.ts';

const at = (year: number, month: number, day: number, hour = 0) => new Date(year, month - 1, day, hour).getTime();
const dateOf = (time: number | undefined) => {
  const date = new Date(time ?? Number.NaN);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()];
};

test('a month has whole weeks that begin on Monday', () => {
  const days = calendarDays('month', at(2026, 11, 30, 12));
  expect(days).toHaveLength(42);
  expect(dateOf(days[0]?.from)).toEqual([2026, 10, 26]);
  expect(dateOf(days.at(-1)?.from)).toEqual([2026, 12, 6]);
  expect(days.filter(({ inMonth }) => inMonth)).toHaveLength(30);
  // A February of four whole weeks.
  expect(calendarDays('month', at(2027, 2, 10))).toHaveLength(28);
  for (const [index, { to }] of days.entries()) if (index < 41) expect(days[index + 1]?.from).toBe(to);
});

test('a week has seven days and begins on Monday, also when today is a Sunday', () => {
  const days = calendarDays('week', at(2026, 11, 29, 23));
  expect(days).toHaveLength(7);
  expect(dateOf(days[0]?.from)).toEqual([2026, 11, 23]);
});

test('the next and the previous month or week', () => {
  expect(dateOf(stepCalendar('month', at(2026, 1, 31), 1))).toEqual([2026, 2, 1]);
  expect(dateOf(stepCalendar('month', at(2026, 1, 31), -1))).toEqual([2025, 12, 1]);
  expect(dateOf(stepCalendar('week', at(2026, 12, 30), 1))).toEqual([2027, 1, 6]);
});

test('an occurrence over midnight is on both days, but not one that ends at midnight', () => {
  const [monday, tuesday] = calendarDays('week', at(2026, 11, 23));
  const night = { from: at(2026, 11, 23, 23), to: at(2026, 11, 24, 1) };
  const evening = { from: at(2026, 11, 23, 22), to: at(2026, 11, 24) };
  expect(monday && onDay(monday, [night, evening])).toEqual([night, evening]);
  expect(tuesday && onDay(tuesday, [night, evening])).toEqual([night]);
});
