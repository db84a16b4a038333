/** Durations as people write them: `500ms`, `30s`, `1m30s`, `1.5h`, `2 d`. Inside Lookout they are milliseconds. */
import type { Ms } from '../contract/model/units.ts';

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;
/** Lookout shows `min`, so people may write it, too. */
const FACTOR: ReadonlyMap<string, Ms> = new Map([...UNITS, ['min', 60_000]]);

/** A regular expression, for the JSON Schema of the config file. */
export const DURATION_PATTERN = '^\\s*(\\d+(\\.\\d+)?\\s*(ms|s|min|m|h|d)\\s*)+$';
const WHOLE = new RegExp(DURATION_PATTERN, 'u');
const PART = /(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)/gu;

/**
 * Reads a duration.
 * @param value a text with units, or a number of milliseconds
 * @returns whole milliseconds, 0 or more; null when it is not a duration. A text without a unit is not one.
 */
export function parseDuration(value: string | number): Ms | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? Math.round(value) : null;
  // The pattern repeats a group. Do not match a text this long against it; it cannot be a duration.
  if (value.length > 100 || !WHOLE.test(value)) return null;
  let total = 0;
  for (const [, amount, unit] of value.matchAll(PART)) total += Number(amount) * (FACTOR.get(unit ?? '') ?? Number.NaN);
  return Number.isSafeInteger(Math.round(total)) ? Math.round(total) : null;
}

/** In the order of preference. */
const EXAMPLES: readonly Ms[] = [30_000, 500, 3_600_000, 300_000, 30 * 86_400_000, 86_400_000, 2_000];

/**
 * A duration for an error text or a hint, such as 30 s.
 * @param range the shortest and the longest duration that is accepted; the example is always within it
 */
export function exampleDuration([min, max]: readonly [Ms, Ms]): Ms {
  return EXAMPLES.find((example) => example >= min && example <= max) ?? max;
}

/** The length of an outage for messages: from one second, rounded to whole seconds. */
export function roundOutage(ms: Ms): Ms {
  const step = ms < 1_000 ? 1 : 1_000;
  return Math.round(ms / step) * step;
}

/**
 * Formats milliseconds, rounded to whole ones, in the form that `parseDuration` reads: 90000 is `1m30s`, 0 is `0s`.
 */
export function writeDuration(ms: Ms): string {
  let rest = Math.round(ms);
  let text = '';
  for (const [unit, factor] of UNITS) {
    const amount = Math.floor(rest / factor);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * factor;
  }
  return text === '' ? '0s' : text;
}
