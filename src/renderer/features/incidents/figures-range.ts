import type { EpochMs, Ms } from '../../../contract/model/units.ts';

/** Without a first day, figures are about the 30 days before the last one. */
const USUAL: Ms = 30 * 86_400_000;

/**
 * The range that figures are about. Pure.
 * @param from, to the chosen period; -Infinity and Infinity, or null: no bound
 */
export function figuresRange(from: EpochMs | null, to: EpochMs | null, now: EpochMs): { from: EpochMs; to: EpochMs } {
  const end = to !== null && Number.isFinite(to) ? to : Math.round(now);
  const first = from !== null && Number.isFinite(from) ? from : end - USUAL;
  return { from: Math.max(0, first), to: Math.max(end, first + 1) };
}
