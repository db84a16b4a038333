/** Builds the list of recent checks from pages and pushes. Pure. */
import type { CheckResult, CheckSummary } from '../../../../contract/model/check.ts';

/** A check in the table: a complete result if it was requested, a summary if it was pushed. */
export type ListedCheck = CheckSummary | CheckResult;

export function isWhole(check: ListedCheck): check is CheckResult {
  return 'details' in check;
}

/**
 * Merges two lists, newest first, one check per time; a complete result replaces its summary. Unchanged checks keep
 * their identity.
 */
export function mergeChecks(list: readonly ListedCheck[], more: readonly ListedCheck[]): ListedCheck[] {
  const byTime = new Map<number, ListedCheck>();
  for (const check of list) byTime.set(check.at, check);
  for (const check of more) {
    const known = byTime.get(check.at);
    if (known === undefined || (!isWhole(known) && isWhole(check))) byTime.set(check.at, check);
  }
  return [...byTime.values()].sort((a, b) => b.at - a.at);
}

/**
 * The maximum length to which pushes may grow the list when no older checks were requested, because the page may stay
 * open all day.
 */
export const LIVE_ROWS = 200;

/**
 * Adds a pushed check at the top, and removes the oldest beyond `cap`. @returns the list, and whether checks were
 * removed (then older ones can be requested)
 */
export function prependCheck(
  list: readonly ListedCheck[],
  check: CheckSummary,
  cap: number,
): { readonly list: ListedCheck[]; readonly trimmed: boolean } {
  const merged = mergeChecks(list, [check]);
  return { list: merged.slice(0, cap), trimmed: merged.length > cap };
}
