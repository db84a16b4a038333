/** Which latencies are usual according to a baseline. */
import type { Ms } from '../contract/model/units.ts';

/** A median absolute deviation times this is the standard deviation of normally distributed values. */
const SCALE = 1.4826;
/**
 * The least spread, as a share of the median: where nearly all latencies are equal, a slightly different one is still
 * usual.
 */
const LEAST_SPREAD = 0.05;
const BAND_SPREADS = 3;
const SLOW_SPREADS = 6;
const SLOW_FACTOR = 1.5;
const SLOW_MS: Ms = 5;

function spreadOf(median: Ms, mad: Ms): Ms {
  return Math.max(SCALE * mad, LEAST_SPREAD * median);
}

/** The range of nearly all latencies: three standard deviations on both sides of the median. */
export function usualBand(median: Ms, mad: Ms): { readonly low: Ms; readonly high: Ms } {
  const reach = BAND_SPREADS * spreadOf(median, mad);
  return { low: Math.max(0, median - reach), high: median + reach };
}

/**
 * A latency above this is unusual: six standard deviations above the median, and at least 1.5 times the median, and at
 * least 5 ms more.
 */
export function slowAbove(median: Ms, mad: Ms): Ms {
  return Math.max(median + SLOW_SPREADS * spreadOf(median, mad), median * SLOW_FACTOR, median + SLOW_MS);
}
