import { useEffect, useState } from 'react';
import type { EndpointState } from '../../../contract/model/endpoint.ts';
import type { EndpointId } from '../../../contract/model/units.ts';
import type { Uptime } from '../../../contract/model/uptime.ts';
import { useConnected, useRequest } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';

const REFRESH_MS = 60_000;

export interface UptimeAnswer {
  /** Null: not there yet. */
  readonly uptime: readonly Uptime[] | null;
  readonly trouble: string | null;
}

/** Uptime over 24 hours, 7 and 30 days; requested again every minute, with new checks, and when the status changes. */
export function useUptime(id: EndpointId, state: EndpointState): UptimeAnswer {
  const request = useRequest();
  const connected = useConnected();
  const version = `${state.status} ${state.last?.at ?? ''}`;
  const [answer, setAnswer] = useState<UptimeAnswer>({ uptime: null, trouble: null });

  useEffect(() => {
    if (!connected) return;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      try {
        const uptime = await request('uptime.get', { id });
        if (controller.signal.aborted) return;
        setAnswer({ uptime, trouble: null });
      } catch (error) {
        if (controller.signal.aborted) return;
        const { message } = toRequestFailure(error);
        setAnswer((current) => ({ ...current, trouble: message }));
      }
      timer = setTimeout(() => void ask(), REFRESH_MS);
    };
    void ask();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
    // A change of the version is what changes the uptime.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [request, connected, id, version]);

  return answer;
}
