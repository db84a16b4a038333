import { useEffect, useMemo } from 'react';
import type { Status } from '../../contract/model/endpoint.ts';
import { useConnected } from '../live/hooks.ts';
import { useShownEndpoints } from '../live/sources.ts';
import { countStatuses, overall } from '../live/overall.ts';

const NOT_CONNECTED = { status: 'unknown', text: 'Not connected' } as const;

/** Sets the title of the main window to the overall status. @returns that status */
export function useMainTitle(): { readonly status: Status; readonly text: string } {
  const endpoints = useShownEndpoints();
  const connected = useConnected();
  const current = useMemo(() => overall(countStatuses(endpoints.values())), [endpoints]);
  const shown = connected ? current : NOT_CONNECTED;
  const { text } = shown;
  useEffect(() => {
    document.title = endpoints.size === 0 ? 'Lookout' : `${text} – Lookout`;
  }, [text, endpoints.size]);
  return shown;
}
