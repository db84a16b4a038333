/** Counts and sums over checks of one endpoint. Durations are whole microseconds, so that sums are exact. */
import { PHASES, type Phase } from '../../contract/model/failure.ts';
import type { EpochMs, Ms, Phases, Verdict } from '../../contract/model.ts';

/** What a tally needs of a check. */
export interface TalliedCheck<F> {
  readonly at: EpochMs;
  readonly verdict: Verdict;
  /** Whole microseconds. */
  readonly duration: number;
  /** Whole microseconds in the order of `PHASES`; undefined: not taken. */
  readonly phases: readonly (number | undefined)[];
  readonly failure: F | null;
}

/**
 * Grows in place, for it is filled once a check.
 * @typeParam F how a failure is named: its sentence, or a number that stands for it
 */
export interface Tally<F> {
  readonly counts: Record<Verdict, number>;
  /** Of the successful checks; 0 when there is none. */
  min: number;
  max: number;
  sum: number;
  /** Of the successful checks that had the phase, in the order of `PHASES`. */
  readonly phaseSums: number[];
  readonly phaseCounts: number[];
  /** The failure of the first check that had one. */
  failure: { readonly at: EpochMs; readonly failure: F } | null;
}

const NO_PHASES: readonly number[] = PHASES.map(() => 0);

export function emptyTally<F>(): Tally<F> {
  return {
    counts: { up: 0, degraded: 0, down: 0, unknown: 0 },
    min: 0,
    max: 0,
    sum: 0,
    phaseSums: NO_PHASES.slice(),
    phaseCounts: NO_PHASES.slice(),
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
  if (check.failure !== null) noteFailure(tally, { at: check.at, failure: check.failure });
  if (isSuccess(check.verdict)) {
    noteRange(tally, check.duration, check.duration);
    tally.sum += check.duration;
    // By index, here and below: a week is a hundred thousand checks, and iterators would cost as much as the sums.
    for (let index = 0; index < PHASES.length; index += 1) {
      const value = check.phases[index];
      if (value !== undefined) addPhase(tally, index, value, 1);
    }
  }
  tally.counts[check.verdict] += 1;
}

/** Takes in all that `from` has, which stays as it is. */
export function mergeTally<F>(into: Tally<F>, from: Tally<F>): void {
  if (from.failure !== null) noteFailure(into, from.failure);
  if (successes(from) > 0) {
    noteRange(into, from.min, from.max);
    into.sum += from.sum;
    for (let index = 0; index < PHASES.length; index += 1) {
      addPhase(into, index, from.phaseSums[index] ?? 0, from.phaseCounts[index] ?? 0);
    }
  }
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

function addPhase(tally: Tally<unknown>, index: number, sum: number, count: number): void {
  tally.phaseSums[index] = (tally.phaseSums[index] ?? 0) + sum;
  tally.phaseCounts[index] = (tally.phaseCounts[index] ?? 0) + count;
}

function noteFailure<F>(tally: Tally<F>, failure: { readonly at: EpochMs; readonly failure: F }): void {
  if (tally.failure === null || failure.at < tally.failure.at) tally.failure = failure;
}

/** Rounds to the whole microseconds in which durations are kept. */
export function microseconds(ms: Ms): number {
  return Math.round(ms * 1000);
}

/** In the order of `PHASES`. */
export function phaseMicroseconds(phases: Phases): (number | undefined)[] {
  return PHASES.map((phase) => {
    const ms = phases[phase];
    return ms === undefined ? undefined : microseconds(ms);
  });
}

/** The inverse of `phaseMicroseconds`. */
export function phasesOf(values: readonly (number | undefined)[]): Phases {
  const phases: { [P in Phase]?: Ms } = {};
  for (const [index, phase] of PHASES.entries()) {
    const value = values[index];
    if (value !== undefined) phases[phase] = value / 1000;
  }
  return phases;
}
