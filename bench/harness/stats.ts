/** Median, minimum and maximum: reported for every figure that was measured several times. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** How many were measured. */
  readonly n: number;
}

/** @param values at least one */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN, n: values.length };
}

/** Each value divided by the value of the same turn in `over`. */
export function ratios(values: readonly number[], over: readonly number[]): number[] {
  return values.map((value, index) => value / (over[index] ?? Number.NaN));
}

/** @param quantile 0 to 1 */
export function quantile(values: readonly number[], quantile: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? Number.NaN;
}

/** `1.41 (1.38 to 1.52)`: median, minimum, maximum. */
export function formatSpread({ median, min, max }: Spread, unit = ''): string {
  const after = unit === '' ? '' : ` ${unit}`;
  if (min === max) return `${formatNumber(median)}${after}`;
  return `${formatNumber(median)} (${formatNumber(min)} to ${formatNumber(max)})${after}`;
}

/** Three significant digits; a comma between thousands. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const magnitude = Math.abs(value);
  const digits = magnitude >= 100 || Number.isInteger(value) ? 0 : magnitude >= 10 ? 1 : magnitude >= 0.1 ? 2 : 3;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
