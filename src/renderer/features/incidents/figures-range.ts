import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import type { Bounds } from './incident-filter.ts';

/** The length of the range if no first day is given: the 30 days before the last one. */
const USUAL: Ms = 30 * 86_400_000;

/**
 * The range of the figures, with finite bounds, as requests need them. Pure.
 * @param bounds of the chosen period
 */
export function figuresRange({ from, to }: Bounds, now: EpochMs): Bounds {
  const end = to === Infinity ? Math.round(now) : to;
  const first = from === -Infinity ? end - USUAL : from;
  return { from: Math.max(0, first), to: Math.max(end, first + 1) };
}
