/** The calendars of the fake engine; only for tests and the dev page. */
import type { UptimeDays, WeekHours } from '../../contract/model/calendar.ts';
import type { EpochMs } from '../../contract/model/units.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Up for a year before today, except every 40th day, which had an hour of down time; unknown before that. */
export function fakeDays(now: EpochMs, days: number): UptimeDays {
  const today = Math.floor(now / DAY) * DAY;
  const from = Array.from({ length: days }, (_, index) => today - (days - 1 - index) * DAY);
  const known = from.map((at) => (at > today - 300 * DAY ? DAY : 0));
  const downMs = from.map((at, index) => ((at / DAY) % 40 === 0 && known[index] !== 0 ? HOUR : 0));
  return {
    timeZone: 'UTC',
    date: from.map((at) => new Date(at).toISOString().slice(0, 10)),
    from,
    to: today + DAY,
    upMs: known.map((ms, index) => ms - (downMs[index] ?? 0)),
    degradedMs: from.map(() => 0),
    downMs,
    plannedMs: from.map(() => 0),
  };
}

/** Slowest on Monday from 09:00, fastest on Sunday at midnight, and down for half an hour on Saturdays at 03:00. */
export function fakeWeek(now: EpochMs): WeekHours {
  const hours = Array.from({ length: 168 }, (_, index) => index);
  return {
    timeZone: 'UTC',
    from: now - 28 * DAY,
    to: now,
    medianMs: hours.map((hour) => (hour === 24 + 9 ? 300 : hour === 0 ? 40 : hour === 1 ? null : 80 + (hour % 24))),
    latencies: hours.map(() => 480),
    upMs: hours.map((hour) => (hour === 1 ? 0 : 4 * HOUR - (hour === 147 ? HOUR / 2 : 0))),
    downMs: hours.map((hour) => (hour === 147 ? HOUR / 2 : 0)),
  };
}
