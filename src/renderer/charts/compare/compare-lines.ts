/** The lines of a chart that compares endpoints. Pure. */
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { formatCount } from '../../format.ts';
import { say } from '../../texts.ts';
import { spanAt } from '../data/bands.ts';
import { historyLook } from '../data/history-look.ts';
import { plotRows, type PlotRow } from '../data/plot-rows.ts';
import type { ChartRow } from '../data/rows.ts';
import type { ChartStop } from '../data/stops.ts';
import type { ValueFormat } from '../scale/value-format.ts';

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

/** Converts lines to the values to draw. Those of a line stay the same list until the line changes. */
export function drawnLines(lines: readonly CompareLine[]): readonly DrawnLine[] {
  return lines.map(({ id, color, rows, ghost, history, unit }) => ({
    id,
    color,
    data: drawnRows(rows, unit, history),
    ghost: drawnRows(ghost, unit, null),
  }));
}

interface Drawn {
  readonly unit: number;
  readonly history: StatusHistory | null;
  readonly data: readonly PlotRow[];
}

const NOTHING: readonly PlotRow[] = [];
/** By the rows, because a check or an answer changes one line of several. */
const drawnBefore = new WeakMap<readonly ChartRow[], Drawn>();

function drawnRows(
  rows: readonly ChartRow[] | null,
  unit: number | null,
  history: StatusHistory | null,
): readonly PlotRow[] {
  if (rows === null || unit === null) return NOTHING;
  const before = drawnBefore.get(rows);
  if (before?.unit === unit && before.history === history) return before.data;
  const data = plotRows(inUnits(rows, unit), history);
  drawnBefore.set(rows, { unit, history, data });
  return data;
}

function inUnits(rows: readonly ChartRow[], unit: number): readonly ChartRow[] {
  if (unit === 1) return rows;
  return rows.map((row) => ({
    ...row,
    value: row.value === null ? null : row.value / unit,
    avg: row.avg === null ? null : row.avg / unit,
  }));
}

const movedBefore = new WeakMap<readonly ChartRow[], { readonly by: Ms; readonly rows: readonly ChartRow[] }>();

/** Moves rows in time. The same list for the same rows. */
export function movedRows(rows: readonly ChartRow[], by: Ms): readonly ChartRow[] {
  const before = movedBefore.get(rows);
  if (before?.by === by) return before.rows;
  const moved = rows.map((row) => ({ ...row, at: row.at + by, x: row.x + by }));
  movedBefore.set(rows, { by, rows: moved });
  return moved;
}

/** The highest and the lowest value of the lines within a span; 0 and Infinity without any. */
export function extentOfLines(
  lines: readonly DrawnLine[],
  { from, to }: TimeSpan,
): { readonly top: number; readonly bottom: number } {
  let [top, bottom] = [0, Infinity];
  for (const rows of lines.flatMap(({ data, ghost }) => [data, ghost])) {
    for (const { x, value } of rows) {
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
  const stops: ChartStop[] = [];
  // From stop to stop, and not over all points: a live chart does this with each check.
  for (let x = firstFrom(lines, from); x <= to; x = firstFrom(lines, x + gap, true)) stops.push({ key: `${x}`, x });
  return stops;
}

/** The first time of any line at or after a time; Infinity: there is none. @param isAfter only after it */
function firstFrom(lines: readonly Pick<CompareLine, 'rows'>[], at: EpochMs, isAfter = false): EpochMs {
  let first = Infinity;
  for (const { rows } of lines) {
    let place = placeOf(rows ?? [], at);
    if (isAfter && rows?.[place]?.x === at) place += 1;
    first = Math.min(first, rows?.[place]?.x ?? Infinity);
  }
  return first;
}

/** The rows of a span, with the ones before and after it, to which lines lead. @param rows oldest first */
export function rowsWithin(rows: readonly PlotRow[], { from, to }: TimeSpan): readonly PlotRow[] {
  return rows.slice(Math.max(0, placeOf(rows, from) - 1), placeOf(rows, to) + 1);
}

/** The place of the first row at or after a time. */
function placeOf(rows: readonly Pick<ChartRow, 'x'>[], at: EpochMs): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.x ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
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
  const low = placeOf(rows, at);
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
