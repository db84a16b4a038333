/** The answers of the engine for the chart of one endpoint, and what a view shows of them. Pure. */
import type { RequestFailure } from '../../../../contract/errors.ts';
import type { MetricSummary, Series, SeriesSummary } from '../../../../contract/model/series.ts';
import type { EpochMs, Ms } from '../../../../contract/model/units.ts';
import type { TimeSpan } from '../../../../shared/time-view.ts';
import { appendRow, rowsFromSeries, type ChartRow } from '../../../charts/data/rows.ts';
import { bestEntry, suffices, summaryOf, withEntry, type SeriesEntry } from '../../../charts/data/series-cache.ts';

/** Everything that a page knows of the series of one endpoint. */
export interface KnownSeries {
  readonly entries: readonly SeriesEntry[];
  /** The newest answer for a whole view, whose figures are shown. */
  readonly figures: SeriesEntry | null;
  /** The name of the view of the last answer. */
  readonly view: string;
  /** Why the last request was refused; null when it was answered. */
  readonly refused: RequestFailure | null;
  /** How many times a person has asked for the view again. */
  readonly retries: number;
}

export const NO_SERIES: KnownSeries = { entries: [], figures: null, view: '', refused: null, retries: 0 };

/** A request for the series of a span. */
export interface WantedSeries extends TimeSpan {
  readonly points: number;
  /** True: a whole view, whose figures are shown. False: requested only for drawing. */
  readonly whole: boolean;
  /** The name of the view. */
  readonly view: string;
}

/** What a view shows. */
export interface ShownSeries {
  /**
   * Oldest first, also from around the span; null: not loaded yet. While a range is loading, the part of it that is
   * known.
   */
  readonly rows: readonly ChartRow[] | null;
  /** Width of a point; 0: every check is one. */
  readonly step: Ms;
  /** The summary of the view, or of the previous view until the new one arrives. */
  readonly summary: SeriesSummary | null;
  /** The engine's figures of each metric over the view, without checks that were pushed since. */
  readonly metrics: Readonly<Record<string, MetricSummary>>;
}

const NO_METRICS: ShownSeries['metrics'] = {};
const NO_ROWS: readonly ChartRow[] = [];

/** What is drawn for a span. @param points about how many points are wanted */
export function shownSeries(known: KnownSeries, span: TimeSpan, points: number, now: EpochMs): ShownSeries {
  const { figures } = known;
  const best = bestFor(known, span, points, now);
  return {
    rows: best?.rows ?? (figures === null ? null : NO_ROWS),
    step: best?.step ?? 0,
    summary: figures === null ? null : summaryOf(figures),
    metrics: figures?.metrics ?? NO_METRICS,
  };
}

/** Whether a span can be drawn during a gesture without another request. */
export function canDraw(known: KnownSeries, span: TimeSpan, points: number, now: EpochMs): boolean {
  return suffices(bestFor(known, span, points, now), span, points, now);
}

function bestFor(
  { figures, entries }: KnownSeries,
  span: TimeSpan,
  points: number,
  now: EpochMs,
): SeriesEntry | undefined {
  // The answer that is kept up to date by pushes comes first.
  return bestEntry(figures === null ? entries : [figures, ...entries], span, points, now);
}

/** Adds an answer. */
export function withAnswer(known: KnownSeries, entry: SeriesEntry, { whole, view }: WantedSeries): KnownSeries {
  const answered = whole ? { figures: entry, view, refused: null } : {};
  return { ...known, entries: withEntry(known.entries, entry), ...answered };
}

/** Makes what is kept of an answer. @param pushed checks that may be missing in it */
export function entryOf(series: Series, { from, to }: WantedSeries, pushed: readonly ChartRow[]): SeriesEntry {
  const { step, summary } = series;
  let rows = rowsFromSeries(series);
  if (step === 0) for (const row of pushed) if (row.at >= from) rows = appendRow(rows, row, from);
  const metrics = Object.fromEntries(Object.entries(series.metrics).map(([name, all]) => [name, all.summary]));
  return { from, to, step, rows, summary, metrics };
}

/**
 * Adds a pushed check to a live answer.
 * @param from the start of the view
 * @returns the same object if there is no answer that it belongs to
 */
export function withPushed(known: KnownSeries, row: ChartRow, from: EpochMs, now: EpochMs): KnownSeries {
  const { figures } = known;
  if (figures === null || row.at < figures.from) return known;
  const rows = appendRow(figures.rows, row, from);
  const next = { ...figures, rows, from: Math.max(figures.from, from), to: Math.max(figures.to, now) };
  return {
    ...known,
    entries: known.entries.map((entry) => (entry === figures ? next : entry)),
    figures: next,
  };
}
