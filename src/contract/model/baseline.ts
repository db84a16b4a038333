import type { EpochMs, Ms } from './units.ts';

/**
 * The hours from which the usual latency of an hour is computed. `week`: the same hour of the week in the last three
 * weeks. `day`: the same hour in the last days, at least three of the last seven. `last`: all hours of the day before.
 * As long as the hour of the week is not known, the same hour of yesterday or of a week ago counts alone if it was
 * slower.
 */
export const BASELINE_BASES = ['week', 'day', 'last'] as const;

export type BaselineBasis = (typeof BASELINE_BASES)[number];

/**
 * The usual latency of an endpoint, hour by hour, each from earlier hours. Only successful checks that were not
 * disturbed count. All columns have the same length, oldest hour first. Hours for which too little is known are
 * missing.
 */
export interface Baseline {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The start of each hour, UTC. */
  readonly at: readonly EpochMs[];
  readonly basis: readonly BaselineBasis[];
  /** The number of checks that it is computed from. */
  readonly checks: readonly number[];
  /** Within 1 % of the true value, like all columns of latencies. */
  readonly median: readonly Ms[];
  /** The median of the distances of the latencies from their median. */
  readonly mad: readonly Ms[];
  /** The share of the checks that took far longer than usual (`slowAbove` in `shared/baseline.ts`), 0 to 1. */
  readonly slowShare: readonly number[];
  /** The median over all hours of the day before; null: too little is known of them. */
  readonly dayMedian: readonly (Ms | null)[];
  readonly dayMad: readonly (Ms | null)[];
}
