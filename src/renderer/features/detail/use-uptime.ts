import { useEffect, useState } from 'react';
import type { Status } from '../../../contract/model/endpoint.ts';
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

/** Uptime over 24 hours, 7 and 30 days; asked for again every minute, and when the status changes. */
export function useUptime(id: EndpointId, status: Status): UptimeAnswer {
  const request = useRequest();
  const connected = useConnected();
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
    // A change of status is what moves uptime: it is asked for again at once.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [request, connected, id, status]);

  return answer;
}
