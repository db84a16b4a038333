/** Converts the data of a chart to a table: for people who cannot see the chart, and for CSV. Pure. */
import type { Distribution } from '../../../contract/model/series.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { formatCount, formatDateTime, formatPercent } from '../../format.ts';
import { histogramOf } from './histogram-bars.ts';
import type { PhaseLook } from './phase-look.ts';
import { codeText } from './point-text.ts';
import type { ChartRow } from './rows.ts';
import { LATENCY, type ValueFormat } from '../scale/value-format.ts';

export type Cell = string | number | null;

export interface TableColumn {
  /** The name in CSV, with the unit, such as `median_ms`. */
  readonly name: string;
  /** The name that people see. */
  readonly label: string;
  /** Formats a value for people. */
  readonly write: (value: number) => string;
}

export interface ChartTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

interface Source<R> extends TableColumn {
  readonly read: (row: R) => Cell;
}

function tableOf<R>(rows: readonly R[], sources: readonly Source<R>[]): ChartTable {
  return { columns: sources, rows: rows.map((row) => sources.map(({ read }) => read(row))) };
}

/** ISO 8601 in UTC in CSV; for people, local time. */
export const TIME: Source<{ readonly at: EpochMs }> = {
  name: 'time',
  label: 'Time',
  write: formatDateTime,
  read: ({ at }) => at,
};

const WIDTH: Source<ChartRow> = { ...TIME, name: 'until', label: 'Until', read: ({ at, width }) => at + width };

function within(rows: readonly ChartRow[], { from, to }: TimeSpan): readonly ChartRow[] {
  return rows.filter(({ x }) => x >= from && x <= to);
}

/** `Packet loss` as `packet_loss`. */
export function columnName(text: string): string {
  return text.toLowerCase().replace(/\W+/gu, '_');
}

function count(name: string, label: string, read: (row: ChartRow) => number): Source<ChartRow> {
  return { name, label, write: formatCount, read };
}

/** The points of a latency or metric chart, with how many checks each has and why they failed. */
export function seriesTable(
  all: readonly ChartRow[],
  span: TimeSpan,
  format: ValueFormat,
  unit: string,
  hasChecks = true,
): ChartTable {
  const rows = within(all, span);
  const suffix = unit === '' ? '' : `_${unit}`;
  const value = (
    name: string,
    label: string,
    read: (row: ChartRow) => number | null | undefined,
  ): Source<ChartRow> => ({
    name: `${name}${suffix}`,
    label,
    write: format.write,
    read: (row) => read(row) ?? null,
  });
  const several = rows.some(({ width }) => width > 0);
  const values = several
    ? [
        value('min', 'Lowest', ({ band, value: own }) => band?.[0] ?? own),
        value('p5', 'p5', ({ quantiles }) => quantiles?.p5),
        value('p25', 'p25', ({ quantiles }) => quantiles?.p25),
        value('median', 'Median', ({ quantiles, width, value: own }) => quantiles?.p50 ?? (width === 0 ? own : null)),
        value('p75', 'p75', ({ quantiles }) => quantiles?.p75),
        value('p95', 'p95', ({ quantiles }) => quantiles?.p95),
        value('p99', 'p99', ({ quantiles }) => quantiles?.p99),
        value('max', 'Highest', ({ band, value: own }) => band?.[1] ?? own),
        value('mean', 'Mean', ({ avg }) => avg),
      ]
    : [value(columnName(format.name), format.name, ({ value: own }) => own)];
  const checks = [
    count('checks', 'Checks', (row) => row.count + row.down + row.unknown),
    count('failed', 'Failed', ({ down }) => down),
    count('unknown', 'Unknown', ({ unknown }) => unknown),
    {
      name: 'codes',
      label: 'Why',
      write: String,
      read: ({ codes }: ChartRow) => codes.map(codeText).join(' ') || null,
    },
  ];
  return tableOf(rows, [TIME, ...(several ? [WIDTH] : []), ...values, ...(hasChecks ? checks : [])]);
}

/** The mean of each phase in each point. */
export function phasesTable(all: readonly ChartRow[], span: TimeSpan, phases: readonly PhaseLook[]): ChartTable {
  const columns = phases.map(({ name, label }): Source<ChartRow> => ({
    name: `${columnName(name)}_ms`,
    label,
    write: LATENCY.write,
    read: ({ phases: taken }) => taken?.[name] ?? null,
  }));
  return tableOf(within(all, span), [TIME, ...columns]);
}

interface HeatRow {
  readonly at: EpochMs;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const LATENCIES = [
  { name: 'above_ms', label: 'Above', write: LATENCY.write, read: ({ from }: Omit<HeatRow, 'at'>) => from },
  { name: 'up_to_ms', label: 'Up to', write: LATENCY.write, read: ({ to }: Omit<HeatRow, 'at'>) => to },
  { name: 'checks', label: 'Checks', write: formatCount, read: ({ count: many }: Omit<HeatRow, 'at'>) => many },
] as const;

/** The cells of a heat map that are not empty. */
export function heatTable({ at, edges, point, bucket, count: counts }: Distribution): ChartTable {
  const rows = point.map((index, cell): HeatRow => ({
    at: at[index] ?? 0,
    from: edges[bucket[cell] ?? 0] ?? 0,
    to: edges[(bucket[cell] ?? 0) + 1] ?? 0,
    count: counts[cell] ?? 0,
  }));
  return tableOf<HeatRow>(rows, [TIME, ...LATENCIES]);
}

export function histogramTable(distribution: Distribution): ChartTable {
  return tableOf(histogramOf(distribution), [
    ...LATENCIES,
    { name: 'share', label: 'Share', write: formatPercent, read: ({ share }) => share },
    { name: 'share_up_to', label: 'Up to here', write: formatPercent, read: ({ upTo }) => upTo },
  ]);
}

/** Formats a cell for people. */
export function cellText(cell: Cell, column: TableColumn): string {
  if (cell === null) return '–';
  return typeof cell === 'string' ? cell : column.write(cell);
}

const TIME_COLUMNS = new Set(['time', 'until']);

/**
 * Writes a table as CSV (RFC 4180) with names in the first line. Times are ISO 8601 in UTC, numbers have a decimal
 * point, and unknown values are empty.
 */
export function csvOf({ columns, rows }: ChartTable): string {
  const lines = rows.map((row) =>
    row.map((cell, index) => csvCell(cell, TIME_COLUMNS.has(columns[index]?.name ?? ''))).join(','),
  );
  return `${[columns.map(({ name }) => name).join(','), ...lines].join('\r\n')}\r\n`;
}

function csvCell(cell: Cell, isTime: boolean): string {
  if (cell === null) return '';
  if (isTime && typeof cell === 'number') return new Date(cell).toISOString();
  const text = typeof cell === 'number' ? String(Number(cell.toPrecision(12))) : cell;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `Shop, checkout` and `Latency`: `lookout-shop-checkout-latency-2026-11-30`, a file name on every system. */
export function fileNameOf(endpoint: string, chart: string, to: EpochMs): string {
  const slug = (text: string) =>
    text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .replace(/[^a-z0-9]+/gu, '-')
      .replace(/^-+|-+$/gu, '')
      .slice(0, 60);
  return ['lookout', slug(endpoint), slug(chart), new Date(to).toISOString().slice(0, 10)]
    .filter((part) => part !== '')
    .join('-');
}
