import { useEffect, useMemo } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { EndpointId, Ms } from '../../../contract/model/units.ts';
import { movedRows } from '../../charts/compare-lines.ts';
import type { ChartRow } from '../../charts/rows.ts';
import { useSeries, type SeriesOfView } from '../detail/use-series.ts';
import { useStatusHistory } from '../detail/use-status-history.ts';
import type { PageTime } from '../detail/use-viewport.ts';
import { ghostTime } from './ghost-time.ts';

/** The loaded data of an endpoint's line. */
export interface LoadedLine {
  readonly series: SeriesOfView | null;
  readonly history: StatusHistory | null;
  /** Moved to the time of the view; null: not loaded yet. */
  readonly ghost: readonly ChartRow[] | null;
}

export const NOT_LOADED: LoadedLine = { series: null, history: null, ghost: null };

export type OnLoaded = (id: EndpointId, part: Partial<LoadedLine>) => void;

interface SourceProps {
  readonly view: EndpointView;
  readonly time: PageTime;
  /** The width of the chart in pixels. */
  readonly width: number;
  /** Always the same function. */
  readonly onLoaded: OnLoaded;
}

/** Loads the line of one endpoint, and draws nothing: hooks cannot be called for each item of a list. */
export function LineSource({ view, time, width, onLoaded }: SourceProps) {
  const { id, config } = view.endpoint;
  const { rows, step, summary, metrics, trouble, retry } = useSeries(id, time, width, config.interval);
  const history = useStatusHistory(id, view.state, time, width);
  useEffect(
    () => onLoaded(id, { series: { rows, step, summary, metrics, trouble, retry } }),
    [onLoaded, id, rows, step, summary, metrics, trouble, retry],
  );
  useEffect(() => onLoaded(id, { history }), [onLoaded, id, history]);
  return null;
}

/** Loads an earlier time of the endpoint. @param props.by how much earlier */
export function GhostSource({ view, time, width, onLoaded, by }: SourceProps & { readonly by: Ms }) {
  const { id, config } = view.endpoint;
  const { rows } = useSeries(id, useGhostTime(time, by), width, config.interval);
  useEffect(() => {
    onLoaded(id, { ghost: rows === null ? null : movedRows(rows, by) });
    return () => onLoaded(id, { ghost: null });
  }, [onLoaded, id, rows, by]);
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
