/**
 * Latency over a period, reduced to about as many points as a chart has room for. Pure: both stores choose a plan
 * (`series-plan.ts`) and pass the rows that it asks for.
 */
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { MetricSeries, Series, SeriesSummary } from '../../contract/model/series.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { emptyMetric, metricQuantile, type MetricTally } from './metric-tally.ts';
import { quantileRank } from '../../shared/latency.ts';
import { addRow, emptyRollup, mergeRollup, rollupQuantile, type HistoryRow, type Rollup } from './rollup.ts';
import { coveredBy, isWithin, type SeriesPlan, type Stretch } from './series-plan.ts';
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
  const { from, to } = plan.range;
  const emptyPoint = (): ExactPoint<F> => ({ tally: emptyTally<F>(), latencies: [] });
  const points = new Points(plan, emptyPoint);
  const whole = emptyPoint();
  const swallowedInterval: (Ms | null)[] = [];
  for (const check of checks) {
    const point = points.of(check.at);
    if (plan.step === 0) swallowedInterval.push(check.swallowed?.interval ?? null);
    addCheck(point, check);
    if (!isWithin(plan, points.last) && check.at >= from && check.at <= to) addCheck(whole, check);
  }
  for (const [index, { tally, latencies }] of points.list.entries()) {
    if (!isWithin(plan, points.at[index] ?? NaN)) continue;
    mergeTally(whole.tally, tally);
    for (const latency of latencies) whole.latencies.push(latency);
  }
  const withQuantiles = ({ tally, latencies }: ExactPoint<F>) => ({ tally, quantile: quantilesOf(latencies) });
  const columns = columnsOf(plan, points.at, points.list.map(withQuantiles), { ...withQuantiles(whole), read });
  return { ...columns, swallowedInterval };
}

interface ExactPoint<F> {
  readonly tally: Tally<F>;
  readonly latencies: number[];
}

function addCheck<F>({ tally, latencies }: ExactPoint<F>, check: TalliedCheck<F>): void {
  tallyCheck(tally, check);
  for (const latency of latenciesOf(check)) latencies.push(latency);
}

/**
 * @param rows rollups of the planned width or narrower, and checks that are in no rollup; oldest first
 * @param ends the rows that `planEnds` asks for
 * @param read returns the failure that `F` represents
 */
export function seriesOfRollups<F>(
  plan: SeriesPlan,
  rows: Iterable<HistoryRow<F>>,
  ends: Iterable<HistoryRow<F>>,
  read: (failure: F) => FailureSummary,
): Series {
  const points = new Points(plan, () => emptyRollup<F>());
  for (const row of rows) addRow(points.of(row.at), row);
  const whole = emptyRollup<F>();
  for (const [index, rollup] of points.list.entries()) {
    if (isWithin(plan, points.at[index] ?? NaN)) mergeRollup(whole, rollup);
  }
  for (const row of ends) addRow(whole, row);
  const withQuantiles = (rollup: Rollup<F>) => ({
    tally: rollup,
    quantile: (quantile: number) => rollupQuantile(rollup, quantile),
  });
  return columnsOf(plan, points.at, points.list.map(withQuantiles), { ...withQuantiles(whole), read });
}

/** @param ends from `planEnds`; those that the series was made of */
export function withCovered(series: Series, plan: SeriesPlan, ends: readonly Stretch[]): Series {
  const covered = coveredBy(plan, ends);
  return covered === null ? series : { ...series, summary: { ...series.summary, covered } };
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

  /** The start of the last point. */
  get last(): EpochMs {
    return this.at.at(-1) ?? -Infinity;
  }

  /** The point to which a row of this time belongs. Times must not decrease. */
  of(at: EpochMs): P {
    const start = this.#step === 0 ? at : Math.floor(at / this.#step) * this.#step;
    const last = this.list.at(-1);
    if (last !== undefined && this.#step > 0 && this.last === start) return last;
    const point = this.#create();
    this.at.push(start);
    this.list.push(point);
    return point;
  }
}

/** The latency in microseconds at a quantile, including swallowed slots; null: there is none. */
type Quantile = (quantile: number) => number | null;

function quantilesOf(latencies: readonly number[]): Quantile {
  let list: Float64Array | null = null;
  return (quantile) => {
    list ??= Float64Array.from(latencies).sort();
    return list[quantileRank(quantile, list.length)] ?? null;
  };
}

interface Point<F> {
  readonly tally: Tally<F>;
  readonly quantile: Quantile;
}

/** Counts only what is within the range. */
interface WholeRange<F> extends Point<F> {
  /** Returns the failure that `F` represents. */
  readonly read: (failure: F) => FailureSummary;
}

function columnsOf<F>(
  plan: SeriesPlan,
  at: readonly EpochMs[],
  points: readonly Point<F>[],
  { read, ...whole }: WholeRange<F>,
): Series {
  const { range, step } = plan;
  const tallies = points.map(({ tally }) => tally);
  // All rows of the points, which reach outside the range at its ends.
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
    metrics: Object.fromEntries(
      [...total.metrics].map(([name, { charted }]) => [
        name,
        metricSeries(tallies, name, charted, whole.tally.metrics.get(name) ?? emptyMetric(charted)),
      ]),
    ),
    failure: tallies.map(({ failure }) => (failure === null ? null : read(failure.failure))),
    failures: Object.fromEntries(
      [...total.failures.keys()].map((code) => [code, tallies.map(({ failures }) => failures.get(code)?.count ?? 0)]),
    ),
    summary: summarise(whole),
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

function summarise({ tally: total, quantile }: Point<unknown>): SeriesSummary {
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

/** @param all the same metric over the range */
function metricSeries(
  points: readonly Tally<unknown>[],
  name: string,
  charted: boolean,
  all: MetricTally,
): MetricSeries {
  const measured = (metric: MetricTally | undefined, read: (metric: MetricTally) => number | null) =>
    metric === undefined || metric.count === 0 ? null : read(metric);
  const columns = (read: (metric: MetricTally) => number | null) =>
    points.map(({ metrics }) => measured(metrics.get(name), read));
  const mean = ({ sum, count }: MetricTally): number => sum / count;
  const at = (quantile: number) => columns((metric) => metricQuantile(metric, quantile));
  return {
    min: columns(({ min }) => min),
    avg: columns(mean),
    max: columns(({ max }) => max),
    ...(charted ? { p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95), p99: at(0.99) } : {}),
    summary: {
      count: all.count,
      min: measured(all, ({ min }) => min),
      avg: measured(all, mean),
      max: measured(all, ({ max }) => max),
      p50: metricQuantile(all, 0.5),
      p95: metricQuantile(all, 0.95),
      p99: metricQuantile(all, 0.99),
    },
  };
}
