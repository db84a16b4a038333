import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import type { Bounds } from './incident-filter.ts';

/** Without a first day, figures are about the 30 days before the last one. */
const USUAL: Ms = 30 * 86_400_000;

/**
 * The range that figures are about, with finite bounds, as requests need them. Pure.
 * @param bounds of the chosen period
 */
export function figuresRange({ from, to }: Bounds, now: EpochMs): Bounds {
  const end = to === Infinity ? Math.round(now) : to;
  const first = from === -Infinity ? end - USUAL : from;
  return { from: Math.max(0, first), to: Math.max(end, first + 1) };
}
