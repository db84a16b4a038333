/** The ticks of the axes, with their labels. */
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import { once } from '../../../shared/once.ts';
import { formatShortTime, formatTime } from '../../format.ts';
import type { Scale } from './scale.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TIME_STEPS: readonly Ms[] = [
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
];
/** For steps longer than weeks: ticks are at the start of every nth month. */
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60];
const MONTH = 30.4 * DAY;

export interface TimeTicks {
  readonly step: Ms;
  readonly at: readonly EpochMs[];
}

/** Round local times between `from` and `to`, at most `most` of them. Handles changes to and from daylight saving time. */
export function timeTicks(from: EpochMs, to: EpochMs, most: number): TimeTicks {
  const step = TIME_STEPS.find((candidate) => (to - from) / candidate <= Math.max(1, most));
  if (step === undefined) return monthTicks(from, to, most);
  const at: EpochMs[] = [];
  const midnight = new Date(from);
  midnight.setHours(0, 0, 0, 0);
  const days = Math.max(1, step / DAY);
  // Counted from the same day, so that the ticks stay where they are as the range moves; those of weeks are Mondays.
  midnight.setDate(midnight.getDate() - ((dayNumber(midnight) + 3) % days));
  while (midnight.getTime() <= to) {
    const next = new Date(midnight);
    next.setDate(next.getDate() + days);
    // Counting from each midnight keeps the ticks on round hours after a day of 23 or 25 hours.
    for (let tick = midnight.getTime(); tick < next.getTime() && tick <= to; tick += step) {
      if (tick >= from) at.push(tick);
    }
    midnight.setTime(next.getTime());
  }
  return { step, at };
}

/** The local day as a number of days since 1970. */
function dayNumber(date: Date): number {
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY);
}

function monthTicks(from: EpochMs, to: EpochMs, most: number): TimeTicks {
  const fits = (months: number) => (to - from) / (months * MONTH) <= Math.max(1, most);
  const months = MONTH_STEPS.find(fits) ?? MONTH_STEPS.at(-1) ?? 1;
  const first = new Date(from);
  const at: EpochMs[] = [];
  // From January, so that the ticks stay where they are as the range moves.
  for (let month = 0; ; month += months) {
    const tick = new Date(first.getFullYear(), month, 1).getTime();
    if (tick > to) return { step: months * MONTH, at };
    if (tick >= from) at.push(tick);
  }
}

// The first formatter loads the data of languages, so none is made while the page starts.
const weekday = once(() => new Intl.DateTimeFormat(undefined, { weekday: 'short' }));
const day = once(() => new Intl.DateTimeFormat(undefined, { day: 'numeric' }));
const dayOfMonth = once(() => new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' }));
const month = once(() => new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric' }));

/**
 * Hour and minute, with seconds if ticks are closer than a minute, and the day at midnight; in the same format as in
 * tables.
 */
export function timeTickLabel(at: EpochMs, step: Ms): string {
  if (step >= MONTH) return month().format(at);
  if (step >= 2 * DAY) return dayOfMonth().format(at);
  const date = new Date(at);
  if (date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0 && step >= HOUR) {
    // `Mon 30`. The format of both together is `30 Mon` in American English.
    return `${weekday().format(date)} ${day().format(date)}`;
  }
  return step < MINUTE ? formatTime(at) : formatShortTime(at);
}

/** Pixels of a character of a label, in the font of the axes. Rounded up, because digits and letters differ. */
const CHARACTER = 6.5;

/**
 * The position of the middle of a label in pixels: at its tick, or as close to it as possible with the whole label
 * visible. Null: its tick is beyond the edge, so the label would be only partly visible.
 */
export function labelPlace(
  x: number,
  label: string,
  seen: { readonly left: number; readonly right: number },
): number | null {
  const half = (label.length * CHARACTER) / 2;
  const isSeen = x >= seen.left && x <= seen.right;
  if (isSeen) return Math.max(seen.left + half, Math.min(seen.right - half, x));
  return x + half <= seen.left || x - half >= seen.right ? x : null;
}

/** Round values from 0 up, the last at or above `max`, in steps of 1, 2 or 5 times a power of ten; about four steps. */
export function valueTicks(max: number): number[] {
  const top = max > 0 && Number.isFinite(max) ? max : 1;
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const ticks: number[] = [];
  const steps = Math.ceil(top / step - 1e-9);
  // Multiplication, because a sum of 0.1 and 0.2 would be 0.30000000000000004.
  for (let index = 0; index <= steps; index += 1) ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}

/**
 * `0`, `50`, `100`, `150 ms`. The whole axis has one unit, which depends on the top value and appears only there. The
 * number of decimals depends on the step.
 */
export function latencyTickLabel(value: Ms, { log, ticks }: Pick<Scale, 'log' | 'ticks'>): string {
  if (value === 0) return '0';
  // No single unit suits a range from microseconds to minutes.
  if (log) return labelIn(value, value);
  return labelIn(value, ticks.at(-1) ?? value);
}

/** The unit is that of `top`, and appears only there. */
function labelIn(value: Ms, top: Ms): string {
  const [unit, size] = top >= 5 * MINUTE ? ['min', MINUTE] : top >= SECOND ? ['s', SECOND] : ['ms', 1];
  const number = Number((value / size).toFixed(3));
  return value === top ? `${number}\u00a0${unit}` : String(number);
}
