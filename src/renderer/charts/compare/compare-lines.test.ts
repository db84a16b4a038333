import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import {
  compareStops,
  drawnLines,
  extentOfLines,
  lineNear,
  lineText,
  movedRows,
  RELATIVE,
  rowNear,
  rowsWithin,
  valuesAt,
  type CompareLine,
} from './compare-lines.ts';
import { rowFromCheck, type ChartRow } from '../data/rows.ts';
import { LATENCY } from '../scale/value-format.ts';

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

test('what is drawn of a line stays the same list until the line changes', () => {
  const [a, b] = [line('a', [check(1000, 50)]), line('b', [check(1000, 70)], { ghost: [check(1000, 60)] })];
  const [, before] = drawnLines([a, b]);
  const [changed, after] = drawnLines([{ ...a, rows: [check(1000, 50), check(2000, 55)] }, { ...b }]);
  expect(changed?.data.map(({ value }) => value)).toEqual([50, 55]);
  expect(after?.data).toBe(before?.data);
  expect(after?.ghost).toBe(before?.ghost);
  const [relative] = drawnLines([{ ...b, unit: 7 }]);
  expect(relative?.data.map(({ value }) => value)).toEqual([10]);
  const [down] = drawnLines([{ ...b, history: DOWN }]);
  expect(down?.data).not.toBe(before?.data);
  const rows = [check(1000, 50)];
  expect(movedRows(rows, 500)).toBe(movedRows(rows, 500));
  expect(movedRows(rows, 700).map(({ x }) => x)).toEqual([1700]);
});

test('a line is drawn within a span, and to the points before and after it', () => {
  const rows = [1000, 2000, 3000, 4000, 5000].map((at) => check(at, 1));
  const within = (from: number, to: number) => rowsWithin(rows, { from, to }).map(({ x }) => x);
  expect(within(2500, 3500)).toEqual([2000, 3000, 4000]);
  expect(within(3000, 3000)).toEqual([2000, 3000]);
  expect(within(0, 9000)).toEqual([1000, 2000, 3000, 4000, 5000]);
  expect(within(6000, 9000)).toEqual([5000]);
  expect(within(0, 500)).toEqual([1000]);
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

test('stops are those of all points in order, whatever lines they are on', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { maxLength: 40 });
  const gaps = fc.integer({ min: 0, max: 900 });
  fc.assert(
    fc.property(times, times, gaps, (one, other, gap) => {
      const lines = [one, other].map((list, index) =>
        line(
          `${index}`,
          list.toSorted((a, b) => a - b).map((at) => check(at, 1)),
        ),
      );
      const expected: number[] = [];
      for (const x of [...one, ...other].toSorted((a, b) => a - b)) {
        if (x >= 1000 && x <= 9000 && x - (expected.at(-1) ?? -Infinity) > gap) expected.push(x);
      }
      expect(compareStops(lines, { from: 1000, to: 9000 }, gap).map(({ x }) => x)).toEqual(expected);
    }),
  );
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
