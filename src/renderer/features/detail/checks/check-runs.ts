/** Checks that failed one after another, as one item of the table. Pure. */
import type { EpochMs } from '../../../../contract/model/units.ts';
import type { ListedCheck } from './check-list.ts';

/** Failed checks, or checks that could not be judged, in a row. */
export interface CheckRun {
  readonly verdict: 'down' | 'unknown';
  /** Newest first, at least `SHORTEST_RUN`. */
  readonly checks: readonly ListedCheck[];
  /** The list ends within the run, so the run has more checks that are not loaded. */
  readonly cut: boolean;
  /** The times of the oldest and the newest check. */
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export type TableItem =
  | { readonly type: 'check'; readonly check: ListedCheck; readonly run: CheckRun | null }
  | { readonly type: 'run'; readonly run: CheckRun; readonly open: boolean };

/** Shorter runs stay single rows. */
export const SHORTEST_RUN = 3;

/**
 * The list with each run as one item, followed by its checks where it is open.
 * @param list newest first
 * @param opened times of checks whose run is open: a run that grows, or of which older checks are loaded, stays open
 * @param hasOlder there are older checks than those of the list
 */
export function tableItems(
  list: readonly ListedCheck[],
  opened: ReadonlySet<EpochMs>,
  hasOlder: boolean,
): readonly TableItem[] {
  const items: TableItem[] = [];
  for (let start = 0; start < list.length;) {
    const end = endOfRun(list, start);
    const checks = list.slice(start, end);
    const run = runOf(checks, hasOlder && end === list.length);
    const open = run === null || checks.some(({ at }) => opened.has(at));
    if (run !== null) items.push({ type: 'run', run, open });
    if (open) for (const check of checks) items.push({ type: 'check', check, run });
    start = end;
  }
  return items;
}

/** The index after the last consecutive check with the verdict of the one at `start`. */
function endOfRun(list: readonly ListedCheck[], start: number): number {
  const verdict = list[start]?.verdict;
  let end = start + 1;
  if (verdict === 'down' || verdict === 'unknown') while (list[end]?.verdict === verdict) end += 1;
  return end;
}

function runOf(checks: readonly ListedCheck[], cut: boolean): CheckRun | null {
  const [newest] = checks;
  const oldest = checks.at(-1);
  if (newest === undefined || oldest === undefined || checks.length < SHORTEST_RUN) return null;
  const { verdict } = newest;
  if (verdict !== 'down' && verdict !== 'unknown') return null;
  return { verdict, checks, cut, from: oldest.at, to: newest.at };
}

/** The reasons of a run, the most frequent first. */
export function reasonsOf(
  { checks }: Pick<CheckRun, 'checks'>,
  sentenceOf: (check: ListedCheck) => string,
): readonly { readonly sentence: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const check of checks) {
    const sentence = sentenceOf(check);
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  }
  return [...counts].map(([sentence, count]) => ({ sentence, count })).sort((a, b) => b.count - a.count);
}

/** The run that a check is in; undefined: it is a row of its own. */
export function runAt(items: readonly TableItem[], at: EpochMs | null): CheckRun | undefined {
  if (at === null) return undefined;
  for (const item of items) {
    if (item.type === 'run' && item.run.from <= at && item.run.to >= at) return item.run;
  }
  return undefined;
}
