import type { EpochMs, Ms } from './units.ts';

/**
 * Which hours say what is usual in an hour. `week`: the same hour of the week in the last three weeks. `day`: the same hour
 * in the last days, at least three of the last seven. `last`: all hours of the day before. As long as the hour of the week is
 * not known, the same hour of yesterday or of a week ago counts alone if it was slower.
 */
export const BASELINE_BASES = ['week', 'day', 'last'] as const;

export type BaselineBasis = (typeof BASELINE_BASES)[number];

/**
 * The usual latency of an endpoint, hour by hour, from hours before each. All columns have the same length, oldest hour
 * first. Hours for which too little is known are missing. Of successful checks that were not disturbed.
 */
export interface Baseline {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The start of each hour, UTC. */
  readonly at: readonly EpochMs[];
  readonly basis: readonly BaselineBasis[];
  /** How many checks it is made from. */
  readonly checks: readonly number[];
  /** Within 1 % of the true value, like all columns of latencies. */
  readonly median: readonly Ms[];
  /** The median of how far the latencies are from their median. */
  readonly mad: readonly Ms[];
  /** The share of the checks that took far longer than usual (`slowAbove` in `shared/baseline.ts`), 0 to 1. */
  readonly slowShare: readonly number[];
  /** Of all hours of the day before; null: too little is known of them. */
  readonly dayMedian: readonly (Ms | null)[];
  readonly dayMad: readonly (Ms | null)[];
}
