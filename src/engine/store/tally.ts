/** Counts and sums over the checks of one endpoint. Durations are whole microseconds, so that sums are exact. */
import type { SwallowedSlots, Verdict } from '../../contract/model/check.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { swallowedLatencies } from '../../shared/latency.ts';
import { mergeNames, NO_NAMES, type Layout } from './layout.ts';
import { addMetric, mergeMetric, type MetricTally } from './metric-tally.ts';

/** What a tally needs of a check. */
export interface TalliedCheck<F> {
  readonly at: EpochMs;
  readonly verdict: Verdict;
  /** Whole microseconds. */
  readonly duration: number;
  /** The names of `phases` and `metrics`, in their order; from `internLayout`. */
  readonly layout: Layout;
  /** Whole microseconds. */
  readonly phases: readonly number[];
  /** In the unit of each metric. */
  readonly metrics: readonly number[];
  readonly failure: F | null;
  /** The code of `failure`; null if there is none. */
  readonly code: string | null;
  readonly disturbed: boolean;
  readonly swallowed: SwallowedSlots | null;
}

/** Of the timed checks that had the phase. The three columns have the same length. */
export interface PhaseSums {
  names: readonly string[];
  /** Whole microseconds. */
  sums: number[];
  counts: number[];
}

/** The number of checks that failed with the same code. Mutable. */
export interface FailureCount<F> {
  /** The failure of one of them. */
  readonly failure: F;
  count: number;
}

/**
 * Mutable, because each check changes it.
 * @typeParam F a failure, or a number that represents it
 */
export interface Tally<F> {
  readonly counts: Record<Verdict, number>;
  /** The successful checks that were disturbed and therefore are not timed. */
  disturbed: number;
  /** Slots that passed while a check was in flight. No count of checks includes them. */
  swallowed: number;
  /** Of the timed checks; 0 if there are none. */
  min: number;
  max: number;
  sum: number;
  readonly phases: PhaseSums;
  /** By name. Of all checks that measured it except unknown ones; for durations, also without disturbed ones. */
  readonly metrics: Map<string, MetricTally>;
  /** The failure of the first check that had one. */
  failure: { readonly at: EpochMs; readonly failure: F } | null;
  /**
   * By code: the checks that were down or unknown. Rollups that were stored before these were counted have only the first
   * failure.
   */
  readonly failures: Map<string, FailureCount<F>>;
}

export function emptyTally<F>(): Tally<F> {
  return {
    counts: { up: 0, degraded: 0, down: 0, unknown: 0 },
    disturbed: 0,
    swallowed: 0,
    min: 0,
    max: 0,
    sum: 0,
    phases: { names: NO_NAMES, sums: [], counts: [] },
    metrics: new Map(),
    failure: null,
    failures: new Map(),
  };
}

function isSuccess(verdict: Verdict): boolean {
  return verdict === 'up' || verdict === 'degraded';
}

/**
 * Whether the check's latency counts. The time until an error says nothing about the service, and the latency of a disturbed
 * check says more about this process than about the service.
 */
export function isTimed({ verdict, disturbed }: Pick<TalliedCheck<unknown>, 'verdict' | 'disturbed'>): boolean {
  return isSuccess(verdict) && !disturbed;
}

export function successes(tally: Tally<unknown>): number {
  return tally.counts.up + tally.counts.degraded;
}

/** The number of checks whose latency counts. */
export function timed(tally: Tally<unknown>): number {
  return successes(tally) - tally.disturbed;
}

/** Adds one check. */
export function tallyCheck<F>(tally: Tally<F>, check: TalliedCheck<F>): void {
  const { layout, verdict } = check;
  if (check.failure !== null) {
    noteFailure(tally, { at: check.at, failure: check.failure });
    if (check.code !== null) countFailures(tally.failures, check.code, check.failure, 1);
  }
  if (isTimed(check)) {
    noteRange(tally, check.duration, check.duration);
    tally.sum += check.duration;
    addPhases(tally.phases, layout.phases, check.phases, null);
  } else if (isSuccess(verdict)) {
    tally.disturbed += 1;
  }
  if (check.swallowed !== null) tally.swallowed += check.swallowed.slots;
  // The measurements of a failed check are also valid: all packets lost, a replica that lags too far behind.
  if (verdict !== 'unknown') {
    for (const [index, name] of layout.metrics.entries()) {
      if (check.disturbed && layout.durations?.includes(name)) continue;
      addMetric(tally.metrics, name, check.metrics[index] ?? 0, layout.charted.includes(name));
    }
  }
  tally.counts[verdict] += 1;
}

/** Adds everything in `from`, which does not change. */
export function mergeTally<F>(into: Tally<F>, from: Tally<F>): void {
  if (from.failure !== null) noteFailure(into, from.failure);
  for (const [code, { failure, count }] of from.failures) countFailures(into.failures, code, failure, count);
  if (timed(from) > 0) {
    noteRange(into, from.min, from.max);
    into.sum += from.sum;
    addPhases(into.phases, from.phases.names, from.phases.sums, from.phases.counts);
  }
  for (const [name, metric] of from.metrics) mergeMetric(into.metrics, name, metric);
  into.disturbed += from.disturbed;
  into.swallowed += from.swallowed;
  into.counts.up += from.counts.up;
  into.counts.degraded += from.counts.degraded;
  into.counts.down += from.counts.down;
  into.counts.unknown += from.counts.unknown;
}

/** Call it before the counts are updated. */
function noteRange(tally: Tally<unknown>, min: number, max: number): void {
  const isFirst = timed(tally) === 0;
  tally.min = isFirst ? min : Math.min(tally.min, min);
  tally.max = isFirst ? max : Math.max(tally.max, max);
}

/**
 * Adds sums of phases.
 * @param counts for each value, the number of checks in the sum; null if it is one
 */
function addPhases(
  into: PhaseSums,
  names: readonly string[],
  values: readonly number[],
  counts: readonly number[] | null,
): void {
  const places = into.names === names ? null : placesFor(into, names);
  // A loop over indexes, because a week has a hundred thousand checks and iterators would cost as much as the sums.
  for (let index = 0; index < names.length; index += 1) {
    const place = places === null ? index : (places[index] ?? 0);
    into.sums[place] = (into.sums[place] ?? 0) + (values[index] ?? 0);
    into.counts[place] = (into.counts[place] ?? 0) + (counts === null ? 1 : (counts[index] ?? 0));
  }
}

/** Adds columns for these names. Returns the position of each; null if they are in the same order. */
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

function countFailures<F>(failures: Map<string, FailureCount<F>>, code: string, failure: F, count: number): void {
  const known = failures.get(code);
  if (known === undefined) failures.set(code, { failure, count });
  else known.count += count;
}

/**
 * The latencies in microseconds that the check adds to percentiles: none, its own, or also those of the slots that it
 * swallowed.
 */
export function latenciesOf(check: TalliedCheck<unknown>): readonly number[] {
  if (!isTimed(check)) return [];
  if (check.swallowed === null) return [check.duration];
  const { slots, interval } = check.swallowed;
  return [check.duration, ...swallowedLatencies(check.duration, { slots, interval: interval * 1000 })];
}

/** Rounds to whole microseconds, in which durations are stored. */
export function microseconds(ms: Ms): number {
  return Math.round(ms * 1000);
}
