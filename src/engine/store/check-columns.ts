/** Checks in columns, with only what a replay of a hundred thousand of them needs. */
import { VERDICTS } from '../../contract/model/check.ts';
import type { TalliedCheck } from './tally.ts';

/** Checks of an endpoint, oldest first. All columns have the same length. */
export interface CheckColumns {
  /** Epoch milliseconds. */
  readonly at: Float64Array;
  /** An index of `VERDICTS`. */
  readonly verdict: Uint8Array;
  /** In milliseconds. */
  readonly durationMs: Float64Array;
}

const CODES = new Map(VERDICTS.map((verdict, code) => [verdict, code]));

/** @param checks oldest first */
export function columnsOfChecks(
  checks: Iterable<Pick<TalliedCheck<unknown>, 'at' | 'verdict' | 'duration'>>,
): CheckColumns {
  const at: number[] = [];
  const verdicts: number[] = [];
  const durations: number[] = [];
  for (const { at: began, verdict, duration } of checks) {
    at.push(began);
    verdicts.push(CODES.get(verdict) ?? 0);
    durations.push(duration / 1000);
  }
  return { at: Float64Array.from(at), verdict: Uint8Array.from(verdicts), durationMs: Float64Array.from(durations) };
}
