import { expect, test } from 'vitest';
import { csvOf } from '../data/chart-table.ts';
import { RELATIVE, type CompareLine } from './compare-lines.ts';
import { compareTable } from './compare-table.ts';
import { rowFromCheck } from '../data/rows.ts';
import { LATENCY } from '../scale/value-format.ts';

const check = (at: number, durationMs: number) =>
  rowFromCheck({ at, durationMs, phases: {}, verdict: 'up', failure: null, disturbed: false, swallowed: null });
const line = (name: string, more: Partial<CompareLine>): CompareLine => ({
  id: name,
  name,
  color: 'red',
  rows: null,
  history: null,
  unit: 1,
  ghost: null,
  ...more,
});

test('each time at which an endpoint has a point is a row, and endpoints of one name have columns of their own', () => {
  const table = compareTable(
    [
      line('Shop, EU', { rows: [check(0, 9), check(1000, 10.5), check(2000, 20)] }),
      line('Shop, EU', { rows: [check(1000, 30)], ghost: [check(2000, 7)] }),
      line('Late', {}),
    ],
    { from: 500, to: 5000 },
    LATENCY,
    { unit: 'ms', ghostLabel: 'Yesterday' },
  );
  expect(csvOf(table).split('\r\n')).toEqual([
    'time,shop_eu_ms,shop_eu_ms_2,shop_eu_yesterday_ms,late_ms',
    '1970-01-01T00:00:01.000Z,10.5,30,,',
    '1970-01-01T00:00:02.000Z,20,,7,',
    '',
  ]);
});

test('relative values are shares of the median', () => {
  const table = compareTable([line('a', { rows: [check(1000, 15)], unit: 10 })], { from: 0, to: 5000 }, RELATIVE, {
    unit: 'share',
    ghostLabel: '',
  });
  expect(csvOf(table)).toBe('time,a_share\r\n1970-01-01T00:00:01.000Z,1.5\r\n');
  expect(table.columns[1]?.write(1.5)).toBe('150\u00a0%');
});
