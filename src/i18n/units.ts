/** Durations, sizes, dates and lists in the words of a language; all but durations and sizes through `Intl`. */
import { once } from '../shared/once.ts';
import { formatBytes, type ByteUnits } from './bytes.ts';
import { formatDuration, type DurationUnits } from './duration.ts';
import { byteUnits as englishBytes } from './en/byte-units.ts';
import { durationUnits as english } from './en/duration-units.ts';

export interface Units {
  /** A duration in milliseconds, its two largest units: `184 ms`, `10 s`, `3 min 12 s`, `4 d 1 h`. */
  duration(ms: number): string;
  /** In words below 1,024, because they are in sentences: `523 bytes`, `64 KB`, `1.4 MB`. */
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
  /** Absent: those of English. */
  readonly byteUnits?: ByteUnits;
}

/** Each `Intl` object is made when it is first needed: some take milliseconds to make. */
export function createUnits({
  locale,
  timeZone,
  durationUnits = english,
  byteUnits = englishBytes,
}: UnitsOptions): Units {
  const numbers = once(() => new Intl.NumberFormat(locale));
  const dates = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }));
  const dateTimes = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone }));
  const lists = once(() => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }));
  const alternatives = once(() => new Intl.ListFormat(locale, { type: 'disjunction' }));
  const fewBytes = once(() => new Intl.NumberFormat(locale, { style: 'unit', unit: 'byte', unitDisplay: 'long' }));

  return {
    duration: (ms) => formatDuration(ms, { units: durationUnits }),
    bytes: (count) => (count < 1024 ? fewBytes().format(count) : formatBytes(count, { units: byteUnits, locale })),
    date: (at) => dates().format(at),
    dateTime: (at) => dateTimes().format(at),
    number: (value) => numbers().format(value),
    list: (parts) => lists().format(parts),
    options: (parts) => alternatives().format(parts),
  };
}
