import { useCallback, useEffect, useRef, useState } from 'react';
import type { RequestFailure } from '../../../contract/errors.ts';
import type { MetricSummary, Series, SeriesSummary } from '../../../contract/model/series.ts';
import type { EndpointId, EpochMs, Ms } from '../../../contract/model/units.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { appendRow, rowFromCheck, rowsFromSeries, summarise, type ChartRow } from '../../charts/rows.ts';
import { bestEntry, suffices, withEntry, type SeriesEntry } from '../../charts/series-cache.ts';
import { useChecked, useConnected, useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { useAsker } from './use-asker.ts';
import type { PageTime } from './use-viewport.ts';
import { isLive, MOST_POINTS, pointsFor } from './views.ts';

export interface SeriesOfView {
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
  /** Why the last request was refused; null when it was answered. */
  readonly trouble: string | null;
  readonly retry: () => void;
}

interface Known {
  readonly id: EndpointId;
  readonly entries: readonly SeriesEntry[];
  /** The newest answer for a whole view, whose figures are shown. */
  readonly figures: SeriesEntry | null;
  /** The name of the view of the last answer. */
  readonly view: string;
}

const NOTHING = { entries: [], figures: null, view: '' } as const;
const NO_METRICS: SeriesOfView['metrics'] = {};
/** The delay before a refused request is sent again. */
const RETRY_MS: Ms = 10_000;
/** How long after a view was shown its surroundings are requested. */
const PREFETCH_MS: Ms = 250;
/** The visible view is requested before its surroundings. */
const SLOTS = ['view', 'around'] as const;

interface Wanted extends TimeSpan {
  readonly points: number;
  /** True: a whole view, whose figures are shown. False: requested only for drawing. */
  readonly whole: boolean;
  readonly view: string;
}

/**
 * The series of a page's view. Only one request runs at a time, and outdated ones are never sent. While it runs, and
 * during gestures, charts are drawn from the answers so far.
 */
export function useSeries(id: EndpointId, time: PageTime, width: number, interval: Ms): SeriesOfView {
  const request = useRequest();
  const texts = useTexts();
  const connected = useConnected();
  const [known, setKnown] = useState<Known>({ id, ...NOTHING });
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const { view, span, settled, now, inGesture } = time;
  const points = width === 0 ? 0 : pointsFor(view, width);
  const live = isLive(view);
  const current = known.id === id ? known : { id, ...NOTHING };

  /** Recently pushed checks, which may be newer than an answer that is about to arrive. */
  const pushed = useRef<readonly ChartRow[]>([]);
  useChecked(id, (check) => {
    const row = rowFromCheck(check);
    const from = check.at - (view.type === 'last' ? view.ms : 0);
    pushed.current = appendRow(pushed.current, row, Math.max(from, check.at - 900_000));
    if (!live) return;
    setKnown((before) => (before.id === id ? withPushed(before, row, from) : before));
  });

  const ask = useAsker(SLOTS, connected && points > 0, async (wanted: Wanted, signal) => {
    try {
      // In a live chart, the line from the check before the range reaches into it.
      const before = live && wanted.whole ? Math.min(interval, wanted.to - wanted.from) : 0;
      const range = { from: Math.max(0, Math.floor(wanted.from - before)), to: Math.ceil(wanted.to) };
      const series = await request('series.get', { id, ...range, points: wanted.points });
      if (signal.aborted) return;
      const entry = entryOf(series, wanted, live && wanted.whole ? pushed.current : []);
      setKnown((latest) => {
        const base = latest.id === id ? latest : NOTHING;
        const answered = wanted.whole ? { figures: entry, view: wanted.view } : {};
        return { ...base, id, entries: withEntry(base.entries, entry), ...answered };
      });
      if (wanted.whole) setRefused(null);
    } catch (error) {
      // Without the surroundings of the view, panning merely shows less.
      if (signal.aborted || !wanted.whole) return;
      setRefused(toRequestFailure(error));
      return RETRY_MS;
    }
    return undefined;
  });

  // The answer that is kept up to date by pushes comes first.
  const entries = current.figures === null ? current.entries : [current.figures, ...current.entries];
  const best = bestEntry(entries, span, points, now);
  const asksForGesture = inGesture && !suffices(best, span, points, now);
  const name = view.type === 'last' ? `${view.ms}` : `${view.from} ${view.to}`;
  // A live view is requested once and kept up to date by pushes.
  const key = live ? name : `${name} ${settled.to}`;
  const askView = useCallback(
    () => ask('view', { ...settled, points, whole: true, view: name }),
    [ask, settled, points, name],
  );
  useEffect(() => {
    if (!inGesture) askView();
    // The key changes when the view has to be requested again.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [ask, id, key, points, connected, inGesture]);
  useEffect(() => {
    if (!asksForGesture) return;
    ask('around', { ...around(span, 0.5), points: Math.min(MOST_POINTS, points * 2), whole: false, view: name });
  }, [ask, asksForGesture, span, points, name]);
  const isAnswered = current.view === name && refused === null;
  useEffect(() => {
    if (inGesture || !isAnswered) return;
    const timer = setTimeout(() => {
      ask('around', { ...around(settled, 1), points: Math.min(MOST_POINTS, points * 3), whole: false, view: name });
    }, PREFETCH_MS);
    return () => clearTimeout(timer);
    // Once for each view, not each time it is requested again.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [ask, id, name, points, inGesture, isAnswered]);

  const trouble = refused === null ? null : texts.refusal(refused);
  const { figures } = current;
  return {
    rows: best?.rows ?? (figures === null ? null : NO_ROWS),
    step: best?.step ?? 0,
    summary: figures?.summary ?? null,
    metrics: figures?.metrics ?? NO_METRICS,
    trouble,
    retry: askView,
  };
}

const NO_ROWS: readonly ChartRow[] = [];

function around({ from, to }: TimeSpan, share: number): TimeSpan {
  const more = (to - from) * share;
  return { from: from - more, to: Math.min(to + more, Math.max(to, Date.now())) };
}

/** @param pushed checks that may be missing in the answer */
function entryOf(series: Series, { from, to }: Wanted, pushed: readonly ChartRow[]): SeriesEntry {
  let rows = rowsFromSeries(series);
  let { summary } = series;
  if (series.step === 0) {
    for (const row of pushed) if (row.at >= from) rows = appendRow(rows, row, from);
    summary = summarise(since(rows, from));
  }
  const metrics = Object.fromEntries(Object.entries(series.metrics).map(([name, all]) => [name, all.summary]));
  return { from, to, step: series.step, rows, summary, metrics };
}

/** Adds a pushed check to a live answer. */
function withPushed(known: Known, row: ChartRow, from: EpochMs): Known {
  const { figures } = known;
  if (figures === null || row.at < figures.from) return known;
  const rows = appendRow(figures.rows, row, from);
  const summary = figures.step === 0 ? summarise(since(rows, from)) : figures.summary;
  const next = { ...figures, rows, from: Math.max(figures.from, from), to: Math.max(figures.to, Date.now()), summary };
  return {
    ...known,
    entries: known.entries.map((entry) => (entry === figures ? next : entry)),
    figures: next,
  };
}

function since(rows: readonly ChartRow[], from: EpochMs): readonly ChartRow[] {
  return rows.filter(({ at }) => at >= from);
}
