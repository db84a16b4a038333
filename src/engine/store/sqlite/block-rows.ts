import type { EpochMs } from '../../../contract/model/units.ts';
import type { Block } from '../block-codec.ts';

/** The rows of a block from `from` to `to`, both included: the first of them, and the one after the last. */
export function placesBetween(
  { times }: Block,
  from: EpochMs,
  to: EpochMs,
): { readonly first: number; readonly end: number } {
  return { first: placeOf(times, from), end: placeOf(times, to + 1) };
}

/** The place of the first time at or after `at`. */
function placeOf(times: Float64Array, at: EpochMs): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
