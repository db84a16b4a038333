import { useCallback, useEffect, useRef, useState } from 'react';
import type { SeriesSummary } from '../../../contract/model/series.ts';
import type { EndpointId, EpochMs, Ms } from '../../../contract/model/units.ts';
import { appendRow, rowFromCheck, rowsFromSeries, summarise, type ChartRow } from '../../charts/rows.ts';
import { useChecked, useConnected, useNow, useRequest } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { pointsFor, type Range } from './ranges.ts';

export interface Latency {
  /** Oldest first; null: not there yet. While a range is on its way, the one before it is still here, whole. */
  readonly rows: readonly ChartRow[] | null;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Width of a point; 0: every check is one. */
  readonly step: Ms;
  readonly summary: SeriesSummary | null;
  /** Why the last request was refused; null when it was answered. */
  readonly trouble: string | null;
  readonly retry: () => void;
}

interface Answered {
  readonly id: EndpointId;
  readonly range: Range;
  readonly rows: readonly ChartRow[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly step: Ms;
  readonly summary: SeriesSummary;
}

/** How often a live chart slides: about a pixel. */
const SLIDE_MS = 500;
const STILL_MS = 60_000;
/** After a request that was refused. */
const RETRY_MS = 10_000;

/** The series of an endpoint over a range, kept fresh: by pushes when live, otherwise by asking again. */
export function useLatency(id: EndpointId, range: Range, width: number): Latency {
  const request = useRequest();
  const connected = useConnected();
  const [answered, setAnswered] = useState<Answered | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const askAgain = useRef(() => {});
  const points = width === 0 ? 0 : pointsFor(range, width);
  const live = range.refreshMs === null;
  const now = useNow(live ? SLIDE_MS : STILL_MS);

  /** What was pushed lately: it may be newer than an answer that is on its way. */
  const pushed = useRef<readonly ChartRow[]>([]);
  useChecked(id, (check) => {
    const row = rowFromCheck(check);
    const from = check.at - range.ms;
    pushed.current = appendRow(pushed.current, row, from);
    if (!live) return;
    setAnswered((current) => {
      if (current?.range !== range || current.id !== id) return current;
      const rows = appendRow(current.rows, row, from);
      return { ...current, rows, summary: summarise(rows) };
    });
  });

  useEffect(() => {
    if (!connected || points === 0) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      let nextMs = range.refreshMs;
      const to = Date.now();
      const from = to - range.ms;
      try {
        const series = await request('series.get', { id, from, to, points });
        if (stop.signal.aborted) return;
        let rows = rowsFromSeries(series);
        let { summary } = series;
        if (live && series.step === 0) {
          for (const row of pushed.current) if (row.at >= from) rows = appendRow(rows, row, from);
          summary = summarise(rows);
        }
        setAnswered({ id, range, rows, from: series.from, to: series.to, step: series.step, summary });
        setTrouble(null);
      } catch (error) {
        if (stop.signal.aborted) return;
        setTrouble(toRequestFailure(error).message);
        nextMs = RETRY_MS;
      }
      if (nextMs !== null) timer = setTimeout(() => void ask(), nextMs);
    };
    askAgain.current = () => {
      clearTimeout(timer);
      void ask();
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [request, connected, id, range, points, live]);

  const retry = useCallback(() => askAgain.current(), []);
  const current = answered?.id === id ? answered : null;
  if (current === null) {
    return { rows: null, from: now - range.ms, to: now, step: 0, summary: null, trouble, retry };
  }
  // An answer of another range is drawn over its own stretch until the new one comes.
  const slides = live && current.range === range;
  const { rows, step, summary } = current;
  const to = slides ? now : current.to;
  return { rows, from: slides ? to - range.ms : current.from, to, step, summary, trouble, retry };
}
