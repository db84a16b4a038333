import type { Source, SourceId } from '../contract/model/source.ts';
import type { EpochMs } from '../contract/model/units.ts';

/** When a source last sent something, if it is not connected; null: it is connected. 0: it never did. */
export function staleSince(source: Source | undefined): EpochMs | null {
  const { connection } = source ?? {};
  return connection === undefined || connection.state === 'connected' ? null : (connection.lastContact ?? 0);
}

/** The sources that are not connected. The status of their endpoints counts as unknown. */
export function staleSources(sources: readonly Source[]): ReadonlySet<SourceId> {
  return new Set(sources.filter((source) => staleSince(source) !== null).map(({ id }) => id));
}
