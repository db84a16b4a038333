import { useEffect, useMemo } from 'react';
import type { Status } from '../../contract/model/endpoint.ts';
import { useAllEndpoints, useConnected } from '../live/hooks.ts';
import { isOfAny, useStaleSources } from '../live/sources.ts';
import { countStatuses, overall } from '../live/overall.ts';

const NOT_CONNECTED = { status: 'unknown', text: 'Not connected' } as const;

/** Sets the title of the main window to the overall status. @returns that status */
export function useMainTitle(): { readonly status: Status; readonly text: string } {
  const endpoints = useAllEndpoints();
  const connected = useConnected();
  const stale = useStaleSources();
  const current = useMemo(
    () => overall(countStatuses(endpoints.values(), (id) => isOfAny(stale, id))),
    [endpoints, stale],
  );
  const shown = connected ? current : NOT_CONNECTED;
  const { text } = shown;
  useEffect(() => {
    document.title = endpoints.size === 0 ? 'Lookout' : `${text} – Lookout`;
  }, [text, endpoints.size]);
  return shown;
}
