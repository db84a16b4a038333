/** The hours in which a rule alerts. Pure. */
import type { RuleHours } from '../../contract/model/alert-rule.ts';
import { WEEKDAYS } from '../../contract/model/weekday.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const DAYS = WEEKDAYS.length;

/** A time of day in minutes since midnight, such as 480 for `08:00`; null: the text is not a time of day. */
export function parseTimeOfDay(text: string): number | null {
  const { hours, minutes } = /^(?<hours>[01]?\d|2[0-3]):(?<minutes>[0-5]\d)$/u.exec(text)?.groups ?? {};
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** Whether a rule alerts at a time. */
export function isWithin(hours: RuleHours | null, now: EpochMs): boolean {
  return hours === null || isWithinRead(readHours(hours), now);
}

/** Clocks are set at multiples of this, and every time zone differs from UTC by multiples of it. */
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * How long until the hours of a rule begin; 0: they have begun. They begin at a minute of the local clock.
 * @param atMost the longest answer, after which the caller asks again. Default: an hour
 */
export function untilWithin(hours: RuleHours | null, now: EpochMs, atMost: Ms = 60 * MINUTE_MS): Ms {
  if (hours === null) return 0;
  const read = readHours(hours);
  if (isWithinRead(read, now)) return 0;
  const end = now + atMost;
  // They begin at their first minute, at midnight, or when the clock changes. The last two are at the start of a quarter.
  for (let quarter = Math.floor(now / QUARTER_MS) * QUARTER_MS; quarter < end; quarter += QUARTER_MS) {
    const first = quarter + (read.from - localTime(read, quarter).minute) * MINUTE_MS;
    const isInQuarter = first > quarter && first < quarter + QUARTER_MS;
    for (const at of isInQuarter ? [quarter, first] : [quarter])
      if (at > now && at < end && isWithinRead(read, at)) return at - now;
  }
  return atMost;
}

const MAX_QUARTERS = 1_000;

interface LocalTime {
  /** In `WEEKDAYS`. */
  readonly day: number;
  readonly minute: number;
}

/** The hours of a rule in a form that is quick to compare, because alerts that are held ask often. */
interface ReadHours {
  /** By day in `WEEKDAYS`. */
  readonly days: readonly boolean[];
  /** In minutes since midnight. */
  readonly from: number;
  readonly to: number;
  readonly format: Intl.DateTimeFormat;
  /** The local time at the beginning of quarters of an hour, kept because formatters are slow. */
  readonly quarters: Map<number, LocalTime>;
}

const known = new WeakMap<RuleHours, ReadHours>();

function readHours(hours: RuleHours): ReadHours {
  let read = known.get(hours);
  if (read === undefined) {
    const { days, from, to, timezone } = hours;
    read = {
      days: WEEKDAYS.map((day) => days.includes(day)),
      from: parseTimeOfDay(from) ?? 0,
      to: parseTimeOfDay(to) ?? DAY_MINUTES,
      format: formatterOf(timezone),
      quarters: new Map(),
    };
    known.set(hours, read);
  }
  return read;
}

function isWithinRead(hours: ReadHours, now: EpochMs): boolean {
  const { days, from, to } = hours;
  const { day, minute } = localTime(hours, now);
  const today = days[day] === true;
  // `08:00` to `08:00` is a whole day.
  if (from < to) return today && minute >= from && minute < to;
  return (today && minute >= from) || (days[(day + DAYS - 1) % DAYS] === true && minute < to);
}

function localTime({ format, quarters }: ReadHours, now: EpochMs): LocalTime {
  const quarter = Math.floor(now / QUARTER_MS);
  let began = quarters.get(quarter);
  if (began === undefined) {
    if (quarters.size >= MAX_QUARTERS) quarters.clear();
    began = formatted(format, quarter * QUARTER_MS);
    quarters.set(quarter, began);
  }
  return { day: began.day, minute: began.minute + Math.floor((now - quarter * QUARTER_MS) / MINUTE_MS) };
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

function formatted(format: Intl.DateTimeFormat, now: EpochMs): LocalTime {
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const weekday = (parts.get('weekday') ?? '').toLowerCase();
  return {
    day: WEEKDAYS.findIndex((day) => day === weekday),
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}
