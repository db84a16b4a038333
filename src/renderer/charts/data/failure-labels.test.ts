import { expect, test } from 'vitest';
import { exampleSummary } from '../../../shared/testing/examples.ts';
import { failureLabels } from './failure-labels.ts';
import { plotOf } from '../scale/geometry.ts';
import { rowFromCheck, type ChartRow } from './rows.ts';
import { linearScale } from '../scale/scale.ts';

/** One pixel is one second. */
const plot = { ...plotOf({ width: 1068, height: 100 }, { from: 0, to: 1_000_000 }, linearScale(1)), left: 0 };
const SEEN = { left: 0, right: 1000 };
const failed = (at: number, code = 'timeout', count = 1): ChartRow => ({
  ...rowFromCheck({ ...exampleSummary(at * 1000), verdict: 'down' }),
  codes: [{ code, count }],
});
const good = (at: number) => rowFromCheck(exampleSummary(at * 1000));
const labels = (rows: readonly ChartRow[], seen = SEEN) =>
  failureLabels(rows, plot, seen).map(({ x, text }) => [Math.round(x), text]);

test('each failure has its code, and failures in a row are counted', () => {
  expect(labels([failed(100), good(200), failed(300), failed(310), failed(320, 'timeout', 4), good(400)])).toEqual([
    [100, 'timeout'],
    [300, 'timeout ×6'],
  ]);
});

test('a label that would reach the next failure is left out, so that none overlap', () => {
  const rows = [failed(100), good(110), failed(120, 'connect.refused'), good(130), failed(400, 'dns.notFound')];
  expect(labels(rows)).toEqual([
    [120, 'connect.refused'],
    [400, 'dns.notFound'],
  ]);
});

test('no label is cut off at the edge of the plot', () => {
  const rows = [failed(90), good(150), failed(500), good(600), failed(880)];
  expect(labels(rows, { left: 100, right: 900 })).toEqual([[500, 'timeout']]);
});
