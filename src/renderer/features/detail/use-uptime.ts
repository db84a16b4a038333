import { useEffect, useState } from 'react';
import type { RequestFailure } from '../../../contract/errors.ts';
import type { EndpointState } from '../../../contract/model/endpoint.ts';
import type { EndpointId } from '../../../contract/model/units.ts';
import type { Uptime } from '../../../contract/model/uptime.ts';
import { useConnected, useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';

const REFRESH_MS = 60_000;

export interface UptimeAnswer {
  /** Null: not there yet. */
  readonly uptime: readonly Uptime[] | null;
  readonly trouble: string | null;
}

interface Answered {
  readonly uptime: readonly Uptime[] | null;
  readonly refused: RequestFailure | null;
}

/** Uptime over 24 hours, 7 and 30 days; requested again every minute, with new checks, and when the status changes. */
export function useUptime(id: EndpointId, state: EndpointState): UptimeAnswer {
  const request = useRequest();
  const texts = useTexts();
  const connected = useConnected();
  const version = `${state.status} ${state.last?.at ?? ''}`;
  const [answer, setAnswer] = useState<Answered>({ uptime: null, refused: null });

  useEffect(() => {
    if (!connected) return;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      try {
        const uptime = await request('uptime.get', { id });
        if (controller.signal.aborted) return;
        setAnswer({ uptime, refused: null });
      } catch (error) {
        if (controller.signal.aborted) return;
        const refused = toRequestFailure(error);
        setAnswer((current) => ({ ...current, refused }));
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

  const { uptime, refused } = answer;
  return { uptime, trouble: refused === null ? null : texts.refusal(refused) };
}
