/**
 * Latency over a period, reduced to about as many points as a chart has room for. Pure: both stores choose a plan
 * (`series-plan.ts`) and pass the rows that it asks for.
 */
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { MetricSeries, Series, SeriesSummary } from '../../contract/model/series.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { metricQuantile, type MetricTally } from './metric-tally.ts';
import { quantileRank } from '../../shared/latency.ts';
import { addRow, addToSketch, emptyRollup, rollupQuantile, type HistoryRow } from './rollup.ts';
import type { SeriesPlan } from './series-plan.ts';
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

/**
 * @param checks those that the plan asks for, oldest first
 * @param read returns the failure that `F` represents
 */
export function seriesOfResults<F>(
  plan: SeriesPlan,
  checks: Iterable<TalliedCheck<F>>,
  read: (failure: F) => FailureSummary,
): Series {
  const points = new Points(plan, () => ({ tally: emptyTally<F>(), latencies: new Array<number>() }));
  const swallowedInterval: (Ms | null)[] = [];
  for (const check of checks) {
    const { tally, latencies } = points.of(check.at);
    tallyCheck(tally, check);
    if (plan.step === 0) swallowedInterval.push(check.swallowed?.interval ?? null);
    for (const latency of latenciesOf(check)) latencies.push(latency);
  }
  const all = sorted(points.list.flatMap(({ latencies }) => latencies));
  return {
    ...columnsOf(
      plan,
      points.at,
      points.list.map(({ tally, latencies }) => ({ tally, quantile: quantilesOf(latencies) })),
      { read, quantile: (quantile) => all[quantileRank(quantile, all.length)] ?? null },
    ),
    swallowedInterval,
  };
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
  const points = new Points(plan, () => emptyRollup<F>());
  for (const row of rows) addRow(points.of(row.at), row);
  const all = new LatencySketch();
  for (const rollup of points.list) addToSketch(all, rollup);
  return columnsOf(
    plan,
    points.at,
    points.list.map((rollup) => ({ tally: rollup, quantile: (quantile) => rollupQuantile(rollup, quantile) })),
    { read, quantile: (quantile) => all.quantile(quantile) },
  );
}

/** Points of a series, oldest first. */
class Points<P> {
  readonly at: EpochMs[] = [];
  readonly list: P[] = [];
  readonly #step: Ms;
  readonly #create: () => P;

  constructor({ step }: SeriesPlan, create: () => P) {
    this.#step = step;
    this.#create = create;
  }

  /** The point to which a row of this time belongs. Times must not decrease. */
  of(at: EpochMs): P {
    const start = this.#step === 0 ? at : Math.floor(at / this.#step) * this.#step;
    const last = this.list.at(-1);
    if (last !== undefined && this.#step > 0 && this.at.at(-1) === start) return last;
    const point = this.#create();
    this.at.push(start);
    this.list.push(point);
    return point;
  }
}

/** The latency in microseconds at a quantile, including swallowed slots; null: there is none. */
type Quantile = (quantile: number) => number | null;

function sorted(latencies: readonly number[]): Float64Array {
  return Float64Array.from(latencies).sort();
}

function quantilesOf(latencies: readonly number[]): Quantile {
  let list: Float64Array | null = null;
  return (quantile) => {
    list ??= sorted(latencies);
    return list[quantileRank(quantile, list.length)] ?? null;
  };
}

interface Point<F> {
  readonly tally: Tally<F>;
  readonly quantile: Quantile;
}

interface WholeRange<F> {
  /** Returns the failure that `F` represents. */
  readonly read: (failure: F) => FailureSummary;
  readonly quantile: Quantile;
}

function columnsOf<F>(
  { range, step }: SeriesPlan,
  at: readonly EpochMs[],
  points: readonly Point<F>[],
  { read, quantile }: WholeRange<F>,
): Series {
  const tallies = points.map(({ tally }) => tally);
  const total = emptyTally<F>();
  for (const tally of tallies) mergeTally(total, tally);
  const percentiles = (share: number) =>
    step === 0 ? [] : points.map((point) => wholeMicroseconds(percentileOf(point.tally, point.quantile, share)));
  return {
    from: range.from,
    to: range.to,
    step,
    at,
    count: tallies.map(successes),
    down: tallies.map(({ counts }) => counts.down),
    unknown: tallies.map(({ counts }) => counts.unknown),
    disturbed: tallies.map(({ disturbed }) => disturbed),
    swallowed: tallies.map(({ swallowed }) => swallowed),
    swallowedInterval: [],
    ...latencies(tallies),
    p5: percentiles(0.05),
    p25: percentiles(0.25),
    p50: percentiles(0.5),
    p75: percentiles(0.75),
    p95: percentiles(0.95),
    p99: percentiles(0.99),
    phases: Object.fromEntries(
      total.phases.names.map((name) => [name, tallies.map(({ phases }) => meanPhase(phases, name))]),
    ),
    metrics: Object.fromEntries([...total.metrics].map(([name, all]) => [name, metricSeries(tallies, name, all)])),
    failure: tallies.map(({ failure }) => (failure === null ? null : read(failure.failure))),
    failures: Object.fromEntries(
      [...total.failures.keys()].map((code) => [code, tallies.map(({ failures }) => failures.get(code)?.count ?? 0)]),
    ),
    summary: summarise(total, quantile),
  };
}

/** Shorter in JSON. Single checks are measured in whole microseconds. */
function wholeMicroseconds(ms: Ms | null): Ms | null {
  return ms === null ? null : Math.round(ms * 1000) / 1000;
}

/** In milliseconds. */
function percentileOf(tally: Tally<unknown>, quantile: Quantile, share: number): Ms | null {
  const value = timed(tally) === 0 ? null : quantile(share);
  if (value === null) return null;
  // A sketch returns the middle of a bin, which can be outside the measured range. The latency of a swallowed slot can be
  // less than that of any check.
  const least = tally.swallowed === 0 ? tally.min : 0;
  return Math.min(Math.max(value, least), tally.max) / 1000;
}

function summarise(total: Tally<unknown>, quantile: Quantile): SeriesSummary {
  const { min, avg, max } = latencies([total]);
  return {
    count: successes(total),
    down: total.counts.down,
    unknown: total.counts.unknown,
    disturbed: total.disturbed,
    swallowed: total.swallowed,
    min: min[0] ?? null,
    avg: avg[0] ?? null,
    max: max[0] ?? null,
    p50: percentileOf(total, quantile, 0.5),
    p95: percentileOf(total, quantile, 0.95),
    p99: percentileOf(total, quantile, 0.99),
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
    ...(all.charted ? { p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95), p99: at(0.99) } : {}),
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
