import { useCallback } from 'react';
import { useAllEndpoints } from './hooks.ts';

/**
 * Returns a function that turns the id of an endpoint into its name. A text that is not an id is returned unchanged.
 */
export function useEndpointNames(): (id: string) => string {
  const endpoints = useAllEndpoints();
  return useCallback((id: string) => endpoints.get(id)?.endpoint.config.name ?? id, [endpoints]);
}
