import { describe, expect, test } from 'vitest';
import { exampleSummary } from '../../../shared/testing/examples.ts';
import { cellText, csvOf, fileNameOf, heatTable, histogramTable, phasesTable, seriesTable } from './chart-table.ts';
import { rowFromCheck, type ChartRow } from './rows.ts';
import { LATENCY } from '../scale/value-format.ts';

const AT = Date.UTC(2026, 10, 30, 8);
const single = rowFromCheck({ ...exampleSummary(AT), durationMs: 42.5 });
const point: ChartRow = {
  ...single,
  width: 60_000,
  x: AT + 30_000,
  count: 10,
  down: 3,
  value: 40,
  avg: 44,
  quantiles: { p5: 20, p25: 30, p50: 40, p75: 50, p95: 60, p99: 70 },
  band: [10, 80],
  codes: [
    { code: 'timeout', count: 2 },
    { code: 'http.status', count: 1 },
  ],
};
const span = { from: AT, to: AT + 60_000 };

describe('the table of a chart', () => {
  test('of single checks has one value each', () => {
    expect(csvOf(seriesTable([single], span, LATENCY, 'ms'))).toBe(
      'time,latency_ms,checks,failed,unknown,codes\r\n2026-11-30T08:00:00.000Z,42.5,1,0,0,\r\n',
    );
  });

  test('of points has their percentiles and failure codes', () => {
    expect(csvOf(seriesTable([point], span, LATENCY, 'ms'))).toBe(
      'time,until,min_ms,p5_ms,p25_ms,median_ms,p75_ms,p95_ms,p99_ms,max_ms,mean_ms,checks,failed,unknown,codes\r\n' +
        '2026-11-30T08:00:00.000Z,2026-11-30T08:01:00.000Z,10,20,30,40,50,60,70,80,44,13,3,0,timeout ×2 http.status ×1\r\n',
    );
  });

  test('has no median of points whose checks another program only counted', () => {
    const counted = { ...point, value: 44, quantiles: null };
    const { columns, rows } = seriesTable([counted], span, LATENCY, 'ms', false);
    const value = (name: string) => rows[0]?.[columns.findIndex((column) => column.name === `${name}_ms`)];
    expect(['median', 'p95', 'mean', 'max'].map(value)).toEqual([null, null, 44, 80]);
  });

  test('leaves out rows outside the view, and leaves unknown values empty', () => {
    const failed = { ...point, value: null, avg: null, quantiles: null, band: null };
    const { columns, rows } = seriesTable([failed, { ...point, x: AT - 1 }], span, LATENCY, 'ms', false);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.slice(2)).toEqual(Array(9).fill(null));
    expect(columns.map((column, index) => cellText(rows[0]?.[index] ?? null, column)).at(-1)).toBe('–');
  });

  test('of phases has a column for each', () => {
    const phases = [
      { name: 'connect', label: 'Connect', color: '' },
      { name: 'wait', label: 'Wait', color: '' },
    ];
    const table = phasesTable([{ ...single, phases: { connect: 2 } }], span, phases);
    expect(csvOf(table)).toBe('time,connect_ms,wait_ms\r\n2026-11-30T08:00:00.000Z,2,\r\n');
  });

  test('of a distribution has its cells or its bars', () => {
    const distribution = {
      ...span,
      step: 60_000,
      at: [AT],
      edges: [10, 20, 40],
      point: [0, 0],
      bucket: [0, 1],
      count: [3, 1],
    };
    expect(csvOf(heatTable(distribution))).toBe(
      'time,above_ms,up_to_ms,checks\r\n2026-11-30T08:00:00.000Z,10,20,3\r\n2026-11-30T08:00:00.000Z,20,40,1\r\n',
    );
    expect(csvOf(histogramTable(distribution))).toBe(
      'above_ms,up_to_ms,checks,share,share_up_to\r\n10,20,3,0.75,0.75\r\n20,40,1,0.25,1\r\n',
    );
  });
});

test('CSV quotes commas, quotes and line breaks', () => {
  const columns = [{ name: 'a', label: 'A', write: String }];
  expect(csvOf({ columns, rows: [['x, "y"'], ['z\n']] })).toBe('a\r\n"x, ""y"""\r\n"z\n"\r\n');
});

test('a file name has only letters, digits and hyphens', () => {
  expect(fileNameOf('Übersee / Shop', 'Heat map', AT)).toBe('lookout-ubersee-shop-heat-map-2026-11-30');
  expect(fileNameOf('日本', 'Latency', AT)).toBe('lookout-latency-2026-11-30');
});
