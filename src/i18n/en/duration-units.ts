import type { DurationUnits } from '../duration.ts';

/** The symbols of SI and of ISO 80000-3; "min" where "m" would be read as meters. */
export const durationUnits = {
  day: 'd',
  hour: 'h',
  minute: 'min',
  second: 's',
  millisecond: 'ms',
} as const satisfies DurationUnits;
