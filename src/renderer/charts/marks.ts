/** Failures and unknown stretches of a chart, as bands in time. */
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { ChartRow } from './rows.ts';

export interface Mark {
  readonly kind: 'down' | 'unknown';
  readonly from: EpochMs;
  /** Same as `from` for a single check. */
  readonly to: EpochMs;
  /** Checks that failed, or could not be judged, in it. */
  readonly count: number;
}

/**
 * One mark for each run of neighbouring rows with a failure (or with an unknown one), so that an outage of an hour is
 * one stretch and not a thousand marks. A run ends at a row without one, and at a stretch longer than `gap` in which
 * nothing was checked.
 */
export function marks(rows: readonly ChartRow[], kind: Mark['kind'], gap: Ms): Mark[] {
  const found: Mark[] = [];
  let open = false;
  let lastAt = 0;
  for (const row of rows) {
    const count = row[kind];
    if (row.at - lastAt > gap) open = false;
    lastAt = row.at;
    if (count === 0) {
      open = false;
      continue;
    }
    const to = row.at + row.width;
    const last = found.at(-1);
    if (open && last) found[found.length - 1] = { ...last, to, count: last.count + count };
    else found.push({ kind, from: row.at, to, count });
    open = true;
  }
  return found;
}

/** A mark in pixels. */
export interface PlacedMark {
  readonly kind: Mark['kind'];
  readonly left: number;
  readonly width: number;
  readonly count: number;
  /** Whether there is room for the count beside it. */
  readonly labelled: boolean;
}

/** Narrower than this, a mark cannot be seen. */
const MARK_WIDTH = 3;
const LABEL_WIDTH = 26;

/**
 * Marks as they are drawn: clipped to the plot, never narrower than 3 px, and those that would touch joined into one,
 * with their counts added.
 */
export function placeMarks(
  list: readonly Mark[],
  plot: { readonly from: EpochMs; readonly to: EpochMs; readonly left: number; readonly width: number },
): PlacedMark[] {
  const scale = plot.width / Math.max(1, plot.to - plot.from);
  const right = plot.left + plot.width;
  const joined: { kind: Mark['kind']; left: number; right: number; count: number }[] = [];
  for (const mark of list) {
    if (mark.to < plot.from || mark.from > plot.to) continue;
    const start = plot.left + (mark.from - plot.from) * scale;
    const end = plot.left + (mark.to - plot.from) * scale;
    const spare = Math.max(0, MARK_WIDTH - (end - start)) / 2;
    const left = Math.max(plot.left, start - spare);
    const last = joined.at(-1);
    if (last && left <= last.right) {
      last.right = Math.min(right, Math.max(last.right, end + spare));
      last.count += mark.count;
    } else {
      joined.push({ kind: mark.kind, left, right: Math.min(right, end + spare), count: mark.count });
    }
  }
  return joined.map((mark, index) => ({
    kind: mark.kind,
    left: mark.left,
    width: Math.max(0, mark.right - mark.left),
    count: mark.count,
    labelled: mark.count > 1 && Math.min(right, joined[index + 1]?.left ?? right) - mark.right > LABEL_WIDTH,
  }));
}
