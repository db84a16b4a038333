/** Formats figures. Each type has one format everywhere. */
import { formatBytes as writeBytes } from '../i18n/bytes.ts';
import { formatDuration as writeDuration } from '../i18n/duration.ts';
import { byteUnits } from '../i18n/en/byte-units.ts';
import { durationUnits as units } from '../i18n/en/duration-units.ts';
import { formatLatency as writeLatency } from '../i18n/latency.ts';
import { once } from '../shared/once.ts';

/** A space that does not break, between a figure and its unit. */
const NBSP = '\u00a0';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A latency in milliseconds: `0.03 ms`, `0.4 ms`, `184 ms`, `1.24 s`, `1 min 5 s`. */
export function formatLatency(ms: number): string {
  return writeLatency(ms, { units, space: NBSP });
}

/** The range of two latencies, the unit once where it is the same: `18–240 ms`, `90 ms–1.24 s`. */
export function formatLatencyRange(min: number, max: number): string {
  const [low, high] = [formatLatency(min), formatLatency(max)];
  if (low === high) return high;
  const [lowFigure, lowUnit, ...lowMore] = low.split(NBSP);
  const [, highUnit, ...highMore] = high.split(NBSP);
  const sameUnit = lowUnit === highUnit && lowMore.length === 0 && highMore.length === 0;
  return `${sameUnit ? lowFigure : low}–${high}`;
}

/** A duration in milliseconds, as its two largest units: `45 s`, `3 min 20 s`, `2 h 5 min`, `12 d 4 h`. */
export function formatDuration(ms: number): string {
  return writeDuration(ms, { units, smallest: 'second', space: NBSP });
}

/** A duration that a person has set, exactly: `1 min 30 s`, `500 ms`. */
export function formatSetDuration(ms: number): string {
  return writeDuration(ms, { units, exact: true, space: NBSP });
}

/** A duration in a text field, as `parseDuration` reads it: `30 s`, `1 min 30 s`. It has ordinary spaces, as people type them. */
export function formatDurationInput(ms: number): string {
  return ms === 0 ? '0 s' : writeDuration(ms, { units, exact: true });
}

/** How long ago: `now`, `12 s ago`, `3 min ago`, `2 h ago`, `5 d ago`. */
export function formatAgo(at: number, now: number): string {
  const ms = now - at;
  if (ms < 1500) return 'now';
  return `${coarse(ms)} ago`;
}

/** How long until: `now`, `in 12 s`, `in 3 min`. */
export function formatIn(at: number, now: number): string {
  const ms = at - now;
  if (ms < 500) return 'now';
  return `in ${coarse(ms)}`;
}

/** How long something has lasted, as its largest unit: `12 s`, `3 min`, `2 h`, `5 d`. */
export function formatAge(ms: number): string {
  return coarse(Math.max(0, ms));
}

function coarse(ms: number): string {
  if (ms < MINUTE - 500) return `${Math.round(ms / SECOND)}${NBSP}s`;
  if (ms < HOUR) return `${Math.max(1, Math.floor(ms / MINUTE))}${NBSP}min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)}${NBSP}h`;
  return `${Math.floor(ms / DAY)}${NBSP}d`;
}

/**
 * A share of 1 as percent: `99.98 %`, `100 %`, `87.5 %`. Rounded down near 1, so that one failure in a hundred thousand
 * never shows as 100 %; a small share never shows as 0 %.
 */
export function formatPercent(ratio: number): string {
  if (ratio >= 1) return `100${NBSP}%`;
  if (ratio <= 0) return `0${NBSP}%`;
  if (ratio > 0.9999) return `${floorTo(ratio * 100, 3).toFixed(3)}${NBSP}%`;
  if (ratio >= 0.99) return `${floorTo(ratio * 100, 2).toFixed(2)}${NBSP}%`;
  if (ratio < 0.001) return `<${NBSP}0.1${NBSP}%`;
  return `${floorTo(ratio * 100, 1).toFixed(1)}${NBSP}%`;
}

function floorTo(value: number, digits: number): number {
  const scale = 10 ** digits;
  // The small addition corrects floating-point errors (0.29 * 100 is 28.999…96), but never reaches the next whole
  // number.
  return Math.floor(value * scale + 1e-9) / scale;
}

/** A size in powers of 1,024: `512 B`, `4.2 KB`, `1.4 MB`. */
export function formatBytes(bytes: number): string {
  return writeBytes(bytes, { units: byteUnits, locale: 'en', space: NBSP });
}

const count = once(() => new Intl.NumberFormat('en'));
/** A count with thousands separators: `10,000`. */
export function formatCount(value: number): string {
  // Most counts need no formatter. The first one loads the data of languages, which takes a tenth of the start of a page.
  return Number.isInteger(value) && Math.abs(value) < 1000 ? String(value) : count().format(value);
}

/** A count with what is counted: `1 endpoint`, `10,000 endpoints`. @param one the word for one, whose plural ends in `s` */
export function formatCounted(value: number, one: string): string {
  return `${formatCount(value)} ${one}${value === 1 ? '' : 's'}`;
}

const TO_MINUTE = { hour: '2-digit', minute: '2-digit' } as const;
const TO_SECOND = { ...TO_MINUTE, second: '2-digit' } as const;
const MONTH_DAY = { month: 'short', day: 'numeric' } as const;
const YEAR = { year: 'numeric' } as const;

/** A format in the person's locale and zone, made when it is first used. */
function dateFormat(options: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  return once(() => new Intl.DateTimeFormat(undefined, options));
}

const time = dateFormat(TO_SECOND);
const shortTime = dateFormat(TO_MINUTE);
const date = dateFormat({ ...YEAR, ...MONTH_DAY });
const day = dateFormat(MONTH_DAY);
const weekday = dateFormat({ weekday: 'short', ...MONTH_DAY });
const weekdayOfYear = dateFormat({ weekday: 'short', ...YEAR, ...MONTH_DAY });
const shortDateTime = dateFormat({ ...MONTH_DAY, ...TO_MINUTE });
const shortDateTimeOfYear = dateFormat({ ...YEAR, ...MONTH_DAY, ...TO_MINUTE });
const dateTime = dateFormat({ ...MONTH_DAY, ...TO_SECOND });
const dateTimeOfYear = dateFormat({ ...YEAR, ...MONTH_DAY, ...TO_SECOND });

/** Time of day to the second, in the person's locale and zone. */
export function formatTime(at: number): string {
  return time().format(at);
}

/** Time of day to the second, with the day if it is not today: `14:02:11`, `Nov 28, 14:02:11`. */
export function formatMoment(at: number): string {
  return (isSameDay(at, Date.now()) ? time() : dateTime()).format(at);
}

/** Time of day to the minute. */
export function formatShortTime(at: number): string {
  return shortTime().format(at);
}

/** Day and time to the minute, with the year if it is not the year of `now`: `Dec 3, 08:18 AM`. */
export function formatMinute(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? shortDateTime() : shortDateTimeOfYear()).format(at);
}

/** A time range to the minute, with the day if it is not today: `14:02 – 14:13`, `Nov 28, 14:02 – 14:13`. */
export function formatTimeRange(from: number, to: number): string {
  const today = isSameDay(from, to) && isSameDay(to, Date.now());
  return (today ? shortTime() : shortDateTime()).formatRange(from, to);
}

/** A time range to the second, with the day, and with the year if it is not the current one. */
export function formatDateTimeRange(from: number, to: number): string {
  const thisYear = new Date(from).getFullYear() === new Date().getFullYear();
  return (thisYear ? dateTime() : dateTimeOfYear()).formatRange(from, to);
}

function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** A date with the year. */
export function formatDate(at: number): string {
  return date().format(at);
}

/** A date without the year, for times of the last months. */
export function formatDay(at: number): string {
  return day().format(at);
}

/** Weekday and date, with the year if it is not the year of `now`: `Fri, Mar 27`. */
export function formatWeekday(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? weekday() : weekdayOfYear()).format(at);
}

/** Day and time to the second. */
export function formatDateTime(at: number): string {
  return dateTime().format(at);
}
