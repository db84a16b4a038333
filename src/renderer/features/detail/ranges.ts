/** The stretches of time that the chart offers. */
import type { Ms } from '../../../contract/model/units.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type RangeName = 'live' | '1h' | '6h' | '24h' | '7d';

export interface Range {
  readonly name: RangeName;
  readonly label: string;
  /** In words, for screen readers. */
  readonly words: string;
  readonly ms: Ms;
  /** Asked for again after this long: about the time in which the newest point can have moved. Null: pushes move it. */
  readonly refreshMs: Ms | null;
}

export const RANGES: readonly Range[] = [
  { name: 'live', label: 'Live', words: 'the last 5 minutes, live', ms: 5 * MINUTE, refreshMs: null },
  { name: '1h', label: '1 h', words: 'the last hour', ms: HOUR, refreshMs: 10_000 },
  { name: '6h', label: '6 h', words: 'the last 6 hours', ms: 6 * HOUR, refreshMs: 30_000 },
  { name: '24h', label: '24 h', words: 'the last 24 hours', ms: DAY, refreshMs: MINUTE },
  { name: '7d', label: '7 d', words: 'the last 7 days', ms: 7 * DAY, refreshMs: 5 * MINUTE },
];

const [LIVE] = RANGES;

export function rangeOf(name: RangeName): Range {
  const range = RANGES.find((one) => one.name === name) ?? LIVE;
  if (range === undefined) throw new Error(`Expected a range to be one of RANGES, got ${name}`);
  return range;
}

/** Live, every check is a point: more than the shortest cadence (500 ms) can put into five minutes. */
export const LIVE_POINTS = 1000;

/** Points to ask for: one per two pixels, in steps of 50 so that resizing does not ask again at every pixel. */
export function pointsFor(range: Range, width: number): number {
  if (range.refreshMs === null) return LIVE_POINTS;
  return Math.min(1000, Math.max(100, Math.round(width / 2 / 50) * 50));
}
