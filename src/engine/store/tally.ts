/** Counts and sums over checks of one endpoint. Durations are whole microseconds, so that sums are exact. */
import type { Verdict } from '../../contract/model/check.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { mergeNames, NO_NAMES, type Layout } from './layout.ts';
import { addMetric, mergeMetric, type MetricTally } from './metric-tally.ts';

/** What a tally needs of a check. */
export interface TalliedCheck<F> {
  readonly at: EpochMs;
  readonly verdict: Verdict;
  /** Whole microseconds. */
  readonly duration: number;
  /** What `phases` and `metrics` are called, in their order; of `internLayout`. */
  readonly layout: Layout;
  /** Whole microseconds. */
  readonly phases: readonly number[];
  /** In the metrics' own units. */
  readonly metrics: readonly number[];
  readonly failure: F | null;
}

/** Of the successful checks that had the phase; three columns of one length. */
export interface PhaseSums {
  names: readonly string[];
  /** Whole microseconds. */
  sums: number[];
  counts: number[];
}

/**
 * Grows in place, for it is filled once a check.
 * @typeParam F a failure, or a number that stands for it
 */
export interface Tally<F> {
  readonly counts: Record<Verdict, number>;
  /** Of the successful checks; 0 when there is none. */
  min: number;
  max: number;
  sum: number;
  readonly phases: PhaseSums;
  /** By name, of all checks that measured it but the unknown ones. */
  readonly metrics: Map<string, MetricTally>;
  /** The failure of the first check that had one. */
  failure: { readonly at: EpochMs; readonly failure: F } | null;
}

export function emptyTally<F>(): Tally<F> {
  return {
    counts: { up: 0, degraded: 0, down: 0, unknown: 0 },
    min: 0,
    max: 0,
    sum: 0,
    phases: { names: NO_NAMES, sums: [], counts: [] },
    metrics: new Map(),
    failure: null,
  };
}

/** Only the latency of successful checks counts: how soon an error came says nothing of the service. */
export function isSuccess(verdict: Verdict): boolean {
  return verdict === 'up' || verdict === 'degraded';
}

export function successes(tally: Tally<unknown>): number {
  return tally.counts.up + tally.counts.degraded;
}

/** Takes in one check. */
export function tallyCheck<F>(tally: Tally<F>, check: TalliedCheck<F>): void {
  const { layout, verdict } = check;
  if (check.failure !== null) noteFailure(tally, { at: check.at, failure: check.failure });
  if (isSuccess(verdict)) {
    noteRange(tally, check.duration, check.duration);
    tally.sum += check.duration;
    addPhases(tally.phases, layout.phases, check.phases, null);
  }
  // What a failed check measured is true, too: all packets lost, a replica that lags too far.
  if (verdict !== 'unknown') {
    for (const [index, name] of layout.metrics.entries()) {
      addMetric(tally.metrics, name, check.metrics[index] ?? 0, layout.charted.includes(name));
    }
  }
  tally.counts[verdict] += 1;
}

/** Takes in all that `from` has, which stays as it is. */
export function mergeTally<F>(into: Tally<F>, from: Tally<F>): void {
  if (from.failure !== null) noteFailure(into, from.failure);
  if (successes(from) > 0) {
    noteRange(into, from.min, from.max);
    into.sum += from.sum;
    addPhases(into.phases, from.phases.names, from.phases.sums, from.phases.counts);
  }
  for (const [name, metric] of from.metrics) mergeMetric(into.metrics, name, metric);
  into.counts.up += from.counts.up;
  into.counts.degraded += from.counts.degraded;
  into.counts.down += from.counts.down;
  into.counts.unknown += from.counts.unknown;
}

/** Must run before the counts of what comes in are added. */
function noteRange(tally: Tally<unknown>, min: number, max: number): void {
  const isFirst = successes(tally) === 0;
  tally.min = isFirst ? min : Math.min(tally.min, min);
  tally.max = isFirst ? max : Math.max(tally.max, max);
}

/**
 * Adds sums of phases.
 * @param counts of how many checks each value is the sum; null: of one
 */
function addPhases(
  into: PhaseSums,
  names: readonly string[],
  values: readonly number[],
  counts: readonly number[] | null,
): void {
  const places = into.names === names ? null : placesFor(into, names);
  // By index: a week is a hundred thousand checks, and iterators would cost as much as the sums.
  for (let index = 0; index < names.length; index += 1) {
    const place = places === null ? index : (places[index] ?? 0);
    into.sums[place] = (into.sums[place] ?? 0) + (values[index] ?? 0);
    into.counts[place] = (into.counts[place] ?? 0) + (counts === null ? 1 : (counts[index] ?? 0));
  }
}

/** Makes room for these names, and says where each is; null: in their own order. */
function placesFor(into: PhaseSums, names: readonly string[]): readonly number[] | null {
  if (into.names.length === 0) {
    into.names = names;
    into.sums = names.map(() => 0);
    into.counts = names.map(() => 0);
    return null;
  }
  const merged = mergeNames(into.names, names);
  if (merged.names !== into.names) {
    const { sums, counts } = into;
    into.sums = merged.names.map(() => 0);
    into.counts = merged.names.map(() => 0);
    for (const [index, place] of merged.placesOfA.entries()) {
      into.sums[place] = sums[index] ?? 0;
      into.counts[place] = counts[index] ?? 0;
    }
    into.names = merged.names;
  }
  return merged.placesOfB;
}

function noteFailure<F>(tally: Tally<F>, failure: { readonly at: EpochMs; readonly failure: F }): void {
  if (tally.failure === null || failure.at < tally.failure.at) tally.failure = failure;
}

/** Rounds to the whole microseconds in which durations are kept. */
export function microseconds(ms: Ms): number {
  return Math.round(ms * 1000);
}
