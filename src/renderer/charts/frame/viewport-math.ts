/** Zooming and panning of a time span. Pure. */
import { LONGEST_VIEW_MS, SHORTEST_VIEW_MS, type TimeSpan, type TimeView } from '../../../shared/time-view.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';

/** A span whose end is closer to now than this share of it follows the time. */
const NEAR_NOW = 0.02;
/** The share of a span that may lie beyond now, to show that nothing is there. */
const BEYOND_NOW = 0.1;

/**
 * Zooms around a time that stays where it is.
 * @param factor below 1 shows less time, above 1 more
 */
export function zoomed({ from, to }: TimeSpan, at: EpochMs, factor: number): TimeSpan {
  const length = Math.min(LONGEST_VIEW_MS, Math.max(SHORTEST_VIEW_MS, (to - from) * factor));
  const share = (at - from) / (to - from);
  const start = at - share * length;
  return { from: start, to: start + length };
}

export function panned({ from, to }: TimeSpan, by: Ms): TimeSpan {
  return { from: from + by, to: to + by };
}

/** Moves a span that is too far in the future, or before 1970. */
export function within(span: TimeSpan, now: EpochMs): TimeSpan {
  const latest = now + BEYOND_NOW * (span.to - span.from);
  if (span.to > latest) return panned(span, latest - span.to);
  return span.from < 0 ? panned(span, -span.from) : span;
}

/** The view of a span after a gesture: one that ends about now follows the time. In whole milliseconds. */
export function viewOfSpan({ from, to }: TimeSpan, now: EpochMs): TimeView {
  const ms = Math.max(SHORTEST_VIEW_MS, Math.round(to - from));
  if (Math.abs(to - now) <= NEAR_NOW * ms || to > now) return { type: 'last', ms };
  return { type: 'fixed', from: Math.round(from), to: Math.round(from) + ms };
}
