/**
 * Which rows a chart of a period needs, and how wide each of its points is. Pure: both stores read what the plan says.
 */
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { ROLLUP_WIDTHS, WIDTH_MS, type RollupWidth } from './rollup.ts';

const SECOND = 1000;
const MINUTE = WIDTH_MS.minute;
const HOUR = WIDTH_MS.hour;
const DAY = WIDTH_MS.day;
/** Round widths of a point. From one minute, each is a whole number of minutes; from one hour, of hours; and so on. */
const STEPS: readonly Ms[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 30, 100, 365].map((n) => n * DAY),
];

export interface SeriesRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** About the maximum number of points; at least 1. */
  readonly points: number;
}

/** What retention has kept: the times from which single results, minute and hour rollups exist. */
export interface Coverage {
  readonly resultsFrom: EpochMs;
  readonly minutesFrom: EpochMs;
  /** -Infinity also where days reach back no further. */
  readonly hoursFrom: EpochMs;
}

/** Rows with `from <= at <= to`, rollups by their start. */
export interface Stretch {
  readonly source: 'results' | RollupWidth;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** What to read for a series. */
export interface SeriesPlan extends Stretch {
  readonly range: SeriesRange;
  /** 0: every check is a point. */
  readonly step: Ms;
}

/**
 * Plans single results if there are fewer than the requested points. Otherwise plans points of a round width that begin at
 * multiples of it, so that a live chart does not jitter as its range moves. Points at the ends are complete, so they also
 * count some checks outside the range; `planEnds` says what to read for figures that do not.
 * @param countChecks returns the number of checks from `from` to `to`, at most `limit`
 */
export function planSeries(
  range: SeriesRange,
  coverage: Coverage,
  countChecks: (from: EpochMs, to: EpochMs, limit: number) => number,
): SeriesPlan {
  const { from, to, points } = range;
  if (from >= coverage.resultsFrom && countChecks(from, to, points + 1) <= points) {
    return { range, source: 'results', step: 0, from, to };
  }
  const { resultsFrom, minutesFrom, hoursFrom } = coverage;
  const wanted = Math.max(to - from, 1) / Math.max(points, 1);
  for (const step of STEPS) {
    if (step < wanted) continue;
    const start = Math.floor(from / step) * step;
    if (start >= (step < MINUTE ? resultsFrom : step < HOUR ? minutesFrom : step < DAY ? hoursFrom : -Infinity)) {
      return { range, source: sourceFor(step), step, from: start, to: endOf(to, step) };
    }
  }
  // More than 365 days per point would need more history than anybody keeps.
  const step = 365 * DAY;
  return { range, source: 'day', step, from: Math.floor(from / step) * step, to: endOf(to, step) };
}

/** Whether the point that begins at `start` is within the range, so that figures of the whole range count all of it. */
export function isWithin({ range, step }: SeriesPlan, start: EpochMs): boolean {
  return start >= range.from && start + Math.max(step - 1, 0) <= range.to;
}

/**
 * Plans what to read of the points at the ends that the range contains only a part of: one slow minute outside the
 * range would change its percentiles. This is as exact as retention allows: a rollup counts whole where its checks are
 * gone.
 * @param plan one whose source is rollups
 */
export function planEnds(plan: SeriesPlan, coverage: Coverage): readonly Stretch[] {
  const { range, step } = plan;
  const ends = new Set([plan.from, plan.to - step + 1]);
  return [...ends]
    .filter((start) => !isWithin(plan, start))
    .flatMap((start) => exactly(Math.max(start, range.from), Math.min(start + step - 1, range.to), 'day', coverage));
}

/**
 * What figures of the range count, both times included.
 * @param ends from `planEnds`
 * @returns null: exactly the range
 */
export function coveredBy(
  { range }: SeriesPlan,
  ends: readonly Stretch[],
): { readonly from: EpochMs; readonly to: EpochMs } | null {
  const from = Math.min(range.from, ...ends.map((stretch) => stretch.from));
  const to = Math.max(range.to, ...ends.map((stretch) => stretch.to));
  return from === range.from && to === range.to ? null : { from, to };
}

/** The widest rollups between two times, with narrower ones and single results on both sides. */
function exactly(from: EpochMs, to: EpochMs, source: Stretch['source'], coverage: Coverage): readonly Stretch[] {
  if (from > to) return [];
  if (source === 'results') return [{ source, from, to }];
  const width = WIDTH_MS[source];
  const below = ROLLUP_WIDTHS[ROLLUP_WIDTHS.indexOf(source) - 1] ?? 'results';
  if (from < keptFrom(below, coverage))
    return [{ source, from: Math.floor(from / width) * width, to: endOf(to, width) }];
  const first = Math.ceil(from / width) * width;
  const end = Math.floor((to + 1) / width) * width;
  if (first >= end) return exactly(from, to, below, coverage);
  return [
    ...exactly(from, first - 1, below, coverage),
    { source, from: first, to: end - 1 },
    ...exactly(end, to, below, coverage),
  ];
}

function keptFrom(source: Stretch['source'], coverage: Coverage): EpochMs {
  const { resultsFrom, minutesFrom, hoursFrom } = coverage;
  return { results: resultsFrom, minute: minutesFrom, hour: hoursFrom, day: -Infinity }[source];
}

/** The last millisecond of the point that `to` is in. */
function endOf(to: EpochMs, step: Ms): EpochMs {
  return Math.floor(to / step) * step + step - 1;
}

function sourceFor(step: Ms): SeriesPlan['source'] {
  return ROLLUP_WIDTHS.findLast((width) => step % WIDTH_MS[width] === 0) ?? 'results';
}
