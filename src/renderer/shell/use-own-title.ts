import { useEffect } from 'react';
import { useAllEndpoints, useConnected } from '../live/hooks.ts';
import type { Route } from '../navigation/route.ts';
import { STATUS_LOOK } from '../components/status.tsx';

/** Sets the title of a window that shows one endpoint. */
export function useOwnTitle(route: Route): void {
  const endpoints = useAllEndpoints();
  const connected = useConnected();
  const view = route.name === 'endpoint' ? endpoints.get(route.id) : undefined;
  const word = connected ? STATUS_LOOK[view?.state.status ?? 'unknown'].word : 'Not connected';
  const title = view === undefined ? 'Lookout' : `${view.endpoint.config.name}: ${word}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
