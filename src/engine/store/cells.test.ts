import { expect, test } from 'vitest';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { cellFigures, type CellQuery } from './cells.ts';
import { internLayout } from './layout.ts';
import { emptyRollup, rollUp, type HistoryRow } from './rollup.ts';

const layout = internLayout({ phases: [], metrics: [], charted: [] });
const check = (at: number, ms: number) => ({
  at,
  verdict: 'up' as const,
  duration: ms * 1000,
  layout,
  phases: [],
  metrics: [],
  failure: null,
  code: null,
  disturbed: false,
  swallowed: null,
});
const rollupOf = (at: number, ...durations: number[]): HistoryRow<never> => {
  const rollup = emptyRollup<never>();
  for (const ms of durations) rollUp(rollup, check(at, ms));
  return { at, rollup };
};
const span = (status: StatusSpan['status'], from: number, to: number): StatusSpan => ({
  endpointId: 'a',
  status,
  from,
  to,
});

/** Three periods, of which the first and the last are one cell. */
const query: CellQuery = { edges: [100, 200, 300, 400], cells: [1, 0, 1], count: 3, current: null, latency: true };
const figuresOf = (
  spans: readonly StatusSpan[],
  rows: readonly HistoryRow<never>[] = [],
  changes: Partial<CellQuery> = {},
) => cellFigures({ spans, rows }, { ...query, ...changes });
const upOf = (spans: readonly StatusSpan[], changes: Partial<CellQuery> = {}) =>
  figuresOf(spans, [], changes).map(({ statusMs }) => statusMs.up);

test('a span counts in each period that it is in, and only between the edges', () => {
  expect(upOf([span('up', 0, 1000)])).toEqual([100, 200, 0]);
  expect(upOf([span('up', 150, 250), span('down', 250, 260), span('up', 260, 390)])).toEqual([90, 140, 0]);
  expect(upOf([span('up', 0, 100), span('up', 400, 500)])).toEqual([0, 0, 0]);
  expect(figuresOf([span('down', 290, 310)]).map(({ statusMs }) => statusMs.down)).toEqual([10, 10, 0]);
});

test('time that the clock repeats counts once', () => {
  expect(upOf([span('up', 100, 180), span('up', 150, 200)])).toEqual([0, 100, 0]);
});

test('the span that grows takes the place of what is stored of it', () => {
  const stored = [span('down', 100, 150), span('up', 150, 160)];
  expect(upOf(stored, { current: span('up', 150, 250) })).toEqual([50, 50, 0]);
  expect(upOf(stored, { current: span('up', 160, 170) })).toEqual([0, 20, 0]);
});

test('latencies of rollups and single checks are counted where they begin', () => {
  const rows = [
    rollupOf(50, 1),
    rollupOf(100, 10, 20, 30),
    check(199, 40),
    rollupOf(200, 7),
    check(300, 50),
    check(450, 1),
  ];
  const figures = figuresOf([], rows).map(({ latencies, medianMs }) => [latencies, medianMs]);
  expect(figures).toEqual([
    [1, expect.closeTo(7, 0)],
    [5, expect.closeTo(30, 0)],
    [0, null],
  ]);
  expect(figuresOf([], rows, { latency: false }).map(({ latencies }) => latencies)).toEqual([0, 0, 0]);
});
