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

/** What retention has left: the times from which single results, minute and hour rollups exist. */
export interface Coverage {
  readonly resultsFrom: EpochMs;
  readonly minutesFrom: EpochMs;
  /** -Infinity also where days reach back no further. */
  readonly hoursFrom: EpochMs;
}

/** What to read for a series: rows with `from <= at <= to`, rollups by their start. */
export interface SeriesPlan {
  readonly range: SeriesRange;
  readonly source: 'results' | RollupWidth;
  /** 0: every check is a point. */
  readonly step: Ms;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * Plans single results if there are fewer than the requested points. Otherwise plans points of a round width that begin at
 * multiples of it, so that a live chart does not jitter as its range moves. Points at the ends are complete, so they also
 * count some checks before `from`.
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
  // More than 365 days per point: nobody keeps that much history.
  const step = 365 * DAY;
  return { range, source: 'day', step, from: Math.floor(from / step) * step, to: endOf(to, step) };
}

/** The last millisecond of the point that `to` is in. */
function endOf(to: EpochMs, step: Ms): EpochMs {
  return Math.floor(to / step) * step + step - 1;
}

function sourceFor(step: Ms): SeriesPlan['source'] {
  return ROLLUP_WIDTHS.findLast((width) => step % WIDTH_MS[width] === 0) ?? 'results';
}
