import { startTransition, useCallback, useEffect, useState } from 'react';
import type { EndpointState } from '../../../../contract/model/endpoint.ts';
import type { StatusHistory } from '../../../../contract/model/status-history.ts';
import type { EndpointId, Ms } from '../../../../contract/model/units.ts';
import { useAfterPaint, useConnected, useRequest } from '../../../live/hooks.ts';
import { useNewest } from '../../../live/use-newest.ts';
import { spanOf } from '../../../../shared/time-view.ts';
import type { PageTime } from '../range/use-viewport.ts';
import { askKey, MOST_POINTS, pointsFor } from '../range/views.ts';

/**
 * How often a live chart requests the history even if the status did not change, because Lookout may have skipped
 * checks.
 */
const LIVE_REFRESH_MS: Ms = 30_000;

interface Answered {
  readonly id: EndpointId;
  readonly history: StatusHistory;
}

/**
 * The states and incidents of an endpoint over the view of a page and around it, so that panning shows something at
 * once. Requested again when the status changes. @returns null: not loaded yet. While another view is loading, the
 * history of the previous view.
 */
export function useStatusHistory(
  id: EndpointId,
  state: EndpointState,
  time: PageTime,
  width: number,
): StatusHistory | null {
  const [answered, setAnswered] = useState<Answered | null>(null);
  const history = answered?.id === id ? answered.history : null;
  const setAnswer = useCallback((of: EndpointId, next: StatusHistory) => setAnswered({ id: of, history: next }), []);
  useHistoryLoading({ id, state, history, onHistory: setAnswer, time, width });
  return history;
}

export interface HistoryLoading {
  readonly id: EndpointId;
  /** Of the endpoint. */
  readonly state: EndpointState;
  /** The last answer; null: there is none yet. */
  readonly history: StatusHistory | null;
  /** Receives each answer. */
  readonly onHistory: (id: EndpointId, history: StatusHistory) => void;
  readonly time: PageTime;
  /** The width of the chart in pixels. */
  readonly width: number;
}

/** Requests what `useStatusHistory` returns. */
export function useHistoryLoading({ id, state, history, onHistory, time, width }: HistoryLoading): void {
  const request = useRequest();
  const afterPaint = useAfterPaint();
  const connected = useConnected();
  const { view, settled, inGesture } = time;
  const points = width === 0 ? 0 : Math.min(MOST_POINTS, 3 * pointsFor(view, width));
  const follows = history?.open !== false && state.status !== 'down';
  // While a failure is not confirmed, or the endpoint is down, each check changes the history.
  const version = `${state.status} ${state.since} ${state.failing > 0} ${follows ? '' : (state.last?.at ?? '')}`;
  // A live view ends with an open span, which continues by itself.
  const key = askKey(view, settled, LIVE_REFRESH_MS);
  const begin = useNewest(JSON.stringify([id, key, points, connected, inGesture]));

  useEffect(() => {
    if (!connected || points === 0 || inGesture) return;
    const ask = async () => {
      const counts = begin();
      const { from, to } = view.type === 'last' ? spanOf(view, Date.now()) : view;
      const length = to - from;
      const range = {
        from: Math.max(0, Math.floor(from - length)),
        to: Math.max(Math.ceil(to), Math.min(Math.ceil(to + length), Date.now())),
      };
      try {
        const answer = await request('spans.get', { id, ...range, points });
        if (!counts()) return;
        // Several answers are drawn together, and gestures come first.
        startTransition(() => onHistory(id, answer));
      } catch {
        // The series is requested at the same time, and shows why it cannot be read.
      }
    };
    return afterPaint(() => void ask());
    // The answer changes with the version and with the key.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [request, begin, afterPaint, connected, id, key, points, version, inGesture]);
}
