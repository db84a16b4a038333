import { useCallback, useEffect, useRef, useState } from 'react';
import type { RequestFailure } from '../../../contract/errors.ts';
import type { MetricSummary, Series, SeriesSummary } from '../../../contract/model/series.ts';
import type { EndpointId, EpochMs, Ms } from '../../../contract/model/units.ts';
import { appendRow, rowFromCheck, rowsFromSeries, summarise, type ChartRow } from '../../charts/rows.ts';
import { useReducedMotion } from '../../charts/glide.tsx';
import { useChecked, useConnected, useNow, useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { pointsFor, type Range } from './ranges.ts';

export interface Latency {
  /** Oldest first; null: not there yet. While a range is on its way, the one before it is still here, whole. */
  readonly rows: readonly ChartRow[] | null;
  readonly from: EpochMs;
  /** Where the chart moves: the time at which it was drawn last. */
  readonly to: EpochMs;
  /** The range ends now, and the chart moves on from `to`. */
  readonly moving: boolean;
  /** Width of a point; 0: every check is one. */
  readonly step: Ms;
  readonly summary: SeriesSummary | null;
  /** The figures of each metric over the range as the engine has them, without what was pushed since. */
  readonly metrics: Readonly<Record<string, MetricSummary>>;
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
  readonly metrics: Latency['metrics'];
}

const NO_METRICS: Latency['metrics'] = {};

/** A chart that moves is drawn again at least this often, well within what it is drawn ahead (`LEAD_MS`). */
const REDRAW_MS = 10_000;
/** A live chart that does not move jumps this often. */
const JUMP_MS = 2000;
const STILL_MS = 60_000;
/** After a request that was refused. */
const RETRY_MS = 10_000;

/** The series of an endpoint over a range, kept fresh: by pushes when live, otherwise by asking again. */
export function useLatency(id: EndpointId, range: Range, width: number, interval: Ms): Latency {
  const request = useRequest();
  const texts = useTexts();
  const connected = useConnected();
  const [answered, setAnswered] = useState<Answered | null>(null);
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const askAgain = useRef(() => {});
  const points = width === 0 ? 0 : pointsFor(range, width);
  const live = range.refreshMs === null;
  const reducedMotion = useReducedMotion();
  const now = useNow(live ? (reducedMotion ? JUMP_MS : REDRAW_MS) : STILL_MS);

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
      return { ...current, rows, to: Date.now(), summary: summarise(within(rows, from)) };
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
        // In a live chart, the line from the check before the range reaches into it.
        const before = live ? Math.min(interval, range.ms) : 0;
        const series = await request('series.get', { id, from: from - before, to, points });
        if (stop.signal.aborted) return;
        let rows = rowsFromSeries(series);
        let { summary } = series;
        if (live && series.step === 0) {
          for (const row of pushed.current) if (row.at >= from) rows = appendRow(rows, row, from);
          summary = summarise(within(rows, from));
        }
        const { step } = series;
        setAnswered({ id, range, rows, from, to: live ? Date.now() : to, step, summary, metrics: summariesOf(series) });
        setRefused(null);
      } catch (error) {
        if (stop.signal.aborted) return;
        setRefused(toRequestFailure(error));
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
  }, [request, connected, id, range, points, live, interval]);

  const retry = useCallback(() => askAgain.current(), []);
  const trouble = refused === null ? null : texts.refusal(refused);
  const current = answered?.id === id ? answered : null;
  if (current === null) {
    const nothing = { rows: null, step: 0, summary: null, metrics: NO_METRICS };
    return { ...nothing, from: now - range.ms, to: now, moving: false, trouble, retry };
  }
  const { rows, step, summary, metrics } = current;
  // An answer for another range is drawn over its own time until the new one comes.
  if (!live || current.range !== range) {
    return { rows, from: current.from, to: current.to, moving: false, step, summary, metrics, trouble, retry };
  }
  // Without a connection nothing is live: the chart stays where it was.
  const to = connected ? Math.max(now, current.to) : current.to;
  return { rows, from: to - range.ms, to, moving: connected && !reducedMotion, step, summary, metrics, trouble, retry };
}

function summariesOf({ metrics }: Series): Latency['metrics'] {
  return Object.fromEntries(Object.entries(metrics).map(([name, { summary }]) => [name, summary]));
}

function within(rows: readonly ChartRow[], from: EpochMs): readonly ChartRow[] {
  return rows.filter(({ at }) => at >= from);
}
