/** Converts the engine's answer (column arrays) to what a chart draws: one row per point, oldest first. */
import type { CheckSummary, Metrics, Phases } from '../../../contract/model/check.ts';
import type { FailureSummary } from '../../../contract/model/failure.ts';
import type { Series } from '../../../contract/model/series.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';

/**
 * A point of the chart. Latencies are those of successful checks that were not disturbed, and null if there was none, so that
 * neither a failure nor Lookout's own delay looks like a latency.
 */
export interface ChartRow {
  /** The start of the point, or the time of the check, in epoch milliseconds. Unique in a list of rows. */
  readonly at: EpochMs;
  /** The width of the point; 0 for a single check. */
  readonly width: Ms;
  /** Where it is drawn: the middle of the point. */
  readonly x: EpochMs;
  readonly count: number;
  readonly down: number;
  readonly unknown: number;
  /** How many of the successful checks (`count`) were measured while Lookout was busy. They have no latency. */
  readonly disturbed: number;
  /** Checks that could not start because an earlier one was still in flight. No other count includes them. */
  readonly swallowed: number;
  /** The interval of the slots that a single check swallowed; null if it swallowed none, or the point has several checks. */
  readonly swallowedInterval: Ms | null;
  /** The value of the line: the median of the point, or the latency of the check. */
  readonly value: Ms | null;
  /** The mean. */
  readonly avg: Ms | null;
  /** Null for single checks and without a latency. */
  readonly quantiles: Quantiles | null;
  /** The lowest and highest; null for single checks and without a latency. */
  readonly band: readonly [Ms, Ms] | null;
  /** The phases of the checks that have a latency; null if there are none. */
  readonly phases: Phases | null;
  /** The metrics of all checks, including failed ones. */
  readonly metrics: Readonly<Record<string, MetricPoint>>;
  /** The first failure, or the reason why a check could not be judged; of a single check, also why it is degraded. */
  readonly failure: FailureSummary | null;
  /** The failure codes of the point, the most frequent first. */
  readonly codes: readonly CodeCount[];
}

export interface Quantiles {
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
  readonly p99: number;
}

export interface CodeCount {
  readonly code: string;
  readonly count: number;
}

/** A metric in a point, in its unit. */
export interface MetricPoint {
  readonly avg: number;
  /** The lowest and highest; null for single checks. */
  readonly band: readonly [number, number] | null;
  /** Null for single checks, and for metrics whose distribution is not kept. */
  readonly quantiles: Quantiles | null;
}

/** Makes the sentence of a failure of the chart's endpoint. */
export type FailureText = (failure: FailureSummary) => string;

function phasesOfPoint({ phases }: Series, index: number): Phases {
  const taken: Record<string, Ms> = {};
  for (const [phase, column] of Object.entries(phases)) {
    const ms = column[index];
    if (ms !== null && ms !== undefined) taken[phase] = ms;
  }
  return taken;
}

const NO_METRICS: ChartRow['metrics'] = {};

function metricsOfPoint({ metrics, step }: Series, index: number): ChartRow['metrics'] {
  const columns = Object.entries(metrics);
  if (columns.length === 0) return NO_METRICS;
  const measured: Record<string, MetricPoint> = {};
  for (const [name, column] of columns) {
    const avg = column.avg[index] ?? null;
    if (avg === null) continue;
    const band = [column.min[index] ?? avg, column.max[index] ?? avg] as const;
    measured[name] = { avg, band: step > 0 ? band : null, quantiles: step > 0 ? quantilesOf(column, index) : null };
  }
  return measured;
}

type QuantileColumns = Readonly<Partial<Record<keyof Quantiles, readonly (number | null)[]>>>;

function quantilesOf({ p5, p25, p50, p75, p95, p99 }: QuantileColumns, index: number): Quantiles | null {
  const [median, least, low, high, most, top] = [p50, p5, p25, p75, p95, p99].map((column) => column?.[index] ?? null);
  if (median === undefined || median === null) return null;
  return {
    p5: least ?? median,
    p25: low ?? median,
    p50: median,
    p75: high ?? median,
    p95: most ?? median,
    p99: top ?? median,
  };
}

const NO_CODES: readonly CodeCount[] = [];

function codesOfPoint(columns: readonly (readonly [string, readonly number[]])[], index: number): readonly CodeCount[] {
  if (columns.length === 0) return NO_CODES;
  const codes = columns.map(([code, column]) => ({ code, count: column[index] ?? 0 }));
  return codes.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
}

/** Leaves out checks that could not be judged, like `MetricSeries`. */
function metricsOfCheck(metrics: Metrics | undefined): ChartRow['metrics'] {
  if (metrics === undefined) return NO_METRICS;
  return Object.fromEntries(Object.entries(metrics).map(([name, avg]) => [name, { avg, band: null, quantiles: null }]));
}

/** Leaves out points without a check, so that an interval longer than a point does not break the line. */
export function rowsFromSeries(series: Series): ChartRow[] {
  const rows: ChartRow[] = [];
  const failures = Object.entries(series.failures);
  for (const [index, at] of series.at.entries()) {
    const count = series.count[index] ?? 0;
    const down = series.down[index] ?? 0;
    const unknown = series.unknown[index] ?? 0;
    if (count + down + unknown === 0) continue;
    const min = series.min[index] ?? null;
    const max = series.max[index] ?? null;
    const avg = series.avg[index] ?? null;
    const quantiles = series.step > 0 ? quantilesOf(series, index) : null;
    rows.push({
      at,
      width: series.step,
      x: at + series.step / 2,
      count,
      down,
      unknown,
      disturbed: series.disturbed[index] ?? 0,
      swallowed: series.swallowed[index] ?? 0,
      swallowedInterval: series.swallowedInterval[index] ?? null,
      value: quantiles?.p50 ?? avg,
      avg,
      quantiles,
      band: series.step > 0 && min !== null && max !== null ? [min, max] : null,
      phases: avg === null ? null : phasesOfPoint(series, index),
      metrics: metricsOfPoint(series, index),
      failure: series.failure[index] ?? null,
      codes: codesOfPoint(failures, index),
    });
  }
  return rows;
}

/** Converts a single check to a point. */
export function rowFromCheck(check: CheckSummary): ChartRow {
  const success = check.verdict === 'up' || check.verdict === 'degraded';
  const timed = success && !check.disturbed;
  return {
    at: check.at,
    width: 0,
    x: check.at,
    count: success ? 1 : 0,
    down: check.verdict === 'down' ? 1 : 0,
    unknown: check.verdict === 'unknown' ? 1 : 0,
    disturbed: success && check.disturbed ? 1 : 0,
    swallowed: check.swallowed?.slots ?? 0,
    swallowedInterval: check.swallowed?.interval ?? null,
    value: timed ? check.durationMs : null,
    avg: timed ? check.durationMs : null,
    quantiles: null,
    band: null,
    phases: timed ? check.phases : null,
    metrics: check.verdict === 'unknown' ? NO_METRICS : metricsOfCheck(check.metrics),
    failure: check.failure ?? check.warning ?? null,
    codes: check.failure === null ? NO_CODES : [{ code: check.failure.code, count: 1 }],
  };
}

/**
 * Adds a check to a list of rows, or replaces the row with the same time (the series and a push can both contain it). Keeps the
 * last row before `from`, because the line from it reaches into the chart.
 */
export function appendRow(rows: readonly ChartRow[], row: ChartRow, from: EpochMs): ChartRow[] {
  // Almost always the newest: a push is late only after a reconnect.
  let place = rows.length;
  while (place > 0 && (rows[place - 1]?.at ?? 0) > row.at) place -= 1;
  const isReplaced = place > 0 && rows[place - 1]?.at === row.at;
  const others = rows.toSpliced(isReplaced ? place - 1 : place, isReplaced ? 1 : 0, row);
  const first = others.findIndex((other) => other.at >= from);
  return others.slice(first < 0 ? -1 : Math.max(0, first - 1));
}

/** The rows with the values of a metric instead of latencies. Lookout's own delay does not change metrics. */
export function metricRows(rows: readonly ChartRow[], name: string): ChartRow[] {
  return rows.map((row) => ({
    ...row,
    value: row.metrics[name]?.quantiles?.p50 ?? row.metrics[name]?.avg ?? null,
    avg: row.metrics[name]?.avg ?? null,
    quantiles: row.metrics[name]?.quantiles ?? null,
    band: row.metrics[name]?.band ?? null,
    phases: null,
    disturbed: 0,
    swallowed: 0,
    swallowedInterval: null,
  }));
}

/** The rows that touch a span widened by a share at both ends, with the ones before and after them, to which lines lead. */
export function rowsAround(rows: readonly ChartRow[], { from, to }: TimeSpan, share: number): readonly ChartRow[] {
  const more = (to - from) * share;
  const first = rows.findIndex((row) => row.at + row.width >= from - more);
  const last = rows.findLastIndex((row) => row.at <= to + more);
  if (first <= 1 && last >= rows.length - 2) return rows;
  return first < 0 ? rows.slice(-1) : rows.slice(Math.max(0, first - 1), last + 2);
}
