/**
 * Formats durations for people: a number, a space and a unit. `Intl.DurationFormat` has no such style in English:
 * `narrow` is `3m 20s`, where every other figure has a space before its unit, and `short` is `3 min, 20 sec`.
 */
import type { Ms } from '../contract/model/units.ts';

/** The symbol of each unit, in one language. */
export interface DurationUnits {
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  readonly millisecond: string;
}

const SIZES = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
  ['millisecond', 1],
] as const satisfies readonly (readonly [keyof DurationUnits, Ms])[];

export interface DurationOptions {
  readonly units: DurationUnits;
  /** Absent: `millisecond`. */
  readonly smallest?: 'millisecond' | 'second';
  /** All units, for what a person has set; absent: the two largest. */
  readonly exact?: boolean;
  /** Between a number and its unit; absent: a space. */
  readonly space?: string;
}

/** The largest units of a duration: `184 ms`, `10 s`, `3 min 12 s`, `4 d 1 h`. Beside minutes nobody reads milliseconds. */
export function formatDuration(ms: Ms, options: DurationOptions): string {
  const { units, smallest = 'millisecond', exact = false, space = ' ' } = options;
  const step = smallest === 'second' || (!exact && ms >= 59_999.5) ? 1_000 : 1;
  let rest = Math.max(0, Math.round(ms / step) * step);
  const first = SIZES.findIndex(([, size]) => rest >= size);
  if (first < 0) return `0${space}${units[smallest]}`;
  const parts: string[] = [];
  for (const [unit, size] of SIZES.slice(first, exact ? undefined : first + 2)) {
    const amount = Math.floor(rest / size);
    if (amount > 0) parts.push(`${amount}${space}${units[unit]}`);
    rest -= amount * size;
  }
  return parts.join(' ');
}
