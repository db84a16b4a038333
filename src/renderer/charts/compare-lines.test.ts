import { expect, test } from 'vitest';
import type { StatusHistory } from '../../contract/model/status-history.ts';
import {
  compareStops,
  drawnLines,
  extentOfLines,
  lineNear,
  lineText,
  movedRows,
  RELATIVE,
  rowNear,
  valuesAt,
  type CompareLine,
} from './compare-lines.ts';
import { rowFromCheck, type ChartRow } from './rows.ts';
import { LATENCY } from './value-format.ts';

const check = (at: number, durationMs: number | null): ChartRow =>
  rowFromCheck({
    at,
    durationMs: durationMs ?? 0,
    phases: {},
    verdict: durationMs === null ? 'down' : 'up',
    failure: durationMs === null ? { code: 'connect.refused', phase: 'connect', params: {} } : null,
    disturbed: false,
    swallowed: null,
  });

const line = (id: string, rows: readonly ChartRow[] | null, more: Partial<CompareLine> = {}): CompareLine => ({
  id,
  name: id.toUpperCase(),
  color: 'red',
  rows,
  history: null,
  unit: 1,
  ghost: null,
  ...more,
});

const DOWN: StatusHistory = {
  from: 0,
  to: 100_000,
  spans: [
    { state: 'up', from: 0, to: 20_000 },
    { state: 'down', from: 20_000, to: 40_000 },
    { state: 'up', from: 40_000, to: 100_000 },
  ],
  open: true,
  incidents: [],
};

test('values relative to the median are divided by it, and without a median nothing is drawn', () => {
  const rows = [check(1000, 50), check(2000, 200), check(3000, null)];
  const [relative, none] = drawnLines([line('a', rows, { unit: 100 }), line('b', rows, { unit: null })]);
  expect(relative?.data.map(({ value }) => value)).toEqual([0.5, 2, null]);
  expect(none?.data).toEqual([]);
  expect([RELATIVE.write(0.5), RELATIVE.write(12.504)]).toEqual(['50\u00a0%', '1,250\u00a0%']);
});

test('the axis reaches over all lines and their earlier times, within the span only', () => {
  const drawn = drawnLines([
    line('a', [check(1000, 50), check(90_000, 9000)]),
    line('b', [check(1500, 5)], { ghost: movedRows([check(-8000, 300)], 10_000) }),
  ]);
  expect(extentOfLines(drawn, { from: 0, to: 10_000 })).toEqual({ top: 300, bottom: 5 });
  expect(extentOfLines([], { from: 0, to: 10_000 })).toEqual({ top: 0, bottom: Infinity });
});

test('points close together are one stop for the arrow keys', () => {
  const lines = [
    line('a', [check(1000, 1), check(5000, 1), check(9000, 1)]),
    line('b', [check(1400, 1), check(5900, 1)]),
  ];
  expect(compareStops(lines, { from: 0, to: 8000 }, 500).map(({ x }) => x)).toEqual([1000, 5000, 5900]);
  expect(compareStops([line('c', null)], { from: 0, to: 8000 }, 500)).toEqual([]);
});

test.each([
  [990, 1000],
  [1400, 1000],
  [1600, 2000],
  [2900, 2000],
  [3100, null],
  [-200, null],
])('at %d, the nearest point within the distance of points is %s', (at, x) => {
  expect(rowNear([check(1000, 1), check(2000, 2)], at)?.x ?? null).toBe(x);
});

test('values at a time are sorted, the highest first, with those of the earlier time beside them', () => {
  const values = valuesAt(
    [
      line('a', [check(1000, 10)]),
      line('b', [check(1000, null)]),
      line('c', [check(1000, 30)], { ghost: [check(1000, 60)], unit: 10 }),
      line('d', null),
    ],
    1000,
  );
  expect(values.map(({ line: { id }, value, ghost }) => [id, value, ghost])).toEqual([
    ['a', 10, null],
    ['c', 3, 6],
    ['b', null, null],
    ['d', null, null],
  ]);
});

test('a line without a value gives the reason', () => {
  const rows = [check(10_000, 12), check(30_000, null), check(35_000, 15)];
  const say = (at: number, history: StatusHistory | null) => {
    const [value] = valuesAt([line('a', rows, { history })], at);
    return value === undefined ? '' : lineText(value, at, LATENCY);
  };
  expect(say(10_000, DOWN)).toBe('12\u00a0ms');
  expect(say(30_000, DOWN)).toBe('Down');
  expect(say(35_000, DOWN)).toBe('15\u00a0ms, down');
  expect(say(30_000, null)).toBe('failed');
  expect(say(90_000, null)).toBe('–');
});

test('a click selects the nearest line that has a value', () => {
  const values = valuesAt([line('a', [check(0, 10)]), line('b', [check(0, 90)]), line('c', [check(0, null)])], 0);
  const heightOf = (value: number) => 100 - value;
  expect(lineNear(values, 20, heightOf)?.line.id).toBe('b');
  expect(lineNear(values, 80, heightOf)?.line.id).toBe('a');
});
