/** The time that a page shows: a period that ends now, or one between two times. */
import type { EpochMs, Ms } from '../contract/model/units.ts';

/** `ends now` follows the time; `fixed` stays. */
export type TimeView =
  | { readonly type: 'last'; readonly ms: Ms }
  | { readonly type: 'fixed'; readonly from: EpochMs; readonly to: EpochMs };

export interface TimeSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const DAY = 86_400_000;
/** A view is at least this long: the width of the narrowest point of a series. */
export const SHORTEST_VIEW_MS: Ms = 1000;
/** A view is at most this long. History is kept for two years by default. */
export const LONGEST_VIEW_MS: Ms = 10 * 366 * DAY;

/** The period that a view shows at a time. */
export function spanOf(view: TimeView, now: EpochMs): TimeSpan {
  return view.type === 'last' ? { from: now - view.ms, to: now } : { from: view.from, to: view.to };
}

/** The view as a query of an address: `last=3600000`, `from=1764450000000&to=1764453600000`. */
export function writeTimeView(view: TimeView): string {
  return view.type === 'last' ? `last=${view.ms}` : `from=${view.from}&to=${view.to}`;
}

/** The inverse of `writeTimeView`. @returns null: the query has no view, or one that is too short, too long or reversed */
export function readTimeView(query: string): TimeView | null {
  const params = new URLSearchParams(query);
  const number = (name: string): number => {
    const text = params.get(name) ?? '';
    return /^\d{1,16}$/u.test(text) ? Number(text) : Number.NaN;
  };
  const [ms, from, to] = [number('last'), number('from'), number('to')];
  const isLength = (length: Ms): boolean => length >= SHORTEST_VIEW_MS && length <= LONGEST_VIEW_MS;
  if (isLength(ms)) return { type: 'last', ms };
  return isLength(to - from) ? { type: 'fixed', from, to } : null;
}

export function isSameView(one: TimeView, other: TimeView): boolean {
  return writeTimeView(one) === writeTimeView(other);
}
