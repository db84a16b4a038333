/** Counts and sums over checks of one endpoint. Durations are whole microseconds, so that sums are exact. */
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
  /** What `phases` and `metrics` are called, in their order; of `internLayout`. */
  readonly layout: Layout;
  /** Whole microseconds. */
  readonly phases: readonly number[];
  /** In the metrics' own units. */
  readonly metrics: readonly number[];
  readonly failure: F | null;
  readonly disturbed: boolean;
  readonly swallowed: SwallowedSlots | null;
}

/** Of the timed checks that had the phase; three columns of one length. */
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
  /** The successful checks that were disturbed, and so are not timed. */
  disturbed: number;
  /** Slots that passed while a check was in flight; in no count of checks. */
  swallowed: number;
  /** Of the timed checks; 0 when there is none. */
  min: number;
  max: number;
  sum: number;
  readonly phases: PhaseSums;
  /** By name, of all checks that measured it except unknown ones; of a duration, except disturbed ones as well. */
  readonly metrics: Map<string, MetricTally>;
  /** The failure of the first check that had one. */
  failure: { readonly at: EpochMs; readonly failure: F } | null;
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
  };
}

function isSuccess(verdict: Verdict): boolean {
  return verdict === 'up' || verdict === 'degraded';
}

/**
 * Whether the check's latency counts. How soon an error came says nothing about the service, and a disturbed check says
 * more about this process than about the service.
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

/** Takes in one check. */
export function tallyCheck<F>(tally: Tally<F>, check: TalliedCheck<F>): void {
  const { layout, verdict } = check;
  if (check.failure !== null) noteFailure(tally, { at: check.at, failure: check.failure });
  if (isTimed(check)) {
    noteRange(tally, check.duration, check.duration);
    tally.sum += check.duration;
    addPhases(tally.phases, layout.phases, check.phases, null);
  } else if (isSuccess(verdict)) {
    tally.disturbed += 1;
  }
  if (check.swallowed !== null) tally.swallowed += check.swallowed.slots;
  // What a failed check measured is true, too: all packets lost, a replica that lags too far.
  if (verdict !== 'unknown') {
    for (const [index, name] of layout.metrics.entries()) {
      if (check.disturbed && layout.durations?.includes(name)) continue;
      addMetric(tally.metrics, name, check.metrics[index] ?? 0, layout.charted.includes(name));
    }
  }
  tally.counts[verdict] += 1;
}

/** Takes in all that `from` has, which stays as it is. */
export function mergeTally<F>(into: Tally<F>, from: Tally<F>): void {
  if (from.failure !== null) noteFailure(into, from.failure);
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

/** Must run before the counts are updated. */
function noteRange(tally: Tally<unknown>, min: number, max: number): void {
  const isFirst = timed(tally) === 0;
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

/**
 * The latencies that the check adds to percentiles, in microseconds: none, its own, or its own and those of the slots that
 * it swallowed.
 */
export function latenciesOf(check: TalliedCheck<unknown>): readonly number[] {
  if (!isTimed(check)) return [];
  if (check.swallowed === null) return [check.duration];
  const { slots, interval } = check.swallowed;
  return [check.duration, ...swallowedLatencies(check.duration, { slots, interval: interval * 1000 })];
}

/** Rounds to the whole microseconds in which durations are kept. */
export function microseconds(ms: Ms): number {
  return Math.round(ms * 1000);
}
