/** What a baseline says about latencies. */
import type { Ms } from '../contract/model/units.ts';

/** A median absolute deviation times this is the standard deviation of normally distributed values. */
const SCALE = 1.4826;
/** Where nearly all latencies are equal, one that is a little different is still usual. */
const LEAST_SPREAD = 0.05;
const BAND_SPREADS = 3;
const SLOW_SPREADS = 6;
const SLOW_FACTOR = 1.5;
const SLOW_MS: Ms = 5;

function spreadOf(median: Ms, mad: Ms): Ms {
  return Math.max(SCALE * mad, LEAST_SPREAD * median);
}

/** Where nearly all latencies are usually: three standard deviations on both sides of the median. */
export function usualBand(median: Ms, mad: Ms): { readonly low: Ms; readonly high: Ms } {
  const reach = BAND_SPREADS * spreadOf(median, mad);
  return { low: Math.max(0, median - reach), high: median + reach };
}

/**
 * A latency above this is far from usual: six standard deviations above the median, and half as long again, and 5 ms longer.
 */
export function slowAbove(median: Ms, mad: Ms): Ms {
  return Math.max(median + SLOW_SPREADS * spreadOf(median, mad), median * SLOW_FACTOR, median + SLOW_MS);
}
