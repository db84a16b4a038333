import { expect, test } from 'vitest';
import type { UptimeDays } from '../../../contract/model/calendar.ts';
import { calendarCells, calendarDays, calendarHeight, calendarTable, LEVELS } from './calendar-cells.ts';
import { csvOf } from '../data/chart-table.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST = Date.UTC(2026, 2, 28);

/** The days begin with a Saturday. The second day has 23 hours. */
const ANSWER: UptimeDays = {
  timeZone: 'Europe/Berlin',
  date: ['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31', '2026-04-01'],
  from: [FIRST, FIRST + DAY, FIRST + DAY + 23 * HOUR, FIRST + 2 * DAY + 23 * HOUR, FIRST + 3 * DAY + 23 * HOUR],
  to: FIRST + 4 * DAY + 23 * HOUR,
  upMs: [DAY, 23 * HOUR - 1000, DAY - 4 * HOUR, 0, 0],
  degradedMs: [0, HOUR, 0, 0, 0],
  downMs: [0, 1000, 4 * HOUR, HOUR, 0],
  plannedMs: [0, 0, 0, 0, DAY],
};

test('each day has its uptime, and none if nothing is known', () => {
  const days = calendarDays(ANSWER);
  expect(days.map(({ ratio }) => ratio?.toFixed(4) ?? null)).toEqual(['1.0000', '1.0000', '0.8333', '0.0000', null]);
  expect(days.map(({ from, to }) => (to - from) / HOUR)).toEqual([24, 23, 24, 24, 24]);
});

test('a column is a week that begins on Monday, and the worse a day, the larger its dot', () => {
  const { cells, labels } = calendarCells(calendarDays(ANSWER), 1000);
  const pitch = 20;
  const place = cells.map(({ x, y }) => [(x - (cells[0]?.x ?? 0)) / pitch, Math.round((y - 18) / pitch)]);
  expect(place).toEqual([
    [0, 5],
    [0, 6],
    [1, 0],
    [1, 1],
    [1, 2],
  ]);
  expect(cells.map(({ fill }) => LEVELS.findIndex((level) => level.fill === fill))).toEqual([0, 1, 4, 4, -1]);
  expect(cells.map(({ dot }) => dot)).toEqual([0, 0.22, 0.55, 0.55, 0]);
  expect(labels.filter(({ anchor }) => anchor === 'start').map(({ text }) => text)).toEqual(['Apr']);
});

test('a narrow chart has smaller days and fits', () => {
  const year = {
    ...ANSWER,
    date: Array.from({ length: 371 }, (_, index) => new Date(FIRST + index * DAY).toISOString().slice(0, 10)),
  };
  for (const width of [330, 620, 2400]) {
    const { cells } = calendarCells(calendarDays(year), width);
    expect(Math.max(...cells.map((cell) => cell.x + cell.width))).toBeLessThan(width);
    expect(Math.max(...cells.map((cell) => cell.y + cell.height))).toBeLessThan(calendarHeight(width, 371));
  }
});

test('the table has the dates of the calendar, and their times', () => {
  const [head, , second] = csvOf(calendarTable(calendarDays(ANSWER))).split('\r\n');
  expect(head).toBe('time,date,uptime,up_ms,degraded_ms,down_ms,planned_ms');
  expect(second).toBe(`2026-03-29T00:00:00.000Z,2026-03-29,0.999987922705,${23 * HOUR - 1000},${HOUR},1000,0`);
});
