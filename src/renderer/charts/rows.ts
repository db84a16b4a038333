/** From the engine's answer (column arrays) to what a chart draws: one row per point, oldest first. */
import type { CheckSummary, Phases } from '../../contract/model/check.ts';
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { Series, SeriesSummary } from '../../contract/model/series.ts';
import type { StatusHistory } from '../../contract/model/status-history.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';

/**
 * A point of the chart. Latencies are of the successful checks only and null where there was none, so that a failure
 * can never be read as a latency.
 */
export interface ChartRow {
  /** Start of the point, or time of the check. Unique within a list of rows. */
  readonly at: EpochMs;
  /** Width of the point; 0: it is a single check. */
  readonly width: Ms;
  /** Where it is drawn: the middle of the point. */
  readonly x: EpochMs;
  readonly count: number;
  readonly down: number;
  readonly unknown: number;
  readonly avg: Ms | null;
  /** Lowest and highest; null for single checks and where there was no success. */
  readonly band: readonly [Ms, Ms] | null;
  /** The phases that the successful checks took; null where there was no success. */
  readonly phases: Phases | null;
  /** The first failure, or the reason why a check could not be judged. */
  readonly failure: FailureSummary | null;
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

/** Leaves out points without a check: an interval longer than a point does not break the line. */
export function rowsFromSeries(series: Series): ChartRow[] {
  const rows: ChartRow[] = [];
  for (const [index, at] of series.at.entries()) {
    const count = series.count[index] ?? 0;
    const down = series.down[index] ?? 0;
    const unknown = series.unknown[index] ?? 0;
    if (count + down + unknown === 0) continue;
    const min = series.min[index] ?? null;
    const max = series.max[index] ?? null;
    rows.push({
      at,
      width: series.step,
      x: at + series.step / 2,
      count,
      down,
      unknown,
      avg: count > 0 ? (series.avg[index] ?? null) : null,
      band: series.step > 0 && min !== null && max !== null ? [min, max] : null,
      phases: count > 0 ? phasesOfPoint(series, index) : null,
      failure: series.failure[index] ?? null,
    });
  }
  return rows;
}

/** A single check as a point of its own. */
export function rowFromCheck(check: CheckSummary): ChartRow {
  const success = check.verdict === 'up' || check.verdict === 'degraded';
  return {
    at: check.at,
    width: 0,
    x: check.at,
    count: success ? 1 : 0,
    down: check.verdict === 'down' ? 1 : 0,
    unknown: check.verdict === 'unknown' ? 1 : 0,
    avg: success ? check.durationMs : null,
    band: null,
    phases: success ? check.phases : null,
    failure: check.failure,
  };
}

/**
 * Puts a check into a list of rows, replacing the row of the same time (the series and a push can both contain it). Of the
 * rows before `from`, the last one stays: the line from it reaches into the chart.
 */
export function appendRow(rows: readonly ChartRow[], row: ChartRow, from: EpochMs): ChartRow[] {
  const others = rows.filter((other) => other.at !== row.at);
  let index = others.length;
  // Nearly always the newest: a push is late only after a reconnect.
  while (index > 0 && (others[index - 1]?.at ?? 0) > row.at) index -= 1;
  others.splice(index, 0, row);
  const first = others.findIndex((other) => other.at >= from);
  return others.slice(first < 0 ? -1 : Math.max(0, first - 1));
}

/** What is drawn of a row; `avg` and `phases` are null where the line must break. */
export type PlotRow = Pick<ChartRow, 'x' | 'avg' | 'band' | 'phases'>;

const BREAK = { avg: null, band: null, phases: null } as const;

/**
 * The rows to draw. The line breaks at a row without a value, and between two rows where the endpoint was not up, or nothing
 * was checked. What happened within a point of many checks breaks no line.
 */
export function plotRows(rows: readonly ChartRow[], history: StatusHistory | null): PlotRow[] {
  const breaks = (history?.spans ?? []).filter(({ state }) => state !== 'up' && state !== 'degraded');
  const plot: PlotRow[] = [];
  let next = 0;
  let before: ChartRow | undefined;
  for (const row of rows) {
    const end = before === undefined ? -Infinity : before.at + before.width;
    while ((breaks[next]?.to ?? Infinity) <= end) next += 1;
    const hole = breaks[next];
    if (before !== undefined && hole !== undefined && hole.from < row.at) {
      plot.push({ x: (before.x + row.x) / 2, ...BREAK });
    }
    plot.push(row.avg === null ? { x: row.x, ...BREAK } : row);
    before = row;
  }
  return plot;
}

/** Points with a break on both sides. A line does not show them, so they are drawn as dots. */
export function loneRows(plot: readonly PlotRow[]): PlotRow[] {
  return plot.filter(
    (row, index) =>
      row.avg !== null && (plot[index - 1]?.avg ?? null) === null && (plot[index + 1]?.avg ?? null) === null,
  );
}

/** The value below which `share` of the sorted values lie (nearest rank); null: there are no values. */
function percentile(sorted: readonly Ms[], share: number): Ms | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/**
 * The figures above a live chart, exact because every row is one check. For a reduced series, use the engine's summary:
 * means of means would be wrong.
 */
export function summarise(rows: readonly ChartRow[]): SeriesSummary {
  const sorted = rows.flatMap((row) => (row.avg === null ? [] : [row.avg])).sort((a, b) => a - b);
  let sum = 0;
  for (const value of sorted) sum += value;
  return {
    count: sorted.length,
    down: rows.reduce((total, row) => total + row.down, 0),
    unknown: rows.reduce((total, row) => total + row.unknown, 0),
    min: sorted[0] ?? null,
    avg: sorted.length === 0 ? null : sum / sorted.length,
    max: sorted.at(-1) ?? null,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
  };
}
