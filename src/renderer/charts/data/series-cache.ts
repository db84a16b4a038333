/** The cached answers of a chart, which are drawn until a better one arrives. Pure. */
import type { MetricSummary, SeriesSummary } from '../../../contract/model/series.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import type { ChartRow } from './rows.ts';
import { summarise } from './summarise.ts';

export interface SeriesEntry extends TimeSpan {
  /** Width of a point; 0: every check is one. */
  readonly step: Ms;
  readonly rows: readonly ChartRow[];
  /** The engine's summary of exactly this span. Where every check is a point, `summaryOf` counts the points. */
  readonly summary: SeriesSummary;
  readonly metrics: Readonly<Record<string, MetricSummary>>;
}

const summaries = new WeakMap<SeriesEntry, SeriesSummary>();

/** The figures of an answer with the checks that were pushed since, made when they are first shown. */
export function summaryOf(entry: SeriesEntry): SeriesSummary {
  if (entry.step > 0) return entry.summary;
  let summary = summaries.get(entry);
  if (summary === undefined) {
    summary = summarise(entry.rows.filter(({ at }) => at >= entry.from));
    summaries.set(entry, summary);
  }
  return summary;
}

/** The number of answers to keep: enough to go back through the last views. */
const KEPT = 8;

/**
 * Adds an answer as the newest one. It replaces the answers that it makes useless: those inside its span that are not
 * finer.
 */
export function withEntry(entries: readonly SeriesEntry[], entry: SeriesEntry): readonly SeriesEntry[] {
  const others = entries.filter(({ from, to, step }) => from < entry.from || to > entry.to || step < entry.step);
  return [entry, ...others].slice(0, KEPT);
}

/** The share of a span that an answer covers. Nothing is missing after `now`. */
export function coverageOf(entry: TimeSpan, { from, to }: TimeSpan, now: EpochMs): number {
  const end = Math.max(from + 1, Math.min(to, now));
  return Math.max(0, Math.min(entry.to, end) - Math.max(entry.from, from)) / (end - from);
}

/** How far the points of an answer are from the wanted width, in powers of two; single checks are as fine as wanted. */
export function coarseness({ step }: SeriesEntry, span: TimeSpan, points: number): number {
  const wanted = (span.to - span.from) / Math.max(1, points);
  return step === 0 ? 0 : Math.log2(step / wanted);
}

/** Points that are finer than wanted by more than this many powers of two are too many to draw. */
const TOO_FINE = -2.5;

/** The answer to draw a span from; undefined: the span overlaps none of them. */
export function bestEntry(
  entries: readonly SeriesEntry[],
  span: TimeSpan,
  points: number,
  now: EpochMs,
): SeriesEntry | undefined {
  let best: { readonly entry: SeriesEntry; readonly score: number } | undefined;
  for (const entry of entries) {
    const coverage = coverageOf(entry, span, now);
    if (coverage <= 0) continue;
    const off = coarseness(entry, span, points);
    const score = coverage * 10 - (off < TOO_FINE ? 8 : Math.abs(off)) * 0.6;
    if (best === undefined || score > best.score) best = { entry, score };
  }
  return best?.entry;
}

/** Whether an answer is good enough to be drawn during a gesture without asking for another one. */
export function suffices(entry: SeriesEntry | undefined, span: TimeSpan, points: number, now: EpochMs): boolean {
  if (entry === undefined || coverageOf(entry, span, now) < 1) return false;
  const off = coarseness(entry, span, points);
  return off < 1.2 && off > TOO_FINE;
}
