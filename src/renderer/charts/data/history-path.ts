import type { EpochMs } from '../../../contract/model/units.ts';

export interface HistoryPoint {
  readonly at: EpochMs;
  readonly value: number;
}

export interface HistoryBox {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The scale goes from 0 to at least this value. */
  readonly floor: number;
  readonly width: number;
  readonly height: number;
}

/** The SVG paths of a small chart: the line, and the area under it. Points outside the time range are left out. */
export function historyPath(points: readonly HistoryPoint[], box: HistoryBox): { line: string; area: string } {
  const { from, to, floor, width, height } = box;
  const shown = points.filter((point) => point.at >= from && point.at <= to);
  const [first] = shown;
  const last = shown.at(-1);
  if (!first || !last) return { line: '', area: '' };
  const top = Math.max(floor, ...shown.map((point) => point.value));
  const x = (at: EpochMs) => round(((at - from) / Math.max(1, to - from)) * width);
  // Half a pixel inside, so that a line at the top or bottom keeps its full width.
  const y = (value: number) => round(0.75 + (height - 1.5) * (1 - (top === 0 ? 0 : value / top)));
  const line = `M${shown.map((point) => `${x(point.at)} ${y(point.value)}`).join('L')}`;
  return { line, area: `${line}L${x(last.at)} ${height}L${x(first.at)} ${height}Z` };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
