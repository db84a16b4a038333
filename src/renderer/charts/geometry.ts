/** The layout of a latency chart. Margins are fixed, so that the overlay does not depend on the drawing library. */
import type { Phases } from '../../contract/model/check.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { ChartRow } from './rows.ts';

export type ChartMode = 'line' | 'phases';

/** Pixels around the plot. Above it is the strip for marks and their counts; left and below, the axes. */
export const INSET = { top: 20, right: 12, bottom: 24, left: 56 } as const;

export interface Plot {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Ticks of the value axis; the last is its top. */
  readonly values: readonly number[];
}

/** The highest value of the rows in milliseconds; 0 if there is none. */
export function highest(rows: readonly ChartRow[], mode: ChartMode): Ms {
  let top = 0;
  for (const row of rows) {
    if (row.avg === null) continue;
    if (mode === 'line') {
      top = Math.max(top, row.band?.[1] ?? 0, row.avg ?? 0);
    } else {
      top = Math.max(top, sumOf(row.phases ?? {}));
    }
  }
  return top;
}

/** The sum of a row's phases in milliseconds. */
export function sumOf(phases: Phases): Ms {
  let sum = 0;
  for (const phase in phases) sum += phases[phase] ?? 0;
  return sum;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Times the highest value. A threshold above that would flatten the data, so only the legend shows it. */
const THRESHOLD_REACH = 1.6;

/** Whether a threshold is close enough to the data to be drawn. */
export function reaches(threshold: Ms | null, top: Ms): threshold is Ms {
  return threshold !== null && (top === 0 || threshold <= top * THRESHOLD_REACH);
}

export function plotOf(
  size: Size,
  range: { readonly from: EpochMs; readonly to: EpochMs },
  values: readonly number[],
): Plot {
  return {
    ...range,
    left: INSET.left,
    top: INSET.top,
    width: Math.max(1, size.width - INSET.left - INSET.right),
    height: Math.max(1, size.height - INSET.top - INSET.bottom),
    values,
  };
}

export function xOf(plot: Plot, time: EpochMs): number {
  return plot.left + ((time - plot.from) / Math.max(1, plot.to - plot.from)) * plot.width;
}

export function timeOf(plot: Plot, x: number): EpochMs {
  return plot.from + ((x - plot.left) / plot.width) * (plot.to - plot.from);
}

export function yOf(plot: Plot, value: Ms): number {
  const top = plot.values.at(-1) ?? 1;
  return plot.top + plot.height * (1 - value / top);
}
