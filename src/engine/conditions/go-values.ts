/** How Go reads and prints values, as far as Gatus' conditions depend on it. */
import type { Json } from '../../contract/model/units.ts';

const INTEGER = /^([+-]?)(0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?\d)*)$/u;
const LIMIT = 2n ** 63n;

/** `strconv.ParseInt(text, 0, 64)`: decimal, `0x`, `0o`, `0b`, a leading `0` for octal, `_` between digits. */
export function parseGoInteger(text: string): bigint | null {
  const match = INTEGER.exec(text);
  if (match === null || text.length > 100) return null;
  const digits = (match[2] ?? '').replaceAll('_', '');
  const magnitude = BigInt(/^0\d/u.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = match[1] === '-' ? -magnitude : magnitude;
  return value >= -LIMIT && value < LIMIT ? value : null;
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const DURATION = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/u;
const DURATION_PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gu;

/** `time.ParseDuration(text).Milliseconds()`; null when it is not a duration. There is no unit for days. */
export function parseGoDuration(text: string): number | null {
  if (text.length > 100 || !DURATION.test(text)) return null;
  let ms = 0;
  for (const [, amount, unit] of text.matchAll(DURATION_PART)) ms += Number(amount) * (UNITS[unit ?? ''] ?? 0);
  // Go counts in nanoseconds. Below that, the rounding of floating point does not matter.
  return Math.trunc(Math.round(ms * 1e6) / 1e6) * (text.startsWith('-') ? -1 : 1);
}

/** A duration as Gatus shows it: whole seconds, without zeros at the end: `48h`, `1h30m`, `1h0m15s`, `0s`. */
export function printGatusDuration(ms: number): string {
  const seconds = Math.abs(Math.trunc(ms / 1000));
  const sign = ms < 0 && seconds > 0 ? '-' : '';
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (seconds === 0) return '0s';
  const minutes = m > 0 || (h > 0 && s > 0) ? `${m}m` : '';
  return `${sign}${h > 0 ? `${h}h` : ''}${minutes}${s > 0 ? `${s}s` : ''}`;
}

/** `fmt.Sprintf("%v", number)` of a float64: the fewest digits that read as the same number; `1e+06` from a million on. */
export function printGoNumber(number: number): string {
  const [mantissa = '', power = '0'] = number.toExponential().split('e');
  const exponent = Number(power);
  // `strconv.FormatFloat` with `g` and the shortest precision writes an exponent as if the precision were 6.
  if (exponent >= -4 && exponent < 6) return Object.is(number, -0) ? '-0' : String(number);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `fmt.Sprintf("%v", value)` of a value from `json.Unmarshal`: lists as `[a b]`, objects as `map[a:1 b:2]`. */
export function printGoValue(value: Json): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return printGoNumber(value);
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map((entry: Json) => printGoValue(entry)).join(' ')}]`;
  const entries = sortedEntries(value as Readonly<Record<string, Json>>);
  return `map[${entries.map(([key, entry]) => `${key}:${printGoValue(entry)}`).join(' ')}]`;
}

/** `json.Marshal`: keys in order, and `<`, `>`, `&` and the two line separators of Unicode escaped. */
export function marshalGo(value: Json): string {
  return JSON.stringify(sorted(value)).replace(
    /[<>&\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: Json) => sorted(entry));
  return Object.fromEntries(
    sortedEntries(value as Readonly<Record<string, Json>>).map(([key, entry]) => [key, sorted(entry)]),
  );
}

function sortedEntries(value: Readonly<Record<string, Json>>): [string, Json][] {
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
