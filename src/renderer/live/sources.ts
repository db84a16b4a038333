/** How components read which source an endpoint is from, and how that source is. */
import { useMemo } from 'react';
import { LOCAL_SOURCE, type Source, type SourceId } from '../../contract/model/source.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import { sourceOf } from '../../shared/endpoint-id.ts';
import { useSources } from './hooks.ts';

/** What the engine that answers is called among other sources. */
export const LOCAL_NAME = 'This Lookout';

/** The remote Lookout that watches an endpoint, or that an alert is from; undefined: it is this one. */
export function useRemoteSource(id: string): Source | undefined {
  const source = sourceOf(id);
  const sources = useSources();
  return source === LOCAL_SOURCE ? undefined : sources.find((one) => one.id === source);
}

/** When a source last sent something, if it is not connected; null: it is connected. 0: it never did. */
export function staleSince(source: Source | undefined): EpochMs | null {
  const { connection } = source ?? {};
  return connection === undefined || connection.state === 'connected' ? null : (connection.lastContact ?? 0);
}

/** The sources that are not connected: what is shown of them is not up to date. */
export function useStaleSources(): ReadonlySet<SourceId> {
  const sources = useSources();
  return useMemo(() => new Set(sources.filter((source) => staleSince(source) !== null).map(({ id }) => id)), [sources]);
}

/** The names of the sources by their ids, for lists; empty: there is only this Lookout. */
export function useSourceNames(): ReadonlyMap<SourceId, string> {
  const sources = useSources();
  return useMemo(
    () => new Map(sources.length < 2 ? [] : sources.map(({ id, name = LOCAL_NAME }) => [id, name])),
    [sources],
  );
}

/** Whether an endpoint is of one of these sources. */
export function isOfAny(sources: ReadonlySet<SourceId>, id: EndpointId): boolean {
  return sources.size > 0 && sources.has(sourceOf(id));
}
