/** Days and hours of the local calendar, with days of 23 and 25 hours where clocks are changed. */
import type { EpochMs } from '../../contract/model/units.ts';
import { instantOf, offsetsOf } from './cron.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAY_HOURS = 24;
const WEEK_DAYS = 7;

export interface LocalDays {
  /** Such as `2026-11-30`; oldest first. */
  readonly dates: readonly string[];
  /** The start of each day, and the end of the last one. */
  readonly edges: readonly EpochMs[];
}

/**
 * The local days up to the one that contains a time.
 * @param timeZone such as `Europe/Berlin`; empty: that of this machine
 */
export function localDays(count: number, now: EpochMs, timeZone: string): LocalDays {
  return daysOf(count, now, timeZone, offsetsOf(timeZone));
}

function daysOf(count: number, now: EpochMs, timeZone: string, offsetAt: (at: EpochMs) => number): LocalDays {
  const today = Math.floor((now + offsetAt(now)) / DAY_MS);
  const numbers = Array.from({ length: count + 1 }, (_, index) => today - count + 1 + index);
  return {
    dates: numbers.slice(0, -1).map((day) => new Date(day * DAY_MS).toISOString().slice(0, 10)),
    edges: startsOf(numbers, timeZone, offsetAt),
  };
}

/**
 * When days begin. Looking up offsets takes most of the time, so it is done once for a day on which clocks are not
 * changed.
 */
function startsOf(numbers: readonly number[], timeZone: string, offsetAt: (at: EpochMs) => number): EpochMs[] {
  let offset: number | null = null;
  return numbers.map((day) => {
    const wall = day * DAY_MS;
    // When midnight comes twice, the offset of the day before gives the first one.
    if (offset !== null && offsetAt(wall - offset) === offset) return wall - offset;
    const start = instantOf(wall, timeZone, offsetAt);
    offset = offsetAt(start);
    return start;
  });
}

export interface LocalHours {
  /** The start of each hour, and the end of the last one; oldest first. */
  readonly edges: readonly EpochMs[];
  /** The hour of the week of each: 0 is Sunday from 00:00, 25 is Monday from 01:00, 167 is Saturday from 23:00. */
  readonly cells: readonly number[];
}

/** How many hours a week has. */
export const WEEK_HOURS = WEEK_DAYS * DAY_HOURS;

/** The hours of the local days up to the one that contains a time. An hour that clocks repeat is twice in the same cell. */
export function localHours(days: number, now: EpochMs, timeZone: string): LocalHours {
  const offsetAt = offsetsOf(timeZone);
  const { edges: starts } = daysOf(days, now, timeZone, offsetAt);
  const edges: EpochMs[] = [];
  const cells: number[] = [];
  for (const [index, start] of starts.slice(0, -1).entries()) {
    const end = starts[index + 1] ?? start;
    // A day of 24 hours begins at midnight and has one offset.
    const offset = end - start === DAY_MS ? offsetAt(start) : null;
    for (let hour = start; hour < end; hour += HOUR_MS) {
      edges.push(hour);
      cells.push(weekHour(hour + (offset ?? offsetAt(hour))));
    }
  }
  return { edges: [...edges, starts.at(-1) ?? now], cells };
}

/** @param wall what clocks show, as if it were UTC */
function weekHour(wall: EpochMs): number {
  const date = new Date(wall);
  return date.getUTCDay() * DAY_HOURS + date.getUTCHours();
}
