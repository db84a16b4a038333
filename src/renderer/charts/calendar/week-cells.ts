/** The hours of the week as cells: a row for each day, Monday on top, and a column for each hour. Pure. */
import type { WeekHours } from '../../../contract/model/calendar.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { formatCount, formatDuration, formatLatency, formatPercent } from '../../format.ts';
import { weekdayName } from './calendar-cells.ts';
import type { GridCell, GridLabel } from './cell-grid.tsx';
import type { ChartTable } from '../data/chart-table.ts';

export type WeekValue = 'median' | 'down';

export interface WeekHour {
  /** 0 is Monday. */
  readonly day: number;
  readonly hour: number;
  readonly medianMs: Ms | null;
  readonly latencies: number;
  readonly downMs: Ms;
  /** The share of the known time in which the endpoint was down; null: nothing is known. */
  readonly downShare: number | null;
}

const DAYS = 7;
const HOURS = 24;

/** The hours of the week, starting on Monday. */
export function weekHours(week: WeekHours): readonly WeekHour[] {
  return Array.from({ length: DAYS * HOURS }, (_, index): WeekHour => {
    const [day, hour] = [Math.floor(index / HOURS), index % HOURS];
    // The engine's week begins on Sunday.
    const cell = ((day + 1) % DAYS) * HOURS + hour;
    const [upMs, downMs] = [week.upMs[cell] ?? 0, week.downMs[cell] ?? 0];
    return {
      day,
      hour,
      medianMs: week.medianMs[cell] ?? null,
      latencies: week.latencies[cell] ?? 0,
      downMs,
      downShare: upMs + downMs > 0 ? downMs / (upMs + downMs) : null,
    };
  });
}

/** The lowest and the highest median; null: there is none. */
export function medianRange(hours: readonly WeekHour[]): readonly [Ms, Ms] | null {
  const medians = hours.flatMap(({ medianMs }) => (medianMs === null ? [] : [medianMs]));
  return medians.length === 0 ? null : [Math.min(...medians), Math.max(...medians)];
}

/** Pixels left of the cells and above them, and of a row. */
const LEFT = 44;
const TOP = 18;
const ROW = 22;
const GAP = 2;

export const WEEK_HEIGHT = TOP + DAYS * ROW + 4;

/** @param width of the chart in pixels */
export function weekCells(
  hours: readonly WeekHour[],
  value: WeekValue,
  width: number,
): { readonly cells: readonly GridCell[]; readonly labels: readonly GridLabel[] } {
  const pitch = Math.max(6, (width - LEFT - 12) / HOURS);
  const range = medianRange(hours);
  const cells = hours.map((one): GridCell => ({
    key: `${one.day} ${one.hour}`,
    x: LEFT + one.hour * pitch,
    y: TOP + one.day * ROW,
    width: pitch - GAP,
    height: ROW - GAP,
    ...(value === 'median' ? medianLook(one, range) : downLook(one)),
  }));
  const every = pitch < 22 ? 3 : 1;
  return {
    cells,
    labels: [
      ...Array.from({ length: HOURS / every }, (_, index): GridLabel => ({
        text: `${index * every}`,
        x: LEFT + index * every * pitch + pitch / 2,
        y: TOP - 6,
        anchor: 'middle',
      })),
      ...Array.from({ length: DAYS }, (_, row): GridLabel => ({
        text: weekdayName(row),
        x: LEFT - 8,
        y: TOP + row * ROW + ROW / 2 + 3,
        anchor: 'end',
      })),
    ],
  };
}

type Look = Pick<GridCell, 'fill' | 'dot' | 'text'>;

/** Darker is slower, on a logarithmic scale between the lowest and the highest median. */
function medianLook({ medianMs }: WeekHour, range: readonly [Ms, Ms] | null): Look {
  if (medianMs === null || range === null) return { fill: null };
  const [low, high] = range.map((ms) => Math.log(Math.max(ms, 0.001)));
  const span = (high ?? 0) - (low ?? 0);
  const share = span === 0 ? 0 : (Math.log(Math.max(medianMs, 0.001)) - (low ?? 0)) / span;
  return {
    fill: `color-mix(in oklab, var(--accent) ${Math.round(10 + 50 * share)}%, var(--surface))`,
    text: formatCount(Number(medianMs.toPrecision(medianMs < 10 ? 2 : 3))),
  };
}

/** The square root, because even a little down time must be visible. */
function downLook({ downShare }: WeekHour): Look {
  if (downShare === null) return { fill: null };
  if (downShare === 0) return { fill: 'var(--up-soft)' };
  const strength = Math.sqrt(downShare);
  return {
    fill: `color-mix(in oklab, var(--down) ${Math.round(25 + 75 * strength)}%, var(--surface))`,
    dot: 0.2 + 0.4 * strength,
  };
}

/** `Mon 09:00 – 10:00`: local times, as clocks show them. */
export function hourName({ day, hour }: Pick<WeekHour, 'day' | 'hour'>): string {
  const clock = (at: number) => `${String(at % HOURS).padStart(2, '0')}:00`;
  return `${weekdayName(day)} ${clock(hour)} – ${clock(hour + 1)}`;
}

/** The hours as a table. */
export function weekTable(hours: readonly WeekHour[]): ChartTable {
  return {
    columns: [
      { name: 'weekday', label: 'Day', write: String },
      { name: 'hour', label: 'Hour', write: String },
      { name: 'median_ms', label: 'Median', write: formatLatency },
      { name: 'checks', label: 'Latencies', write: formatCount },
      { name: 'down_ms', label: 'Down', write: formatDuration },
      { name: 'down_share', label: 'Share down', write: formatPercent },
    ],
    rows: hours.map(({ day, hour, medianMs, latencies, downMs, downShare }) => [
      weekdayName(day),
      hour,
      medianMs,
      latencies,
      downMs,
      downShare,
    ]),
  };
}
