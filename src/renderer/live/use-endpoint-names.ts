import { useCallback } from 'react';
import { useAllEndpoints } from './hooks.ts';

/** Returns a function that turns the id of an endpoint into its name. What is no id stays as it is. */
export function useEndpointNames(): (id: string) => string {
  const endpoints = useAllEndpoints();
  return useCallback((id: string) => endpoints.get(id)?.endpoint.config.name ?? id, [endpoints]);
}
