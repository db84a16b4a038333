/** Durations, bytes, dates and lists in the words of a language; all but durations through `Intl`. */
import { formatDuration, type DurationUnits } from './duration.ts';
import { durationUnits as english } from './en/duration-units.ts';

export interface Units {
  /** A duration in milliseconds, its two largest units: `184 ms`, `10 s`, `3 min 12 s`, `4 d 1 h`. */
  duration(ms: number): string;
  /** Powers of 1,024: `523 bytes`, `64 kB`, `1.4 MB`. */
  bytes(count: number): string;
  /** Epoch milliseconds as a date. */
  date(at: number): string;
  /** Epoch milliseconds as date and time to the second. */
  dateTime(at: number): string;
  number(value: number): string;
  /** Parts with commas between them. */
  list(parts: readonly string[]): string;
  /** Alternatives, with "or" before the last one. */
  options(parts: readonly string[]): string;
}

export interface UnitsOptions {
  /** A BCP 47 tag. */
  readonly locale: string;
  /** Absent: the zone of this machine. */
  readonly timeZone?: string | undefined;
  /** Absent: those of English. */
  readonly durationUnits?: DurationUnits;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Each `Intl` object is made when it is first needed: some take milliseconds to make. */
export function createUnits({ locale, timeZone, durationUnits = english }: UnitsOptions): Units {
  const numbers = once(() => new Intl.NumberFormat(locale));
  const dates = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }));
  const dateTimes = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone }));
  const lists = once(() => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }));
  const alternatives = once(() => new Intl.ListFormat(locale, { type: 'disjunction' }));
  const byteFormats = BYTE_UNITS.map((unit) => once(() => new Intl.NumberFormat(locale, byteOptions(unit))));

  return {
    duration: (ms) => formatDuration(ms, { units: durationUnits }),
    bytes(count) {
      const largest = BYTE_UNITS.length - 1;
      const power = count < 1024 ? 0 : Math.min(largest, Math.floor(Math.log2(count) / 10));
      return byteFormats[power]?.().format(count / 1024 ** power) ?? numbers().format(count);
    },
    date: (at) => dates().format(at),
    dateTime: (at) => dateTimes().format(at),
    number: (value) => numbers().format(value),
    list: (parts) => lists().format(parts),
    options: (parts) => alternatives().format(parts),
  };
}

function byteOptions(unit: (typeof BYTE_UNITS)[number]): Intl.NumberFormatOptions {
  return {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumSignificantDigits: 3,
    // Three digits, or as many as the whole part has.
    maximumFractionDigits: 0,
    roundingPriority: 'morePrecision',
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
