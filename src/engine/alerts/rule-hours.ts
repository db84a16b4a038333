/** The hours in which a rule alerts. Pure. */
import type { RuleHours } from '../../contract/model/alert-rule.ts';
import { WEEKDAYS } from '../../contract/model/weekday.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const DAYS = WEEKDAYS.length;

/** A time of day in minutes since midnight, such as 480 for `08:00`; null: the text is none. */
export function parseTimeOfDay(text: string): number | null {
  const { hours, minutes } = /^(?<hours>[01]?\d|2[0-3]):(?<minutes>[0-5]\d)$/u.exec(text)?.groups ?? {};
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** Whether a rule alerts at a time. */
export function isWithin(hours: RuleHours | null, now: EpochMs): boolean {
  if (hours === null) return true;
  const { day, minute } = localTime(now, hours.timezone);
  const { from, to } = rangeOf(hours);
  // `08:00` to `08:00` is a whole day.
  if (from < to) return isDay(hours, day) && minute >= from && minute < to;
  return (isDay(hours, day) && minute >= from) || (isDay(hours, (day + DAYS - 1) % DAYS) && minute < to);
}

/**
 * How long until the hours of a rule begin; 0: they have begun. Rounded up to a minute of the local clock, and at most an hour,
 * after which the caller asks again: then a clock that changes for summer time is no problem.
 */
export function untilWithin(hours: RuleHours | null, now: EpochMs): Ms {
  for (let ahead = 0; ahead < 60; ahead += 1) {
    const at = ahead === 0 ? now : (Math.floor(now / MINUTE_MS) + ahead) * MINUTE_MS;
    if (isWithin(hours, at)) return at - now;
  }
  return 60 * MINUTE_MS;
}

function isDay({ days }: RuleHours, day: number): boolean {
  const name = WEEKDAYS[day];
  return name !== undefined && days.includes(name);
}

function rangeOf({ from, to }: RuleHours): { readonly from: number; readonly to: number } {
  return { from: parseTimeOfDay(from) ?? 0, to: parseTimeOfDay(to) ?? DAY_MINUTES };
}

/** Formatters are expensive to create. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timezone);
  if (formatter === undefined) {
    const zone = timezone === '' ? {} : { timeZone: timezone };
    const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    formatter = new Intl.DateTimeFormat('en', { ...zone, ...parts });
    formatters.set(timezone, formatter);
  }
  return formatter;
}

function localTime(now: EpochMs, timezone: string): { readonly day: number; readonly minute: number } {
  const parts = new Map(
    formatterOf(timezone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  const weekday = (parts.get('weekday') ?? '').toLowerCase();
  return {
    day: WEEKDAYS.findIndex((day) => day === weekday),
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}
