/** The codes of failed checks beside their marks on the time axis. Pure. */
import type { EpochMs } from '../../../contract/model/units.ts';
import { xOf, type Plot, type Seen } from '../scale/geometry.ts';
import { codeText } from './point-text.ts';
import type { ChartRow } from './rows.ts';

export interface FailureLabel {
  /** The time of the first failure. */
  readonly at: EpochMs;
  /** The start of the text, in pixels. */
  readonly x: number;
  /** A code, with how many failures there were in a row if there were more: `timeout ×12`. */
  readonly text: string;
}

/** Pixels of a character at the size of the labels. */
const CHARACTER = 5.7;
/** Pixels between a label and the mark or label after it. */
const GAP = 8;

/**
 * A label for each row of failures with one code, if it ends before the next one begins. So a chart with many failures
 * has few labels, and they never overlap.
 * @param seen the visible part; labels that are only partly in it are left out
 */
export function failureLabels(rows: readonly ChartRow[], plot: Plot, seen: Seen): readonly FailureLabel[] {
  const runs: { at: EpochMs; left: number; right: number; code: string; count: number }[] = [];
  let after: ChartRow | undefined;
  for (const row of rows) {
    const before = after;
    after = row;
    const [first] = row.codes;
    if (row.down === 0 || first === undefined) continue;
    const [left, right] = [xOf(plot, row.at), xOf(plot, row.at + row.width)];
    const last = runs.at(-1);
    const follows = before !== undefined && before.down > 0;
    if (last !== undefined && last.code === first.code && follows) {
      last.right = right;
      last.count += first.count;
    } else runs.push({ at: row.at, left, right, code: first.code, count: first.count });
  }
  const labels: FailureLabel[] = [];
  let free = -Infinity;
  for (const [index, { at, left, code, count }] of runs.entries()) {
    const text = count > 1 ? codeText({ code, count }) : code;
    const end = left + text.length * CHARACTER + GAP;
    const next = runs[index + 1]?.left ?? Infinity;
    const isCut = [seen.left, seen.right].some((edge) => left < edge && end > edge);
    if (left < free || end > next || isCut) continue;
    labels.push({ at, x: left, text });
    free = end;
  }
  return labels;
}
