/** Reads the values of options. Errors quote what people wrote, without passwords. */
import { hideUserinfo } from '../../engine/base/userinfo.ts';
import { UsageError, usageProblem } from '../base/usage-error.ts';

/** The word as it was given, without a password. */
export function quoted(word: string): string {
  return JSON.stringify(hideUserinfo(word));
}

/** @throws UsageError for each of these options that is not given */
export function required<Name extends string>(
  values: Readonly<Partial<Record<NoInfer<Name>, string | undefined>>>,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => values[name] === undefined);
  if (missing.length > 0) {
    throw new UsageError(missing.map((name) => usageProblem('usage.missing', { option: `--${name}` })));
  }
  return values as Readonly<Record<Name, string>>;
}

/** @throws UsageError when the value is none of `options` */
export function oneOf<Option extends string>(option: string, text: string, options: readonly Option[]): Option {
  const chosen = options.find((one) => one === text);
  if (chosen !== undefined) return chosen;
  throw new UsageError([usageProblem('usage.oneOf', { option, options, given: quoted(text) })]);
}

/** @throws UsageError when it is not a whole number from `min` to `max` */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError([usageProblem('usage.number', { option, min, max, given: quoted(text) })]);
}

/** The address of a page without a path. @returns its origin. @throws UsageError */
export function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url !== null && /^https?:$/u.test(url.protocol) && url.href === `${url.origin}/`;
  if (isOrigin) return url.origin;
  throw new UsageError([usageProblem('usage.publicUrl', { given: quoted(text) })]);
}

/**
 * A date, a date with a time, both of this machine's zone, or with an offset: `2026-10-01`, `2026-10-01 14:30`.
 * @returns epoch milliseconds
 * @throws UsageError when it is neither
 */
export function instant(option: string, text: string): number {
  const local = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? `${text}T00:00` : text.replace(' ', 'T');
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/u.test(local) ? Date.parse(local) : Number.NaN;
  if (at >= 0) return at;
  throw new UsageError([usageProblem('usage.time', { option, given: quoted(text) })]);
}

/** The range of `--from` and `--to`. @throws UsageError when it does not begin before it ends */
export function rangeOf(values: { readonly from: string; readonly to: string }) {
  const from = instant('--from', values.from);
  const to = instant('--to', values.to);
  if (to <= from) throw new UsageError([usageProblem('usage.notAfter', { option: '--to', other: '--from' })]);
  return { from, to };
}
