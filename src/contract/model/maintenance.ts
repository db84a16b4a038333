import type { EndpointMatch } from './match.ts';
import type { EpochMs, Ms } from './units.ts';
import type { Weekday } from './weekday.ts';

/**
 * When planned work happens: once (`from`, `to`), on days of the week (`weekdays`, `at`), on days of the month
 * (`monthDays`, `at`), or by a cron expression (`cron`). Exactly one of the four. All but the first have a `duration`.
 */
export interface MaintenanceSchedule {
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly weekdays?: readonly Weekday[];
  /** 1 to 31, or `last`, the last day of the month. A month without such a day is skipped. */
  readonly monthDays?: readonly (number | 'last')[];
  /** The time of day, such as `02:00`, in the time zone. */
  readonly at?: string;
  /** Five parts, or six with seconds in front. */
  readonly cron?: string;
  /** From 1 min to 31 d of elapsed time, also where the clocks change. */
  readonly duration?: Ms;
  /** An IANA name, such as `Europe/Berlin`; empty: that of the machine on which Lookout runs. */
  readonly timezone: string;
}

/** The config of a maintenance window. */
export interface MaintenanceConfig extends MaintenanceSchedule {
  /** 1 to 200 characters. */
  readonly name: string;
  readonly match: EndpointMatch;
}

export interface MaintenanceWindow {
  readonly id: string;
  readonly config: MaintenanceConfig;
  /** `file`: from lookout.yaml, and changed only there. */
  readonly source: 'hand' | 'file';
  /** 0: unknown, because it comes from the file. */
  readonly createdAt: EpochMs;
  /** A person ended an occurrence early at this time: occurrences that began before it have ended. Null: nobody did. */
  readonly endedAt: EpochMs | null;
}

/** One time of planned work. */
export interface Occurrence {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A window with its state. */
export interface MaintenanceView extends MaintenanceWindow {
  /** The occurrence that is under way, or else the next ones; at most 3. Empty: it is over, or it never comes. */
  readonly next: readonly Occurrence[];
  readonly active: boolean;
  /** How many of the watched endpoints it matches. */
  readonly endpoints: number;
}

/** An occurrence of a window in a calendar. */
export interface PlannedOccurrence extends Occurrence {
  readonly windowId: string;
}

/** The most occurrences that a calendar gets, and the longest range of one. */
export const CALENDAR_OCCURRENCES = 1_000;
export const CALENDAR_RANGE_MS = 62 * 86_400_000;

/** A preview of a window. */
export interface MaintenancePreview {
  /** At most 5. */
  readonly next: readonly Occurrence[];
  /** How many of the watched endpoints it matches. */
  readonly endpoints: number;
}

/** Why an endpoint has the status `maintenance`. */
export interface EndpointMaintenance {
  /** The name of the window. */
  readonly name: string;
  readonly windowId: string;
  readonly until: EpochMs;
}

/**
 * A new or changed window as it comes from a form, a file or a script. `from` and `to` may also be texts such as
 * `2026-12-01 22:00`, in the time zone of the window; `duration` may be a text such as `2h`.
 */
export interface MaintenanceInput {
  readonly name?: string | undefined;
  readonly match?: EndpointMatch | undefined;
  readonly from?: EpochMs | string | undefined;
  readonly to?: EpochMs | string | undefined;
  readonly weekdays?: readonly string[] | undefined;
  readonly monthDays?: readonly (number | string)[] | undefined;
  readonly at?: string | undefined;
  readonly cron?: string | undefined;
  readonly duration?: Ms | string | undefined;
  readonly timezone?: string | undefined;
}
