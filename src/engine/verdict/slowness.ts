/** Whether an endpoint is slower than usual: a state that each of its checks moves. Pure. */
import type { BaselineBasis } from '../../contract/model/baseline.ts';
import type { Ms } from '../../contract/model/units.ts';
import { slowAbove } from '../../shared/baseline.ts';

/** What is usual in the hour of a check. */
export interface UsualLatency {
  readonly basis: BaselineBasis;
  readonly median: Ms;
  readonly mad: Ms;
  /** The share of checks that are usually slow. */
  readonly slowShare: number;
  /** Of the day before; null: unknown. */
  readonly dayMedian: Ms | null;
  readonly dayMad: Ms | null;
}

export interface Slowness {
  /** Checks in a row that were slow, or, while the endpoint is slower than usual, that were not. */
  readonly row: number;
  readonly isSlow: boolean;
}

export const NOT_SLOW: Slowness = { row: 0, isSlow: false };

/** At least this many checks in a row must agree, */
const MIN_ROW = 5;
/** and at least as many as are made in this time. */
const ROW_MS: Ms = 120_000;
/** Slow checks must be in a row that comes by chance less often than this. */
const CHANCE = 1e-8;
const MAX_ROW = 60;

/**
 * How many checks in a row decide for an endpoint with this interval. Many endpoints have two speeds, such as with and
 * without a cache: the more of its checks are usually slow, the longer is the row.
 */
export function rowOf(interval: Ms, { slowShare }: Pick<UsualLatency, 'slowShare'>): number {
  const byChance = slowShare <= 0 ? 0 : Math.log(CHANCE) / Math.log(Math.min(slowShare, 0.99));
  return Math.max(MIN_ROW, Math.ceil(ROW_MS / interval), Math.min(MAX_ROW, Math.ceil(byChance)));
}

/**
 * Two detectors must agree on a check. One compares it with this hour of the week: it knows that an endpoint is slow every
 * night. The other compares it with the day before: it accepts that an endpoint has become slower for good, after half a
 * day.
 */
export function isSlowCheck(duration: Ms, usual: UsualLatency): boolean {
  const { median, mad, dayMedian, dayMad } = usual;
  if (dayMedian === null || dayMad === null) return false;
  return duration > slowAbove(median, mad) && duration > slowAbove(dayMedian, dayMad);
}

/**
 * The state after one more check that succeeded and was timed well.
 * @returns also whether this check is slower than usual: it is slow, and as many before it were
 */
export function nextSlowness(
  { row, isSlow }: Slowness,
  slowCheck: boolean,
  needed: number,
): { readonly state: Slowness; readonly slow: boolean } {
  if (slowCheck === isSlow) return { state: { row: 0, isSlow }, slow: slowCheck };
  if (row + 1 < needed) return { state: { row: row + 1, isSlow }, slow: false };
  return { state: { row: 0, isSlow: slowCheck }, slow: slowCheck };
}
