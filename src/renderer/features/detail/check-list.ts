/** The list of recent checks as pages and pushes make it. Pure. */
import type { CheckResult, CheckSummary } from '../../../contract/model/check.ts';

/** A check in the table: whole when it came by request, a summary when it was pushed. */
export type ListedCheck = CheckSummary | CheckResult;

export function isWhole(check: ListedCheck): check is CheckResult {
  return 'details' in check;
}

/** Newest first, one a time; a whole one wins over its summary. Checks with nothing new keep their identity. */
export function mergeChecks(list: readonly ListedCheck[], more: readonly ListedCheck[]): ListedCheck[] {
  const byTime = new Map<number, ListedCheck>();
  for (const check of list) byTime.set(check.at, check);
  for (const check of more) {
    const known = byTime.get(check.at);
    if (known === undefined || (!isWhole(known) && isWhole(check))) byTime.set(check.at, check);
  }
  return [...byTime.values()].sort((a, b) => b.at - a.at);
}

/** How many checks pushes may fill the list to, when nobody asked for older ones: it stays open all day. */
export const LIVE_ROWS = 200;

/**
 * Puts a pushed check on top; the oldest go when there are more than `cap`.
 * @returns the list, and whether something went (then there are older ones to ask for)
 */
export function prependCheck(
  list: readonly ListedCheck[],
  check: CheckSummary,
  cap: number,
): { readonly list: ListedCheck[]; readonly trimmed: boolean } {
  const merged = mergeChecks(list, [check]);
  return { list: merged.slice(0, cap), trimmed: merged.length > cap };
}
