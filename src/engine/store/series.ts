/**
 * Latency over a period, reduced to about as many points as a chart has room for. Pure: both stores choose
 * a plan and pass rows to it.
 */
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { MetricSeries, Series, SeriesSummary } from '../../contract/model/series.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { quantileRank } from '../../shared/latency.ts';
import { metricQuantile, type MetricTally } from './metric-tally.ts';
import { addToSketch, ROLLUP_WIDTHS, WIDTH_MS, type HistoryRow, type RollupWidth } from './rollup.ts';
import { LatencySketch } from './sketch.ts';
import {
  emptyTally,
  latenciesOf,
  mergeTally,
  successes,
  tallyCheck,
  timed,
  type PhaseSums,
  type TalliedCheck,
  type Tally,
} from './tally.ts';

const SECOND = 1000;
const MINUTE = WIDTH_MS.minute;
const HOUR = WIDTH_MS.hour;
const DAY = WIDTH_MS.day;
/** Round widths of a point. From one minute, each is a whole number of minutes; from one hour, of hours; and so on. */
const STEPS: readonly Ms[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 30, 100, 365].map((n) => n * DAY),
];

export interface SeriesRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** About the maximum number of points; at least 1. */
  readonly points: number;
}

/** What retention has left: the times from which single results and minute rollups exist. */
export interface Coverage {
  readonly resultsFrom: EpochMs;
  readonly minutesFrom: EpochMs;
}

/** What to read for a series: rows with `from <= at <= to`, rollups by their start. */
export interface SeriesPlan {
  readonly range: SeriesRange;
  readonly source: 'results' | RollupWidth;
  /** 0: every check is a point. */
  readonly step: Ms;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * Plans single results if there are fewer than the requested points. Otherwise plans points of a round width that begin at
 * multiples of it, so that a live chart does not jitter as its range moves. Points at the ends are complete, so they also
 * count some checks before `from`.
 * @param countChecks returns the number of checks from `from` to `to`, at most `limit`
 */
export function planSeries(
  range: SeriesRange,
  coverage: Coverage,
  countChecks: (from: EpochMs, to: EpochMs, limit: number) => number,
): SeriesPlan {
  const { from, to, points } = range;
  if (from >= coverage.resultsFrom && countChecks(from, to, points + 1) <= points) {
    return { range, source: 'results', step: 0, from, to };
  }
  const wanted = Math.max(to - from, 1) / Math.max(points, 1);
  for (const step of STEPS) {
    if (step < wanted) continue;
    const start = Math.floor(from / step) * step;
    if (step < MINUTE ? start >= coverage.resultsFrom : step >= HOUR || start >= coverage.minutesFrom) {
      return { range, source: sourceFor(step), step, from: start, to: endOf(to, step) };
    }
  }
  // More than 365 days per point: nobody keeps that much history.
  const step = 365 * DAY;
  return { range, source: 'day', step, from: Math.floor(from / step) * step, to: endOf(to, step) };
}

/** The last millisecond of the point that `to` is in. */
function endOf(to: EpochMs, step: Ms): EpochMs {
  return Math.floor(to / step) * step + step - 1;
}

function sourceFor(step: Ms): SeriesPlan['source'] {
  return ROLLUP_WIDTHS.findLast((width) => step % WIDTH_MS[width] === 0) ?? 'results';
}

/**
 * @param checks those that the plan asks for, oldest first
 * @param read returns the failure that `F` represents
 */
export function seriesOfResults<F>(
  plan: SeriesPlan,
  checks: Iterable<TalliedCheck<F>>,
  read: (failure: F) => FailureSummary,
): Series {
  const columns = new Columns<F>(plan);
  const latencies: number[] = [];
  for (const check of checks) {
    tallyCheck(columns.point(check.at), check);
    if (plan.step === 0) columns.swallowedIntervals.push(check.swallowed?.interval ?? null);
    for (const latency of latenciesOf(check)) latencies.push(latency);
  }
  const sorted = Float64Array.from(latencies).sort();
  return columns.series(read, (quantile) => sorted[quantileRank(quantile, sorted.length)] ?? null);
}

/**
 * @param rows rollups of the planned width or narrower, and checks that are in no rollup; oldest first
 * @param read returns the failure that `F` represents
 */
export function seriesOfRollups<F>(
  plan: SeriesPlan,
  rows: Iterable<HistoryRow<F>>,
  read: (failure: F) => FailureSummary,
): Series {
  const columns = new Columns<F>(plan);
  const sketch = new LatencySketch();
  for (const row of rows) {
    const point = columns.point(row.at);
    if ('rollup' in row) {
      mergeTally(point, row.rollup);
      addToSketch(sketch, row.rollup);
    } else {
      tallyCheck(point, row);
      for (const latency of latenciesOf(row)) sketch.add(latency);
    }
  }
  return columns.series(read, (quantile) => sketch.quantile(quantile));
}

/** Fills the columns of a series point by point. */
class Columns<F> {
  readonly #plan: SeriesPlan;
  readonly swallowedIntervals: (Ms | null)[] = [];
  readonly #at: EpochMs[] = [];
  readonly #points: Tally<F>[] = [];

  constructor(plan: SeriesPlan) {
    this.#plan = plan;
  }

  /** The tally of the point to which a row of this time belongs. Times must not decrease. */
  point(at: EpochMs): Tally<F> {
    const { step } = this.#plan;
    const start = step === 0 ? at : Math.floor(at / step) * step;
    const last = this.#points.at(-1);
    if (last !== undefined && step > 0 && this.#at.at(-1) === start) return last;
    const point = emptyTally<F>();
    this.#at.push(start);
    this.#points.push(point);
    return point;
  }

  /**
   * @param read returns the failure that `F` represents
   * @param quantile returns the latency in microseconds at a quantile, including swallowed slots
   */
  series(read: (failure: F) => FailureSummary, quantile: (quantile: number) => number | null): Series {
    const { range, step } = this.#plan;
    const points = this.#points;
    const total = emptyTally<F>();
    for (const point of points) mergeTally(total, point);
    return {
      from: range.from,
      to: range.to,
      step,
      at: this.#at,
      count: points.map(successes),
      down: points.map((point) => point.counts.down),
      unknown: points.map((point) => point.counts.unknown),
      disturbed: points.map(({ disturbed }) => disturbed),
      swallowed: points.map(({ swallowed }) => swallowed),
      swallowedInterval: this.swallowedIntervals,
      ...latencies(points),
      phases: Object.fromEntries(
        total.phases.names.map((name) => [name, points.map(({ phases }) => meanPhase(phases, name))]),
      ),
      metrics: Object.fromEntries([...total.metrics].map(([name, all]) => [name, metricSeries(points, name, all)])),
      failure: points.map(({ failure }) => (failure === null ? null : read(failure.failure))),
      summary: summarise(total, quantile),
    };
  }
}

function summarise(total: Tally<unknown>, quantile: (quantile: number) => number | null): SeriesSummary {
  const { min, avg, max } = latencies([total]);
  /**
   * A sketch returns the middle of a bin, which can be outside the measured range. The latency of a swallowed slot can be
   * less than that of any check.
   */
  const least = total.swallowed === 0 ? total.min : 0;
  const percentile = (share: number): Ms | null => {
    const value = timed(total) === 0 ? null : quantile(share);
    return value === null ? null : Math.min(Math.max(value, least), total.max) / 1000;
  };
  return {
    count: successes(total),
    down: total.counts.down,
    unknown: total.counts.unknown,
    disturbed: total.disturbed,
    swallowed: total.swallowed,
    min: min[0] ?? null,
    avg: avg[0] ?? null,
    max: max[0] ?? null,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
  };
}

function latencies(points: readonly Tally<unknown>[]): Pick<Series, 'min' | 'avg' | 'max'> {
  return {
    min: points.map((point) => (timed(point) > 0 ? point.min / 1000 : null)),
    avg: points.map((point) => (timed(point) > 0 ? point.sum / timed(point) / 1000 : null)),
    max: points.map((point) => (timed(point) > 0 ? point.max / 1000 : null)),
  };
}

function meanPhase({ names, sums, counts }: PhaseSums, name: string): Ms | null {
  const index = names.indexOf(name);
  const count = counts[index] ?? 0;
  return count > 0 ? (sums[index] ?? 0) / count / 1000 : null;
}

/** @param all the same metric over all points */
function metricSeries(points: readonly Tally<unknown>[], name: string, all: MetricTally): MetricSeries {
  const columns = (read: (metric: MetricTally) => number | null) =>
    points.map(({ metrics }) => {
      const metric = metrics.get(name);
      return metric === undefined || metric.count === 0 ? null : read(metric);
    });
  const mean = ({ sum, count }: MetricTally): number => sum / count;
  const at = (quantile: number) => columns((metric) => metricQuantile(metric, quantile));
  return {
    min: columns(({ min }) => min),
    avg: columns(mean),
    max: columns(({ max }) => max),
    ...(all.charted ? { p50: at(0.5), p95: at(0.95) } : {}),
    summary: {
      count: all.count,
      min: all.min,
      avg: mean(all),
      max: all.max,
      p50: metricQuantile(all, 0.5),
      p95: metricQuantile(all, 0.95),
      p99: metricQuantile(all, 0.99),
    },
  };
}
