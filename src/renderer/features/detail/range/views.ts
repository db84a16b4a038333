/** The views that the charts of a page offer, and how they are refreshed. Pure. */
import type { Ms } from '../../../../contract/model/units.ts';
import type { TimeSpan, TimeView } from '../../../../shared/time-view.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Preset {
  readonly label: string;
  /** The label for screen readers. */
  readonly words: string;
  readonly ms: Ms;
}

export const LIVE: Preset = { label: 'Live', words: 'the last 5 minutes, live', ms: 5 * MINUTE };
export const PRESETS: readonly Preset[] = [
  LIVE,
  { label: '1 h', words: 'the last hour', ms: HOUR },
  { label: '6 h', words: 'the last 6 hours', ms: 6 * HOUR },
  { label: '24 h', words: 'the last 24 hours', ms: DAY },
  { label: '7 d', words: 'the last 7 days', ms: 7 * DAY },
  { label: '30 d', words: 'the last 30 days', ms: 30 * DAY },
  { label: '1 y', words: 'the last year', ms: 365 * DAY },
];
export const FIRST_VIEW: TimeView = { type: 'last', ms: LIVE.ms };

/** The preset with this view; undefined: the view was typed or zoomed. */
export function presetOf(view: TimeView): Preset | undefined {
  return view.type === 'last' ? PRESETS.find(({ ms }) => ms === view.ms) : undefined;
}

/** The longest view ending now that is live: each check appears in it at once. */
const LIVE_MS: Ms = 15 * MINUTE;
/** The shortest view that moves continuously: a shorter one would move too fast to read, so it jumps. */
const MOVES_MS: Ms = MINUTE;

export function isLive(view: TimeView): boolean {
  return view.type === 'last' && view.ms <= LIVE_MS;
}

export function moves(view: TimeView): boolean {
  return isLive(view) && view.type === 'last' && view.ms >= MOVES_MS;
}

/** How often a view that ends now is requested: about the time in which it moves by one pixel. */
export function refreshMs({ ms }: { readonly ms: Ms }): Ms {
  return Math.min(5 * MINUTE, Math.max(10_000, Math.round(ms / 1000)));
}

/**
 * A key that changes when a view has to be requested again. @param settled the span of the view @param liveMs how often
 * to request a live view
 */
export function askKey(view: TimeView, { from, to }: TimeSpan, liveMs: Ms): string {
  const pace = isLive(view) ? liveMs : 1;
  return `${Math.floor(from / pace)} ${Math.floor(to / pace)}`;
}

/** The maximum number of points that the engine returns. */
export const MOST_POINTS = 2000;
/** Live, every check is a point: more than the shortest interval (500 ms) can put into five minutes. */
const LIVE_POINTS = 1000;

/**
 * The number of points to request: one per two pixels, in steps of 50, so that resizing does not send a request at
 * every pixel.
 */
export function pointsFor(view: TimeView, width: number): number {
  if (isLive(view)) return LIVE_POINTS;
  return Math.min(1000, Math.max(100, Math.round(width / 2 / 50) * 50));
}
