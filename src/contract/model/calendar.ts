import type { EpochMs, Ms } from './units.ts';

/** The uptime of each local day. All columns have the same length, oldest day first. */
export interface UptimeDays {
  /** The time zone of the days, such as `Europe/Berlin`; empty: that of the computer that runs Lookout. */
  readonly timeZone: string;
  /** Such as `2026-11-30`. */
  readonly date: readonly string[];
  /** When the day begins. A day on which clocks are changed has 23 or 25 hours. */
  readonly from: readonly EpochMs[];
  /** When the last day ends; it may not be over. */
  readonly to: EpochMs;
  /** The time in `up` and `degraded`. */
  readonly upMs: readonly Ms[];
  readonly degradedMs: readonly Ms[];
  readonly downMs: readonly Ms[];
  /** The time in maintenance, paused, or down in an excluded incident. Time in no column is unknown. */
  readonly plannedMs: readonly Ms[];
}

/**
 * What an endpoint is usually like at each hour of the week. The columns have 168 entries: 0 is Sunday from 00:00, 25
 * is Monday from 01:00. An hour that clocks repeat counts twice in the same entry.
 */
export interface WeekHours {
  readonly timeZone: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The median of all latencies of that hour, within 1 %; null: there are none. */
  readonly medianMs: readonly (Ms | null)[];
  /** How many latencies there are. */
  readonly latencies: readonly number[];
  readonly upMs: readonly Ms[];
  readonly downMs: readonly Ms[];
}

/** The longest calendar: two years and the days around them. */
export const MOST_CALENDAR_DAYS = 740;
export const MOST_WEEKS = 105;
