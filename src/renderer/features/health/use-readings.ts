import { useEffect, useMemo, useState } from 'react';
import type { Health } from '../../../contract/model/health.ts';
import { useConnected, useHealth, useHealthHistory, useRequest } from '../../live/hooks.ts';

/** The known readings of the last half hour, oldest first: those that the engine kept, and those pushed. */
export function useReadings(): readonly Health[] {
  const request = useRequest();
  const connected = useConnected();
  const latest = useHealth();
  const pushed = useHealthHistory();
  const [kept, setKept] = useState<readonly Health[]>([]);

  useEffect(() => {
    if (!connected) return;
    const stop = new AbortController();
    const ask = async () => {
      try {
        const history = await request('health.history', {});
        if (!stop.signal.aborted) setKept(history);
      } catch {
        // The page then shows only pushed readings. A lost connection is reported on every page.
      }
    };
    void ask();
    return () => stop.abort();
  }, [request, connected]);

  return useMemo(() => {
    const first = pushed[0]?.at ?? latest?.at ?? Infinity;
    const older = kept.filter(({ at }) => at < first);
    return pushed.length > 0 || latest === null ? [...older, ...pushed] : [...older, latest];
  }, [kept, pushed, latest]);
}
