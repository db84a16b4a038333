/** The layout of a chart over time. Margins are fixed, so that the overlay does not depend on the drawing library. */
import type { Phases } from '../../../contract/model/check.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import { shareOf, type Scale } from './scale.ts';

/** Pixels around the plot. Above it is the strip for marks and their counts; left and below, the axes. */
export const INSET = { top: 20, right: 12, bottom: 24, left: 56 } as const;

export interface Plot {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly scale: Scale;
}

/** The part of a drawing that its window shows, in pixels. */
export interface Seen {
  readonly left: number;
  readonly right: number;
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

/** A multiple of the highest value. A threshold above that would flatten the data, so only the legend shows it. */
const THRESHOLD_REACH = 1.6;

/** Whether a threshold is close enough to the data to be drawn. */
export function reaches(threshold: Ms | null, top: Ms): threshold is Ms {
  return threshold !== null && (top === 0 || threshold <= top * THRESHOLD_REACH);
}

export function plotOf(size: Size, range: { readonly from: EpochMs; readonly to: EpochMs }, scale: Scale): Plot {
  return {
    from: range.from,
    to: range.to,
    left: INSET.left,
    top: INSET.top,
    width: Math.max(1, size.width - INSET.left - INSET.right),
    height: Math.max(1, size.height - INSET.top - INSET.bottom),
    scale,
  };
}

/**
 * The same plot, drawn from the left edge and extended at both ends by a share of its width: for content that moves
 * behind a window.
 */
export function widened(plot: Plot, share: number): Plot {
  const more = (plot.to - plot.from) * share;
  return { ...plot, from: plot.from - more, to: plot.to + more, left: 0, width: plot.width * (1 + 2 * share) };
}

export function xOf(plot: Plot, time: EpochMs): number {
  return plot.left + ((time - plot.from) / Math.max(1, plot.to - plot.from)) * plot.width;
}

/** The left edge of a tooltip: beside a point, on the side where there is room. All in pixels. */
export function tooltipLeft(x: number, tooltip: number, { width }: Size): number {
  return x + 14 + tooltip <= width ? x + 14 : Math.max(0, x - 14 - tooltip);
}

export function timeOf(plot: Plot, x: number): EpochMs {
  return plot.from + ((x - plot.left) / plot.width) * (plot.to - plot.from);
}

export function yOf(plot: Plot, value: number): number {
  return plot.top + plot.height * (1 - shareOf(plot.scale, value));
}

/** The position of a value within the plot; a value above the plot is at its top. */
export function clippedYOf(plot: Plot, value: number): number {
  return Math.max(plot.top, Math.min(plot.top + plot.height, yOf(plot, value)));
}
