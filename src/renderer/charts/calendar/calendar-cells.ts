/** The uptime of each day of a year as cells: a column for each week, Monday on top. Pure. */
import type { UptimeDays } from '../../../contract/model/calendar.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import { formatDuration, formatPercent } from '../../format.ts';
import { TIME, type ChartTable } from '../data/chart-table.ts';
import type { GridCell, GridLabel } from './cell-grid.tsx';

export interface CalendarDay {
  readonly date: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly upMs: Ms;
  readonly degradedMs: Ms;
  readonly downMs: Ms;
  readonly plannedMs: Ms;
  /** Time up divided by time up and down; null: nothing is known. */
  readonly ratio: number | null;
}

/** Converts the engine's answer to one row per day. */
export function calendarDays(days: UptimeDays): readonly CalendarDay[] {
  return days.date.map((date, index): CalendarDay => {
    const [upMs, downMs] = [days.upMs[index] ?? 0, days.downMs[index] ?? 0];
    return {
      date,
      from: days.from[index] ?? 0,
      to: days.from[index + 1] ?? days.to,
      upMs,
      degradedMs: days.degradedMs[index] ?? 0,
      downMs,
      plannedMs: days.plannedMs[index] ?? 0,
      ratio: upMs + downMs > 0 ? upMs / (upMs + downMs) : null,
    };
  });
}

interface Level {
  /** The lowest ratio of the level. */
  readonly least: number;
  readonly label: string;
  readonly fill: string;
  readonly dot: number;
}

/** From good to bad. */
export const LEVELS: readonly Level[] = [
  { least: 1, label: '100 %', fill: 'var(--up)', dot: 0 },
  { least: 0.999, label: '99.9 %', fill: 'color-mix(in oklab, var(--up) 62%, var(--surface))', dot: 0.22 },
  { least: 0.99, label: '99 %', fill: 'color-mix(in oklab, var(--degraded) 62%, var(--surface))', dot: 0.32 },
  { least: 0.95, label: '95 %', fill: 'var(--degraded)', dot: 0.42 },
  { least: 0, label: 'less', fill: 'var(--down)', dot: 0.55 },
];

/** Pixels left of the cells and above them. */
const LEFT = 34;
const TOP = 18;
const MOST_CELL = 20;
const GAP = 2;
const WEEK = 7;

/** The day of the week; Monday is 0. */
function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00Z`).getUTCDay() + 6) % WEEK;
}

function columnsOf(days: number): number {
  return Math.ceil((days + WEEK - 1) / WEEK) + 1;
}

/** The size of a cell with its gap, in pixels. */
function pitchOf(width: number, days: number): number {
  return Math.max(4, Math.min(MOST_CELL, Math.floor((width - LEFT - 4) / columnsOf(days))));
}

export function calendarHeight(width: number, days: number): number {
  return TOP + WEEK * pitchOf(width, days) + 4;
}

/** @param width of the chart in pixels */
export function calendarCells(
  days: readonly CalendarDay[],
  width: number,
): { readonly cells: readonly GridCell[]; readonly labels: readonly GridLabel[] } {
  const pitch = pitchOf(width, days.length);
  const offset = weekdayOf(days[0]?.date ?? '2026-01-05');
  const xOfDay = (index: number) => LEFT + Math.floor((index + offset) / WEEK) * pitch;
  const cells = days.map((day, index): GridCell => {
    const level = day.ratio === null ? undefined : LEVELS.find(({ least }) => (day.ratio ?? 0) >= least);
    return {
      key: day.date,
      x: xOfDay(index),
      y: TOP + ((index + offset) % WEEK) * pitch,
      width: pitch - GAP,
      height: pitch - GAP,
      fill: level?.fill ?? null,
      dot: level?.dot ?? 0,
    };
  });
  const months = days.flatMap((day, index): GridLabel[] =>
    day.date.endsWith('-01') ? [{ text: monthName(day.date), x: xOfDay(index), y: TOP - 6, anchor: 'start' }] : [],
  );
  const weekdays = [0, 2, 4].map((row): GridLabel => ({
    text: weekdayName(row),
    x: LEFT - 6,
    y: TOP + row * pitch + pitch / 2 + 3,
    anchor: 'end',
  }));
  return { cells, labels: pitch < 10 ? months : [...months, ...weekdays] };
}

// These are calendar dates, not times, so they are formatted in UTC.
const month = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
const day = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  timeZone: 'UTC',
});

function monthName(date: string): string {
  return month.format(new Date(`${date}T00:00Z`));
}

/** @param row 0 is Monday */
export function weekdayName(row: number): string {
  return weekday.format(Date.UTC(2026, 0, 5 + row));
}

/** `Mon, Nov 30, 2026` */
export function dayName(date: string): string {
  return day.format(new Date(`${date}T00:00Z`));
}

/** The days as a table. */
export function calendarTable(days: readonly CalendarDay[]): ChartTable {
  const duration = (name: string, label: string) => ({ name, label, write: formatDuration });
  return {
    columns: [
      TIME,
      { name: 'date', label: 'Date', write: String },
      { name: 'uptime', label: 'Uptime', write: formatPercent },
      duration('up_ms', 'Up'),
      duration('degraded_ms', 'Degraded'),
      duration('down_ms', 'Down'),
      duration('planned_ms', 'Maintenance or paused'),
    ],
    rows: days.map(({ from, date, ratio, upMs, degradedMs, downMs, plannedMs }) => [
      from,
      date,
      ratio,
      upMs,
      degradedMs,
      downMs,
      plannedMs,
    ]),
  };
}
