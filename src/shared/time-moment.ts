/** Days and times as people type them, in local time. */
import type { EpochMs } from '../contract/model/units.ts';
import type { TimeSpan } from './time-view.ts';

/** A whole day, week or month, a part of a day, or a single moment (`from` is `to`). */
export type Moment = TimeSpan;

const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const ISO = /^\d{4}-\d\d-\d\d[t ]\d\d?:\d\d(?::\d\d(?:\.\d{1,3})?)?(?: ?(?:z|utc|[+-]\d\d:?\d\d))$/u;
const CLOCK = '(\\d{1,2})(?::(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,3}))?)?)? ?(am|pm)?';
const TIME = new RegExp(`^(?:at )?${CLOCK}$`, 'u');
/** `9-17`, `9:30 - 11`, `9am-5pm`. */
const TIMES = new RegExp(`^${CLOCK} ?[-–] ?${CLOCK}$`, 'u');

/**
 * @param words in lower case, single spaces
 * @param reference times without a day are on its day; `today` is its day
 * @returns null: it is not a moment, or there is no such day or time
 */
export function parseMoment(words: string, reference: EpochMs): Moment | null {
  if (/^\d{12,16}$/u.test(words)) return { from: Number(words), to: Number(words) };
  if (ISO.test(words)) return instant(words);
  const period = parsePeriod(words, reference);
  if (period !== null) return period;
  const today = startOfDay(reference);
  if (TIME.test(words) && /[:apm]/u.test(words)) return timeOfDay(today, words);
  if (TIMES.test(words)) return partOfDay(today, words);
  // The day is the longest beginning that is a day; the rest is a time.
  for (let end = words.length; end > 0; end = words.lastIndexOf(' ', end - 1)) {
    const day = parseDay(words.slice(0, end), reference);
    if (day === null) continue;
    const rest = words.slice(end + 1).trim();
    if (rest === '') return { from: day.getTime(), to: dayAfter(day, 1) };
    return TIMES.test(rest) ? partOfDay(day, rest) : timeOfDay(day, rest);
  }
  const [, date, time] = /^(\d{4}-\d\d-\d\d)t(\d\d?:.+)$/u.exec(words) ?? [];
  const day = date === undefined ? null : parseDay(date, reference);
  return day === null || time === undefined ? null : timeOfDay(day, time);
}

/** A time with its zone. */
function instant(words: string): Moment | null {
  const at = Date.parse(
    words
      .replace(' ', 'T')
      .replace(/ ?(?:utc|z)$/u, 'Z')
      .replace(/ (?=[+-])/u, '')
      .toUpperCase(),
  );
  return Number.isNaN(at) ? null : { from: at, to: at };
}

/** `this week`, `last month`, `november 2026`, `2026-11`, `2026`. */
function parsePeriod(words: string, reference: EpochMs): Moment | null {
  const now = new Date(reference);
  const [, which, unit] = /^(this|last|previous) (week|month|year)$/u.exec(words) ?? [];
  const back = which === 'this' ? 0 : 1;
  if (unit === 'week') {
    const monday = startOfDay(reference);
    monday.setDate(monday.getDate() - ((monday.getDay() + 6) % 7) - 7 * back);
    return { from: monday.getTime(), to: dayAfter(monday, 7) };
  }
  if (unit === 'month') return months(now.getFullYear(), now.getMonth() - back, 1);
  if (unit === 'year') return months(now.getFullYear() - back, 0, 12);
  const [, year, month] = /^(\d{4})(?:-(\d\d))?$/u.exec(words) ?? [];
  if (year !== undefined && month === undefined) return isYear(Number(year)) ? months(Number(year), 0, 12) : null;
  if (year !== undefined)
    return Number(month) >= 1 && Number(month) <= 12 ? months(Number(year), Number(month) - 1, 1) : null;
  const [, name = '', named] = /^([a-z]{3,9})(?: (\d{4}))?$/u.exec(words) ?? [];
  const index = indexOfName(MONTHS, name);
  if (index < 0) return null;
  // A month without a year is the last one that has begun.
  return months(Number(named ?? now.getFullYear() - (index > now.getMonth() ? 1 : 0)), index, 1);
}

function months(year: number, month: number, count: number): Moment {
  return { from: new Date(year, month, 1).getTime(), to: new Date(year, month + count, 1).getTime() };
}

/** `today`, `yesterday`, `monday`, `2026-11-01`, `nov 1`, `1 november 2026`; the start of the day. */
function parseDay(words: string, reference: EpochMs): Date | null {
  const today = startOfDay(reference);
  if (words === 'today') return today;
  if (words === 'yesterday') return new Date(dayAfter(today, -1));
  const weekday = indexOfName(WEEKDAYS, words.replace(/^(?:on|last) /u, ''));
  // The last one, today included.
  if (weekday >= 0) return new Date(dayAfter(today, -((today.getDay() - weekday + 7) % 7)));
  const [, year, month, day] = /^(\d{4})[-/](\d\d?)[-/](\d\d?)$/u.exec(words) ?? [];
  if (year !== undefined) return dayOf(Number(year), Number(month) - 1, Number(day));
  const named =
    /^(?<month>[a-z]{3,9})\.? (?<day>\d\d?)(?: (?<year>\d{4}))?$/u.exec(words)?.groups ??
    /^(?<day>\d\d?)\.? (?<month>[a-z]{3,9})(?: (?<year>\d{4}))?$/u.exec(words)?.groups;
  const index = indexOfName(MONTHS, named?.['month'] ?? '');
  if (named === undefined || index < 0) return null;
  const wanted = Number(named['day']);
  if (named['year'] !== undefined) return dayOf(Number(named['year']), index, wanted);
  const thisYear = dayOf(today.getFullYear(), index, wanted);
  return thisYear !== null && thisYear > today ? dayOf(today.getFullYear() - 1, index, wanted) : thisYear;
}

/** The index of a name or of its first three or more letters; -1: there is none. */
function indexOfName(names: readonly string[], word: string): number {
  return word.length < 3 ? -1 : names.findIndex((name) => name.startsWith(word));
}

/** Null: there is no such day. */
function dayOf(year: number, month: number, day: number): Date | null {
  const date = new Date(year, month, day);
  return isYear(year) && date.getMonth() === month && date.getDate() === day ? date : null;
}

function isYear(year: number): boolean {
  return year >= 1970 && year <= 9999;
}

function startOfDay(at: EpochMs): Date {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day;
}

function dayAfter(day: Date, days: number): EpochMs {
  const next = new Date(day);
  return next.setDate(next.getDate() + days);
}

function timeOfDay(day: Date, words: string): Moment | null {
  const match = TIME.exec(words);
  const at = match === null ? null : clock(day, match.slice(1, 6));
  return at === null ? null : { from: at, to: at };
}

/** `9-17`, and over midnight `22-6`. */
function partOfDay(day: Date, words: string): Moment | null {
  const match = TIMES.exec(words);
  if (match === null) return null;
  const from = clock(day, match.slice(1, 6));
  const to = clock(day, match.slice(6, 11));
  if (from === null || to === null) return null;
  if (to > from) return { from, to };
  const night = clock(new Date(dayAfter(day, 1)), match.slice(6, 11));
  return night === null ? null : { from, to: night };
}

/** @param parts hour, minute, second, fraction, `am` or `pm` */
function clock(day: Date, [hours, minutes, seconds, fraction, half]: readonly (string | undefined)[]): EpochMs | null {
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half === 'pm' ? 12 : 0);
  }
  const [minute, second] = [Number(minutes ?? 0), Number(seconds ?? 0)];
  const isTime = minute < 60 && second < 60 && (hour < 24 || (hour === 24 && minute === 0 && second === 0));
  if (!isTime) return null;
  const at = new Date(day);
  return at.setHours(hour, minute, second, Number((fraction ?? '').padEnd(3, '0')));
}
