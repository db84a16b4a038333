/**
 * Loads the lines of a chart. What is loaded belongs to the chart and not to the sources, so that a check or a gesture
 * draws the chart once, and not once more after an effect.
 */
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { EndpointId, Ms } from '../../../contract/model/units.ts';
import { movedRows } from '../../charts/compare/compare-lines.ts';
import type { ChartRow } from '../../charts/data/rows.ts';
import { useTexts } from '../../live/hooks.ts';
import { NO_SERIES, type KnownSeries } from '../detail/series/known-series.ts';
import {
  askedAgain,
  seriesOfView,
  useSeriesLoading,
  type SeriesOfView,
  type UpdateSeries,
} from '../detail/series/use-series.ts';
import { useHistoryLoading } from '../detail/series/use-status-history.ts';
import type { PageTime } from '../detail/range/use-viewport.ts';
import { ghostTime } from './ghost-time.ts';

/** What is known of an endpoint's line. */
interface KnownLine {
  readonly series: KnownSeries;
  /** The series of an earlier time. */
  readonly ghost: KnownSeries;
}

const NO_LINE: KnownLine = { series: NO_SERIES, ghost: NO_SERIES };

/** What a chart shows of a line. */
export interface LoadedLine {
  readonly series: SeriesOfView | null;
  readonly history: StatusHistory | null;
  /** Moved to the time of the view; null: not loaded yet. */
  readonly ghost: readonly ChartRow[] | null;
}

export const NOT_LOADED: LoadedLine = { series: null, history: null, ghost: null };

/** The lines of a chart, by endpoint. */
export interface Lines {
  readonly shown: ReadonlyMap<EndpointId, LoadedLine>;
  readonly histories: ReadonlyMap<EndpointId, StatusHistory>;
  /** What the sources of the lines know so far, and how they change it. */
  readonly known: ReadonlyMap<EndpointId, KnownLine>;
  readonly updaterOf: (id: EndpointId, part: keyof KnownLine) => UpdateSeries;
  readonly onHistory: (id: EndpointId, history: StatusHistory) => void;
}

/** @param width of the chart in pixels @param by how much earlier the ghost lines are; null: there are none */
export function useLines(time: PageTime, width: number, by: Ms | null): Lines {
  const [known, setKnown] = useState<ReadonlyMap<EndpointId, KnownLine>>(new Map());
  const [histories, setHistories] = useState<ReadonlyMap<EndpointId, StatusHistory>>(new Map());
  const texts = useTexts();
  const updaterOf = useCallback(
    (id: EndpointId, part: keyof KnownLine): UpdateSeries =>
      (change) =>
        setKnown((before) => {
          const line = before.get(id) ?? NO_LINE;
          const next = change(line[part]);
          return next === line[part] ? before : new Map(before).set(id, { ...line, [part]: next });
        }),
    [],
  );
  const onHistory = useCallback(
    (id: EndpointId, history: StatusHistory) => setHistories((before) => new Map(before).set(id, history)),
    [],
  );
  const shown = useMemo(() => {
    const earlier = by === null ? null : { by, time: ghostTime(time, by) };
    const loaded = (id: EndpointId, { series, ghost }: KnownLine): LoadedLine => {
      const retry = () => updaterOf(id, 'series')(askedAgain);
      const rows = earlier === null ? null : seriesOfView(ghost, earlier.time, width, texts, retry).rows;
      return {
        series: seriesOfView(series, time, width, texts, retry),
        history: histories.get(id) ?? null,
        ghost: rows === null || earlier === null ? null : movedRows(rows, earlier.by),
      };
    };
    return new Map([...known].map(([id, line]) => [id, loaded(id, line)]));
  }, [known, histories, time, width, by, texts, updaterOf]);
  return useMemo(
    () => ({ shown, histories, known, updaterOf, onHistory }),
    [shown, histories, known, updaterOf, onHistory],
  );
}

interface SourceProps {
  readonly view: EndpointView;
  readonly lines: Lines;
  readonly time: PageTime;
  /** The width of the chart in pixels. */
  readonly width: number;
}

/** Loads the line of one endpoint, and draws nothing: hooks cannot be called for each item of a list. */
export function LineSource({ view, lines, time, width }: SourceProps) {
  const { id, config } = view.endpoint;
  const { updaterOf, onHistory } = lines;
  const { series } = lines.known.get(id) ?? NO_LINE;
  const update = useMemo(() => updaterOf(id, 'series'), [updaterOf, id]);
  useSeriesLoading({ id, known: series, update, time, width, interval: config.interval });
  useHistoryLoading({ id, state: view.state, history: lines.histories.get(id) ?? null, onHistory, time, width });
  return null;
}

/** Loads an earlier time of the endpoint. @param props.by how much earlier */
export function GhostSource({ view, lines, time, width, by }: SourceProps & { readonly by: Ms }) {
  const { id, config } = view.endpoint;
  const { updaterOf } = lines;
  const { ghost } = lines.known.get(id) ?? NO_LINE;
  const update = useMemo(() => updaterOf(id, 'ghost'), [updaterOf, id]);
  useSeriesLoading({ id, known: ghost, update, time: useGhostTime(time, by), width, interval: config.interval });
  useEffect(() => () => update(() => NO_SERIES), [update]);
  return null;
}

function useGhostTime(time: PageTime, by: Ms): PageTime {
  const earlier = ghostTime(time, by);
  const { from, to } = earlier.settled;
  // The same objects until it has moved by a step, because requests depend on their identity.
  const settled = useMemo(() => ({ from, to }), [from, to]);
  const view = useMemo(() => ({ type: 'fixed', from, to }) as const, [from, to]);
  return { ...earlier, settled, view, span: time.inGesture ? earlier.span : settled };
}
