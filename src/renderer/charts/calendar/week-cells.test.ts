import { expect, test } from 'vitest';
import { fakeWeek } from '../../testing/fake-calendar.ts';
import { csvOf } from '../data/chart-table.ts';
import { hourName, medianRange, weekCells, weekHours, weekTable, WEEK_HEIGHT } from './week-cells.ts';

const HOURS = weekHours(fakeWeek(Date.UTC(2026, 10, 30)));

test('the week begins on Monday, whatever day the engine’s week begins on', () => {
  expect(HOURS).toHaveLength(168);
  expect(HOURS[9]).toMatchObject({ day: 0, hour: 9, medianMs: 300 });
  expect(HOURS[6 * 24]).toMatchObject({ day: 6, hour: 0, medianMs: 40 });
  expect(hourName({ day: 0, hour: 23 })).toBe('Mon 23:00 – 00:00');
  expect(medianRange(HOURS)).toEqual([40, 300]);
  expect(medianRange([])).toBeNull();
});

test('darker is slower; an hour without latencies is an outline', () => {
  const { cells } = weekCells(HOURS, 'median', 1000);
  const strength = (index: number) => Number(/accent\) (\d+)%/u.exec(cells[index]?.fill ?? '')?.[1]);
  expect([strength(6 * 24), strength(9)]).toEqual([10, 60]);
  expect(strength(20)).toBeGreaterThan(strength(4));
  expect(cells[6 * 24 + 1]?.fill).toBeNull();
  expect(cells[9]?.text).toBe('300');
});

test('down time is visible by its color and its dot', () => {
  const { cells } = weekCells(HOURS, 'down', 1000);
  const [saturday3, monday] = [cells[5 * 24 + 3], cells[0]];
  expect([saturday3?.fill?.includes('--down'), (saturday3?.dot ?? 0) > 0.2]).toEqual([true, true]);
  expect([monday?.fill, monday?.dot]).toEqual(['var(--up-soft)', undefined]);
  expect(cells[6 * 24 + 1]?.fill).toBeNull();
});

test('fits its size, with a label at every third hour where there is little room', () => {
  for (const width of [300, 700, 2400]) {
    const { cells, labels } = weekCells(HOURS, 'median', width);
    expect(Math.max(...cells.map((cell) => cell.x + cell.width))).toBeLessThan(width);
    expect(Math.max(...cells.map((cell) => cell.y + cell.height))).toBeLessThan(WEEK_HEIGHT);
    expect(labels.filter(({ anchor }) => anchor === 'middle')).toHaveLength(width < 500 ? 8 : 24);
  }
});

test('the table has a row for each hour', () => {
  const lines = csvOf(weekTable(HOURS)).split('\r\n');
  expect(lines[0]).toBe('weekday,hour,median_ms,checks,down_ms,down_share');
  expect(lines[5 * 24 + 4]).toBe('Sat,3,83,480,1800000,0.125');
});
