/** The lines of a chart that compares endpoints. Pure. */
import type { StatusHistory } from '../../contract/model/status-history.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { TimeSpan } from '../../shared/time-view.ts';
import { formatCount } from '../format.ts';
import { say } from '../texts.ts';
import { spanAt } from './bands.ts';
import { historyLook } from './history-look.ts';
import { plotRows, type ChartRow, type PlotRow } from './rows.ts';
import type { ChartStop } from './stops.ts';
import type { ValueFormat } from './value-format.ts';

export interface CompareLine {
  /** The id of the endpoint. */
  readonly id: string;
  readonly name: string;
  /** A CSS color. */
  readonly color: string;
  /** Oldest first, also from around the span; null: not loaded yet. */
  readonly rows: readonly ChartRow[] | null;
  readonly history: StatusHistory | null;
  /** The divisor of values: 1, or the median of the view; null: there is no median, and nothing is drawn. */
  readonly unit: number | null;
  /** The checks of an earlier time, moved to the time of the view; null: none are shown, or they are not loaded yet. */
  readonly ghost: readonly ChartRow[] | null;
}

/** A value as a share of the median: `87 %`, `1,250 %`. */
export const RELATIVE: ValueFormat = {
  name: 'Latency relative to the median',
  write: writeShare,
  tick: writeShare,
};

function writeShare(value: number): string {
  return `${formatCount(Math.round(value * 100))}\u00a0%`;
}

/** A line with the values to draw. */
export interface DrawnLine {
  readonly id: string;
  readonly color: string;
  readonly data: readonly PlotRow[];
  readonly ghost: readonly PlotRow[];
}

/** Converts lines to the values to draw. */
export function drawnLines(lines: readonly CompareLine[]): readonly DrawnLine[] {
  return lines.map(({ id, color, rows, ghost, history, unit }) => ({
    id,
    color,
    data: plotRows(inUnits(rows, unit), history),
    ghost: plotRows(inUnits(ghost, unit), null),
  }));
}

function inUnits(rows: readonly ChartRow[] | null, unit: number | null): readonly ChartRow[] {
  if (rows === null || unit === null || unit === 1) return unit === null ? [] : (rows ?? []);
  return rows.map((row) => ({
    ...row,
    value: row.value === null ? null : row.value / unit,
    avg: row.avg === null ? null : row.avg / unit,
  }));
}

/** Moves rows in time. */
export function movedRows(rows: readonly ChartRow[], by: Ms): readonly ChartRow[] {
  return rows.map((row) => ({ ...row, at: row.at + by, x: row.x + by }));
}

/** The highest and the lowest value of the lines within a span; 0 and Infinity without any. */
export function extentOfLines(
  lines: readonly DrawnLine[],
  { from, to }: TimeSpan,
): { readonly top: number; readonly bottom: number } {
  let [top, bottom] = [0, Infinity];
  for (const { data, ghost } of lines) {
    for (const { x, value } of [...data, ...ghost]) {
      if (value === null || x < from || x > to) continue;
      top = Math.max(top, value);
      if (value > 0) bottom = Math.min(bottom, value);
    }
  }
  return { top, bottom };
}

/**
 * The times at which some line has a point, in order. Those closer together than `gap` are merged, because single
 * checks of several endpoints have different times.
 */
export function compareStops(
  lines: readonly Pick<CompareLine, 'rows'>[],
  { from, to }: TimeSpan,
  gap: Ms,
): readonly ChartStop[] {
  const times = lines.flatMap(({ rows }) => (rows ?? []).map(({ x }) => x)).filter((x) => x >= from && x <= to);
  times.sort((a, b) => a - b);
  const stops: ChartStop[] = [];
  for (const x of times) {
    const last = stops.at(-1);
    if (last === undefined || x - last.x > gap) stops.push({ key: `${x}`, x });
  }
  return stops;
}

/** The values of a line at a time. */
export interface LineValue {
  readonly line: CompareLine;
  /** The nearest point; null: there is none near that time. */
  readonly row: ChartRow | null;
  /** In units of the line; null: nothing was measured. */
  readonly value: number | null;
  /** The value at the earlier time. */
  readonly ghost: number | null;
}

/** The values of all lines at a time, the highest first; those without a value are last. */
export function valuesAt(lines: readonly CompareLine[], at: EpochMs): readonly LineValue[] {
  return lines
    .map((line): LineValue => {
      const row = rowNear(line.rows ?? [], at);
      const earlier = rowNear(line.ghost ?? [], at);
      return { line, row, value: inUnit(row, line.unit), ghost: inUnit(earlier, line.unit) };
    })
    .toSorted((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
}

function inUnit(row: ChartRow | null, unit: number | null): number | null {
  return row === null || row.value === null || unit === null ? null : row.value / unit;
}

/** The nearest row, unless it is further away than the row beside it, or than its own width. */
export function rowNear(rows: readonly ChartRow[], at: EpochMs): ChartRow | null {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.x ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [rows[low - 1], rows[low]];
  const index = before !== undefined && (after === undefined || at - before.x <= after.x - at) ? low - 1 : low;
  const nearest = rows[index];
  if (nearest === undefined) return null;
  const gaps = [rows[index - 1], rows[index + 1]].flatMap((other) =>
    other === undefined ? [] : [Math.abs(other.x - nearest.x)],
  );
  const reach = Math.max(nearest.width, gaps.length === 0 ? 1000 : Math.min(...gaps));
  return Math.abs(nearest.x - at) <= reach ? nearest : null;
}

/**
 * Describes a line at a time: its value, why it has none, or that the endpoint was down although some checks succeeded.
 */
export function lineText({ line, row, value }: LineValue, at: EpochMs, format: ValueFormat): string {
  const span = spanAt(line.history, at);
  const look = span === undefined ? null : historyLook(span);
  const state = look === null ? null : say(look.label);
  if (value === null) return state ?? (row !== null && row.down > 0 ? say('chart.failed') : '–');
  const written = format.write(value);
  return state === null ? written : `${written}, ${state.toLowerCase()}`;
}

/** The line that is drawn nearest to a height; `heightOf` returns the height of a value. */
export function lineNear(
  values: readonly LineValue[],
  y: number,
  heightOf: (value: number) => number,
): LineValue | undefined {
  const distance = ({ value }: LineValue) => (value === null ? Infinity : Math.abs(heightOf(value) - y));
  return values.toSorted((a, b) => distance(a) - distance(b))[0];
}
