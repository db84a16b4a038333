/** Decides whether a check's duration counts in latency statistics, and for how many slots. */
import type { CheckOutcome, SwallowedSlots } from '../contract/model/check.ts';
import type { Ms } from '../contract/model/units.ts';

/** The error that every duration may have, in milliseconds. A busy loop has turns of this length all the time. */
const TOLERATED_MS = 3;
/** The error that a long duration may have, as a share of it. */
const TOLERATED_SHARE = 0.1;

/**
 * Whether this process may have added so much to a check's duration that the duration says too little about the
 * endpoint. The decision of 2026-11-29 in `docs/decisions.md` gives the reasons.
 */
export function isDisturbed({ durationMs, selfMs }: Pick<CheckOutcome, 'durationMs' | 'selfMs'>): boolean {
  return selfMs > Math.max(TOLERATED_MS, TOLERATED_SHARE * durationMs);
}

/** More than the rounding error of a product such as `0.07 * 100`, and far less than the share of a value. */
const ROUNDING = 1e-9;

/**
 * The index of a quantile (0 to 1) in a sorted list of `count` values: the nearest rank, the lowest value that at least this
 * share of the values does not exceed. Lists and sketches use it, so that they give the same percentiles.
 */
export function quantileRank(quantile: number, count: number): number {
  return Math.max(0, Math.ceil(quantile * count - ROUNDING) - 1);
}

const NONE: readonly Ms[] = [];

/**
 * The latencies that the checks of swallowed slots would have measured. A check of `durationMs` that kept them from
 * starting shows that the endpoint hung; a check at the next slot would have waited one interval less, and so on. This
 * is the correction for coordinated omission of HdrHistogram (`recordValueWithExpectedInterval`), for the slots that
 * did pass.
 */
export function swallowedLatencies(durationMs: Ms, swallowed: SwallowedSlots | null): readonly Ms[] {
  if (swallowed === null) return NONE;
  const { slots, interval } = swallowed;
  const latencies: Ms[] = [];
  for (let slot = 1; slot <= slots; slot += 1) {
    const latency = durationMs - slot * interval;
    // The check waited for a place before it started: the endpoint did not hang at this slot.
    if (latency <= 0) break;
    latencies.push(latency);
  }
  return latencies;
}
