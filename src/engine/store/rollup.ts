/** Summarizes a minute, an hour or a day of checks of one endpoint: a tally and a sketch of the latencies. */
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { quantileRank } from '../../shared/latency.ts';
import { LatencySketch } from './sketch.ts';
import { emptyTally, latenciesOf, mergeTally, tallyCheck, timed, type TalliedCheck, type Tally } from './tally.ts';

export const ROLLUP_WIDTHS = ['minute', 'hour', 'day'] as const;
export type RollupWidth = (typeof ROLLUP_WIDTHS)[number];
/** Days are UTC days. */
export const WIDTH_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const satisfies Record<RollupWidth, Ms>;

/** Mutable. */
export interface Rollup<F> extends Tally<F> {
  /** Null while `min` and `max` are all the values: at most two timed checks, without swallowed slots. */
  sketch: LatencySketch | null;
  /** How many latencies in the sketch are of swallowed slots rather than of checks. */
  corrections: number;
}

/** A part of one endpoint's history: a rollup with its start, or a single check. */
export type HistoryRow<F> = { readonly at: EpochMs; readonly rollup: Rollup<F> } | TalliedCheck<F>;

export function emptyRollup<F>(): Rollup<F> {
  return { ...emptyTally<F>(), sketch: null, corrections: 0 };
}

/** The start of the minute, hour or day that contains `at`. */
export function rollupStart(width: RollupWidth, at: EpochMs): EpochMs {
  return Math.floor(at / WIDTH_MS[width]) * WIDTH_MS[width];
}

/** Adds one check. */
export function rollUp<F>(rollup: Rollup<F>, check: TalliedCheck<F>): void {
  const latencies = latenciesOf(check);
  if (latencies.length > 0) {
    const corrections = latencies.length - 1;
    const sketch = sketchFor(rollup, 1, corrections);
    if (sketch !== null) for (const latency of latencies) sketch.add(latency);
    rollup.corrections += corrections;
  }
  tallyCheck(rollup, check);
}

/** Adds everything in `from`, which does not change. */
export function mergeRollup<F>(into: Rollup<F>, from: Rollup<F>): void {
  const sketch = sketchFor(into, timed(from), from.corrections);
  if (sketch !== null) addToSketch(sketch, from);
  into.corrections += from.corrections;
  mergeTally(into, from);
}

/** Adds a rollup or a check. */
export function addRow<F>(into: Rollup<F>, row: HistoryRow<F>): void {
  if ('rollup' in row) mergeRollup(into, row.rollup);
  else rollUp(into, row);
}

/** The sketch for this many more latencies; null if none is needed yet. */
function sketchFor(rollup: Rollup<unknown>, checks: number, corrections: number): LatencySketch | null {
  if (rollup.sketch === null && (timed(rollup) + checks > 2 || corrections > 0)) {
    const sketch = new LatencySketch();
    addToSketch(sketch, rollup);
    rollup.sketch = sketch;
  }
  return rollup.sketch;
}

/** Adds the latencies of a rollup to a sketch. */
export function addToSketch(sketch: LatencySketch, rollup: Rollup<unknown>): void {
  if (rollup.sketch !== null) {
    sketch.merge(rollup.sketch);
    return;
  }
  const count = timed(rollup);
  if (count > 0) sketch.add(rollup.min);
  if (count > 1) sketch.add(rollup.max);
}

/**
 * The latency in microseconds at a quantile (0 to 1), including swallowed slots; null: there is none, or the sketch lacks
 * latencies, because another program counted some of the checks.
 */
export function rollupQuantile(rollup: Rollup<unknown>, quantile: number): number | null {
  if (rollup.sketch !== null) {
    return rollup.sketch.count < timed(rollup) + rollup.corrections ? null : rollup.sketch.quantile(quantile);
  }
  const count = timed(rollup);
  if (count === 0) return null;
  return quantileRank(quantile, count) === 0 ? rollup.min : rollup.max;
}
