/** Failed checks as marks of a chart, in pixels. Pure. */
import type { EpochMs } from '../../../contract/model/units.ts';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import { spanAt } from './bands.ts';
import { xOf, type Plot } from '../scale/geometry.ts';
import type { ChartRow } from './rows.ts';

export interface FailureMark {
  /** The time of the first failure. */
  readonly at: EpochMs;
  readonly left: number;
  readonly width: number;
  /** The failure was not part of an outage: a retry succeeded, or retries are running. */
  readonly alone: boolean;
}

/** Pixels. A narrower mark would be invisible. */
const MARK_WIDTH = 2;

/**
 * The failures of the rows in order, from shortly before the plot. Marks that would touch are merged, so that a thousand
 * failures make a few marks.
 */
export function failureMarks(
  rows: readonly ChartRow[],
  history: StatusHistory | null,
  plot: Plot,
): readonly FailureMark[] {
  const marks: FailureMark[] = [];
  for (const row of rows) {
    if (row.down === 0) continue;
    const alone = !isDown(row, history);
    // During an outage, the outage already shows the failures of a point of many checks.
    if (row.width > 0 && !alone) continue;
    const start = xOf(plot, row.at);
    const width = Math.max(MARK_WIDTH, xOf(plot, row.at + row.width) - start);
    const left = row.width === 0 ? start - width / 2 : start;
    if (left + width < plot.left) continue;
    const last = marks.at(-1);
    if (last !== undefined && last.alone === alone && left <= last.left + last.width + 0.5) {
      marks[marks.length - 1] = { ...last, width: Math.max(last.width, left + width - last.left) };
    } else {
      marks.push({ at: row.at, left, width, alone });
    }
  }
  return marks;
}

/** Whether an outage overlaps the time of the row. */
function isDown(row: ChartRow, history: StatusHistory | null): boolean {
  if (row.width === 0) return spanAt(history, row.at)?.state === 'down';
  return (
    history?.spans.some(({ state, from, to }) => state === 'down' && from < row.at + row.width && to > row.at) ?? false
  );
}
