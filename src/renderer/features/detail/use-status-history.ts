import { useEffect, useState } from 'react';
import type { EndpointState } from '../../../contract/model/endpoint.ts';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { EndpointId, Ms } from '../../../contract/model/units.ts';
import { useConnected, useRequest } from '../../live/hooks.ts';
import { spanOf } from '../../../shared/time-view.ts';
import type { PageTime } from './use-viewport.ts';
import { askKey, MOST_POINTS, pointsFor } from './views.ts';

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
  const request = useRequest();
  const connected = useConnected();
  const [answered, setAnswered] = useState<Answered | null>(null);
  const { view, settled, inGesture } = time;
  const points = width === 0 ? 0 : Math.min(MOST_POINTS, 3 * pointsFor(view, width));
  const current = answered?.id === id ? answered.history : null;
  const follows = current?.open === true && state.status !== 'down';
  // While a failure is not confirmed, or the endpoint is down, each check changes the history.
  const version = `${state.status} ${state.since} ${state.failing > 0} ${follows ? '' : (state.last?.at ?? '')}`;
  // A live view ends with an open span, which continues by itself.
  const key = askKey(view, settled, LIVE_REFRESH_MS);

  useEffect(() => {
    if (!connected || points === 0 || inGesture) return;
    const stop = new AbortController();
    const ask = async () => {
      const { from, to } = view.type === 'last' ? spanOf(view, Date.now()) : view;
      const length = to - from;
      const range = {
        from: Math.max(0, Math.floor(from - length)),
        to: Math.max(Math.ceil(to), Math.min(Math.ceil(to + length), Date.now())),
      };
      try {
        const history = await request('spans.get', { id, ...range, points });
        if (stop.signal.aborted) return;
        setAnswered({ id, history });
      } catch {
        // The series is requested at the same time, and shows why it cannot be read.
      }
    };
    void ask();
    return () => stop.abort();
    // The answer changes with the version and with the key.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [request, connected, id, key, points, version, inGesture]);

  return current;
}
