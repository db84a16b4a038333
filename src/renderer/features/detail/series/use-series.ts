import { startTransition, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { EndpointId, Ms } from '../../../../contract/model/units.ts';
import type { Texts } from '../../../../i18n/texts.ts';
import type { TimeSpan } from '../../../../shared/time-view.ts';
import { appendRow, rowFromCheck, type ChartRow } from '../../../charts/data/rows.ts';
import { useChecked, useConnected, useRequest, useTexts } from '../../../live/hooks.ts';
import { toRequestFailure } from '../../../live/request-failed.ts';
import {
  canDraw,
  entryOf,
  NO_SERIES,
  shownSeries,
  withAnswer,
  withPushed,
  type KnownSeries,
  type ShownSeries,
  type WantedSeries,
} from './known-series.ts';
import { useAsker } from './use-asker.ts';
import type { PageTime } from '../range/use-viewport.ts';
import { isLive, MOST_POINTS, pointsFor } from '../range/views.ts';

export interface SeriesOfView extends ShownSeries {
  /** Why the last request was refused; null when it was answered. */
  readonly trouble: string | null;
  readonly retry: () => void;
}

/** Changes what is known. Always the same function. */
export type UpdateSeries = (change: (known: KnownSeries) => KnownSeries) => void;

/** The delay before a refused request is sent again. */
const RETRY_MS: Ms = 10_000;
/** How long after a view was shown its surroundings are requested. */
const PREFETCH_MS: Ms = 250;
/** The visible view is requested before its surroundings. */
const SLOTS = ['view', 'around'] as const;

/** The series of an endpoint for a page's view. */
export function useSeries(id: EndpointId, time: PageTime, width: number, interval: Ms): SeriesOfView {
  const [latest, setLatest] = useState({ id, known: NO_SERIES });
  const known = latest.id === id ? latest.known : NO_SERIES;
  const update = useCallback<UpdateSeries>(
    (change) => setLatest((before) => ({ id, known: change(before.id === id ? before.known : NO_SERIES) })),
    [id],
  );
  useSeriesLoading({ id, known, update, time, width, interval });
  const texts = useTexts();
  return useMemo(
    () => seriesOfView(known, time, width, texts, () => update(askedAgain)),
    [known, time, width, texts, update],
  );
}

/** Requests the view again. */
export function askedAgain(known: KnownSeries): KnownSeries {
  return { ...known, retries: known.retries + 1 };
}

/** What the view of a page shows of a series. Pure. @param retry requests the view again */
export function seriesOfView(
  known: KnownSeries,
  { view, span, now }: Pick<PageTime, 'view' | 'span' | 'now'>,
  width: number,
  texts: Texts,
  retry: () => void,
): SeriesOfView {
  const { refused } = known;
  return {
    ...shownSeries(known, span, pointsOf(view, width), now),
    trouble: refused === null ? null : texts.refusal(refused),
    retry,
  };
}

function pointsOf(view: PageTime['view'], width: number): number {
  return width === 0 ? 0 : pointsFor(view, width);
}

export interface SeriesLoading {
  readonly id: EndpointId;
  readonly known: KnownSeries;
  readonly update: UpdateSeries;
  readonly time: PageTime;
  /** The width of the chart in pixels. */
  readonly width: number;
  /** Of the endpoint's checks. */
  readonly interval: Ms;
}

/**
 * Keeps what is known of an endpoint's series complete for the view of a page. Only one request runs at a time, and
 * outdated ones are never sent. While it runs, and during gestures, charts are drawn from the answers so far.
 */
export function useSeriesLoading({ id, known, update, time, width, interval }: SeriesLoading): void {
  const request = useRequest();
  const connected = useConnected();
  const { view, span, settled, now, inGesture } = time;
  const points = pointsOf(view, width);
  const live = isLive(view);

  /** Recently pushed checks, which may be newer than an answer that is about to arrive. */
  const pushed = useRef<readonly ChartRow[]>([]);
  useChecked(id, (check) => {
    const row = rowFromCheck(check);
    const from = check.at - (view.type === 'last' ? view.ms : 0);
    pushed.current = appendRow(pushed.current, row, Math.max(from, check.at - 900_000));
    if (live) update((before) => withPushed(before, row, from, Date.now()));
  });

  const ask = useAsker(SLOTS, connected && points > 0, async (wanted: WantedSeries, signal) => {
    try {
      // In a live chart, the line from the check before the range reaches into it.
      const before = live && wanted.whole ? Math.min(interval, wanted.to - wanted.from) : 0;
      const range = { from: Math.max(0, Math.floor(wanted.from - before)), to: Math.ceil(wanted.to) };
      const series = await request('series.get', { id, ...range, points: wanted.points });
      if (signal.aborted) return;
      const entry = entryOf(series, wanted, live && wanted.whole ? pushed.current : []);
      // The answers for several endpoints, which arrive one after another, are drawn together, and gestures come first.
      startTransition(() => update((latest) => withAnswer(latest, entry, wanted)));
    } catch (error) {
      // Without the surroundings of the view, panning merely shows less.
      if (signal.aborted || !wanted.whole) return;
      const refused = toRequestFailure(error);
      update((latest) => ({ ...latest, refused }));
      return RETRY_MS;
    }
    return undefined;
  });

  const asksForGesture = inGesture && !canDraw(known, span, points, now);
  const name = view.type === 'last' ? `${view.ms}` : `${view.from} ${view.to}`;
  // A live view is requested once and kept up to date by pushes.
  const key = live ? name : `${name} ${settled.to}`;
  useEffect(() => {
    if (!inGesture) ask('view', { ...settled, points, whole: true, view: name });
    // The key changes when the view has to be requested again.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [ask, id, key, points, connected, inGesture, known.retries]);
  useEffect(() => {
    if (!asksForGesture) return;
    ask('around', { ...around(span, 0.5), points: Math.min(MOST_POINTS, points * 2), whole: false, view: name });
  }, [ask, asksForGesture, span, points, name]);
  const isAnswered = known.view === name && known.refused === null;
  useEffect(() => {
    if (inGesture || !isAnswered) return;
    const timer = setTimeout(() => {
      ask('around', { ...around(settled, 1), points: Math.min(MOST_POINTS, points * 3), whole: false, view: name });
    }, PREFETCH_MS);
    return () => clearTimeout(timer);
    // Once for each view, not each time it is requested again.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [ask, id, name, points, inGesture, isAnswered]);
}

function around({ from, to }: TimeSpan, share: number): TimeSpan {
  const more = (to - from) * share;
  return { from: from - more, to: Math.min(to + more, Math.max(to, Date.now())) };
}
