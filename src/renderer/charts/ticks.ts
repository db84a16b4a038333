/** The ticks of the axes, with their labels. */
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { formatShortTime, formatTime } from '../format.ts';

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

export interface TimeTicks {
  readonly step: Ms;
  readonly at: readonly EpochMs[];
}

/** Round local times between `from` and `to`, at most `most` of them. Handles changes to and from daylight saving time. */
export function timeTicks(from: EpochMs, to: EpochMs, most: number): TimeTicks {
  const step = TIME_STEPS.find((candidate) => (to - from) / candidate <= Math.max(1, most)) ?? 7 * DAY;
  const at: EpochMs[] = [];
  const midnight = new Date(from);
  midnight.setHours(0, 0, 0, 0);
  for (const days = Math.max(1, step / DAY); midnight.getTime() <= to;) {
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

const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric' });

/** Hour and minute, with seconds if ticks are closer than a minute, and the day at midnight; in the format of the tables. */
export function timeTickLabel(at: EpochMs, step: Ms): string {
  const date = new Date(at);
  if (date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0 && step >= HOUR) {
    return day.format(date);
  }
  return step < MINUTE ? formatTime(at) : formatShortTime(at);
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
 * `0`, `50`, `100`, `150 ms`. The whole axis has one unit, which depends on the top value and is written only there. The
 * number of decimals depends on the step.
 */
export function latencyTickLabel(value: Ms, ticks: readonly Ms[]): string {
  if (value === 0) return '0';
  const top = ticks.at(-1) ?? value;
  const [unit, size] = top >= 5 * MINUTE ? ['min', MINUTE] : top >= SECOND ? ['s', SECOND] : ['ms', 1];
  const number = Number((value / size).toFixed(3));
  return value === top ? `${number}\u00a0${unit}` : String(number);
}
