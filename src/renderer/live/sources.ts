/** Hooks for the source of an endpoint and the state of its connection. */
import { useMemo } from 'react';
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import { LOCAL_SOURCE, type Source, type SourceId } from '../../contract/model/source.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { sourceOf } from '../../shared/endpoint-id.ts';
import { staleSources } from '../../shared/stale-sources.ts';
import { useAllEndpoints, useSources } from './hooks.ts';

/** The name of this Lookout among other sources. */
export const LOCAL_NAME = 'This Lookout';

/** The remote Lookout of an endpoint or an alert; undefined: this Lookout. */
export function useRemoteSource(id: string): Source | undefined {
  const source = sourceOf(id);
  const sources = useSources();
  return source === LOCAL_SOURCE ? undefined : sources.find((one) => one.id === source);
}

/**
 * All endpoints as they are counted and sorted: those of a source without a connection are unknown. Changes as often as
 * `useAllEndpoints`.
 */
export function useShownEndpoints(): ReadonlyMap<EndpointId, EndpointView> {
  const all = useAllEndpoints();
  const sources = useSources();
  return useMemo(() => withUnknown(all, sources), [all, sources]);
}

/** The same map while every source is connected. */
export function withUnknown(
  all: ReadonlyMap<EndpointId, EndpointView>,
  sources: readonly Source[],
): ReadonlyMap<EndpointId, EndpointView> {
  const stale = staleSources(sources);
  if (stale.size === 0) return all;
  return new Map(
    [...all].map(([id, view]) =>
      stale.has(sourceOf(id)) ? [id, { ...view, state: { ...view.state, status: 'unknown' as const } }] : [id, view],
    ),
  );
}

/** The names of the sources by their ids, for lists; empty: there is only this Lookout. */
export function useSourceNames(): ReadonlyMap<SourceId, string> {
  const sources = useSources();
  return useMemo(() => namesOfSources(sources), [sources]);
}

/** See `useSourceNames`. */
export function namesOfSources(sources: readonly Source[]): ReadonlyMap<SourceId, string> {
  return new Map(sources.length < 2 ? [] : sources.map(({ id, name = LOCAL_NAME }) => [id, name]));
}
