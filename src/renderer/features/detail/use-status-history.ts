import { useEffect, useState } from 'react';
import type { EndpointState } from '../../../contract/model/endpoint.ts';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { EndpointId, Ms } from '../../../contract/model/units.ts';
import { useConnected, useRequest } from '../../live/hooks.ts';
import { pointsFor, type Range } from './ranges.ts';

/** A live chart asks again after this time even if the status did not change: Lookout may have skipped checks. */
const LIVE_REFRESH_MS: Ms = 30_000;

interface Answered {
  readonly id: EndpointId;
  readonly history: StatusHistory;
}

/**
 * The states and incidents of an endpoint over a range. Asked for again when the status changes.
 * @returns null: not there yet. While another range is on its way, the one before it is still here.
 */
export function useStatusHistory(
  id: EndpointId,
  state: EndpointState,
  range: Range,
  width: number,
): StatusHistory | null {
  const request = useRequest();
  const connected = useConnected();
  const [answered, setAnswered] = useState<Answered | null>(null);
  const points = width === 0 ? 0 : pointsFor(range, width);
  const current = answered?.id === id ? answered.history : null;
  const follows = current?.open === true && state.status !== 'down';
  // While a failure is not confirmed, or the endpoint is down, each check changes the history.
  const version = `${state.status} ${state.since} ${state.failing > 0} ${follows ? '' : (state.last?.at ?? '')}`;

  useEffect(() => {
    if (!connected || points === 0) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const to = Date.now();
      try {
        const history = await request('spans.get', { id, from: to - range.ms, to, points });
        if (stop.signal.aborted) return;
        setAnswered({ id, history });
      } catch {
        // The series is asked for at the same time, and says why it cannot be read.
        if (stop.signal.aborted) return;
      }
      timer = setTimeout(() => void ask(), range.refreshMs ?? LIVE_REFRESH_MS);
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
    // A change of the version is what changes the answer.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [request, connected, id, range, points, version]);

  return current;
}
