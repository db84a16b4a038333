/** When planned work takes place. Pure. */
import type { MaintenanceSchedule, Occurrence } from '../../contract/model/maintenance.ts';
import { WEEKDAYS } from '../../contract/model/weekday.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { nextTime } from '../base/cron.ts';

/**
 * At most this many overlapping occurrences are joined: more than one each minute of a day. One that never pauses is then a row of long
 * occurrences.
 */
const MAX_JOINED = 1500;

/**
 * The occurrences that end after a time, oldest first. Those that overlap or touch are one. A time that the clocks skip
 * counts as the end of the gap, and one that comes twice counts once.
 */
export function* occurrences(schedule: MaintenanceSchedule, after: EpochMs): Generator<Occurrence> {
  const { from, to, duration = 0, timezone } = schedule;
  if (from !== undefined && to !== undefined) {
    if (to > after) yield { from, to };
    return;
  }
  const cron = cronOf(schedule);
  if (cron === null) return;
  let start = nextTime(cron, timezone, after - duration);
  while (start !== null) {
    const begin = start;
    let end = begin + duration;
    for (let joined = 0; joined < MAX_JOINED; joined += 1) {
      start = nextTime(cron, timezone, start);
      if (start === null || start > end) break;
      end = start + duration;
    }
    yield { from: begin, to: end };
  }
}

/** Whether a cron expression fires again and again before the duration is over, so that the work never ends. */
export function neverPauses(cron: string, duration: Ms): boolean {
  let start = nextTime(cron, 'UTC', 0);
  for (let joined = 0; joined < MAX_JOINED && start !== null; joined += 1) {
    const next = nextTime(cron, 'UTC', start);
    if (next === null || next > start + duration) return false;
    start = next;
  }
  return start !== null;
}

/** The occurrence that is under way; null: there is none. */
export function occurrenceAt(schedule: MaintenanceSchedule, now: EpochMs): Occurrence | null {
  const [next] = nextOccurrences(schedule, now, 1);
  return next !== undefined && next.from <= now ? next : null;
}

/** The first occurrences that end after a time, at most `limit`. */
export function nextOccurrences(schedule: MaintenanceSchedule, now: EpochMs, limit: number): readonly Occurrence[] {
  return occurrences(schedule, now).take(limit).toArray();
}

/** The cron expression of a schedule that repeats; null: it happens once. */
export function cronOf({ weekdays, monthDays, at = '', cron }: MaintenanceSchedule): string | null {
  if (cron !== undefined) return cron;
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  if (weekdays !== undefined) {
    return `${minute} ${hour} * * ${weekdays.map((day) => WEEKDAYS.indexOf(day)).join(',')}`;
  }
  if (monthDays === undefined) return null;
  return `${minute} ${hour} ${monthDays.map((day) => (day === 'last' ? 'L' : day)).join(',')} * *`;
}
