/** The stops of the pointer and the arrow keys in a chart: its points, and the times without checks. Pure. */
import type { HistorySpan, HistoryState, StatusHistory } from '../../../contract/model/status-history.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import { endOf } from './bands.ts';
import type { ChartRow } from './rows.ts';

/** A time at which the pointer and the arrow keys stop. */
export interface ChartStop {
  /** Stays the same while the chart moves. */
  readonly key: string;
  readonly x: EpochMs;
}

export type Stop =
  | { readonly key: string; readonly x: EpochMs; readonly row: ChartRow; readonly span: null }
  /** `span.to` is the end of the visible part. */
  | {
      readonly key: string;
      readonly x: EpochMs;
      readonly row: null;
      readonly span: HistorySpan;
      readonly open: boolean;
    };

const WITHOUT_CHECKS: ReadonlySet<HistoryState> = new Set(['paused', 'asleep', 'notRunning', 'unwatched']);

/** The stops of a chart, in order of time. */
export function stopsOf(
  rows: readonly ChartRow[],
  history: StatusHistory | null,
  range: { readonly from: EpochMs; readonly to: EpochMs },
): readonly Stop[] {
  const points = rows
    .filter((row) => row.x >= range.from && row.x <= range.to)
    .map((row): Stop => ({ key: `check ${row.at}`, x: row.x, row, span: null }));
  if (history === null) return points;
  const silences = history.spans.flatMap((span, index): Stop[] => {
    const end = endOf(history, index);
    if (!WITHOUT_CHECKS.has(span.state) || end <= range.from || span.from >= range.to) return [];
    const to = Math.min(end, range.to);
    const x = (Math.max(span.from, range.from) + to) / 2;
    return [{ key: `span ${span.from}`, x, row: null, span: { ...span, to }, open: end === Infinity }];
  });
  return silences.length === 0 ? points : [...points, ...silences].sort((a, b) => a.x - b.x);
}

/**
 * The stop nearest to a time, if it is not further away than `reach`. In a time without checks, a point must be much closer.
 */
export function stopAt(stops: readonly Stop[], at: EpochMs, reach: Ms): Stop | undefined {
  const distance = (stop: Stop): Ms => Math.abs(stop.x - at);
  let nearest: Stop | undefined;
  for (const stop of stops) {
    if (stop.row !== null && (nearest === undefined || distance(stop) < distance(nearest))) nearest = stop;
  }
  const silence = stops.find(({ span }) => span !== null && span.from <= at && span.to >= at);
  const limit = silence === undefined ? reach : reach / 4;
  return nearest !== undefined && distance(nearest) <= limit ? nearest : silence;
}

/**
 * The index of the stop that was pointed at, or, if the chart now has other points, of the one nearest to it within `reach`: zooming
 * replaces each point by several. -1: there is none.
 */
export function indexOfPointed(stops: readonly ChartStop[], pointed: ChartStop | null, reach: Ms): number {
  if (pointed === null) return -1;
  const same = stops.findIndex(({ key }) => key === pointed.key);
  if (same >= 0) return same;
  const nearest = nearestStop(stops, pointed.x, reach);
  return nearest === undefined ? -1 : stops.indexOf(nearest);
}

/** The stop nearest to a time, if it is not further away than `reach`. */
export function nearestStop<S extends ChartStop>(stops: readonly S[], at: EpochMs, reach: Ms): S | undefined {
  let nearest: S | undefined;
  for (const stop of stops) {
    if (nearest === undefined || Math.abs(stop.x - at) < Math.abs(nearest.x - at)) nearest = stop;
  }
  return nearest !== undefined && Math.abs(nearest.x - at) <= reach ? nearest : undefined;
}
