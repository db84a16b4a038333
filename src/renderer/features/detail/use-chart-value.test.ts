import { expect, test } from 'vitest';
import { chartedMetrics } from './use-chart-value.ts';

const metrics = [
  { name: 'rtt', label: 'Round trip', unit: 'millisecond', charted: true },
  { name: 'loss', label: 'Loss', unit: 'percent', charted: true },
  { name: 'rows', label: 'Rows', unit: 'count', charted: false },
] as const;
const rows = [{ metrics: {} }, { metrics: { rtt: { avg: 4, band: null }, rows: { avg: 2, band: null } } }];
const names = (...args: Parameters<typeof chartedMetrics>) => chartedMetrics(...args).map(({ name }) => name);

test('offers the charted metrics that some check measured', () => {
  expect(names(metrics, rows, 'latency')).toEqual(['rtt']);
  expect(names(metrics, null, 'latency')).toEqual([]);
});

test('keeps the shown metric, also in a range without it', () => {
  expect(names(metrics, [], 'metric.loss')).toEqual(['loss']);
});
