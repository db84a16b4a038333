import { describe, expect, test } from 'vitest';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import { exampleSummary } from '../../../shared/testing/examples.ts';
import { plotOf } from '../scale/geometry.ts';
import { linearScale } from '../scale/scale.ts';
import { failureMarks } from './marks.ts';
import { rowFromCheck, type ChartRow } from './rows.ts';

const plot = { ...plotOf({ width: 568, height: 100 }, { from: 0, to: 1000 }, linearScale(1)), left: 0 };
const failed = (at: number, width = 0): ChartRow => ({
  ...rowFromCheck({ ...exampleSummary(at), verdict: 'down' }),
  width,
});
const good = (at: number) => rowFromCheck(exampleSummary(at));
const history = (from: number, to: number): StatusHistory => ({
  from: 0,
  to: 1000,
  spans: [{ state: 'down', from, to }],
  open: false,
  incidents: [],
});

describe('failureMarks', () => {
  test('each failed check has a visible mark in its place', () => {
    expect(failureMarks([failed(100), good(200), failed(500)], null, plot)).toEqual([
      { at: 100, left: 49, width: 2, alone: true },
      { at: 500, left: 249, width: 2, alone: true },
    ]);
  });

  test('a failure within an outage looks different from one that a retry did not confirm', () => {
    const marks = failureMarks([failed(100), failed(500)], history(450, 700), plot);
    expect(marks.map(({ alone }) => alone)).toEqual([true, false]);
  });

  test('a thousand failures beside each other are one mark', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => failed(index));
    const [mark, ...more] = failureMarks(rows, null, plot);
    expect(more).toEqual([]);
    expect(mark?.width).toBeCloseTo(501.5, 1);
  });

  test('a point of many checks has a mark only if no outage covers it', () => {
    expect(failureMarks([failed(100, 50), failed(500, 50)], history(450, 700), plot)).toEqual([
      { at: 100, left: 50, width: 25, alone: true },
    ]);
  });

  test('leaves out marks before the plot', () => {
    expect(failureMarks([failed(-500)], null, plot)).toEqual([]);
  });
});
