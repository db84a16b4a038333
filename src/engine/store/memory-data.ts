/** Everything that the memory store holds. */
import type { Settings } from '../../contract/model/settings.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import type { Entry } from './memory-entry.ts';
import type { Coverage } from './series-plan.ts';
import type { Presence } from './status-history.ts';
import type { StoredDocument } from './store.ts';

export interface MemoryData {
  /** In the order in which they were added. */
  readonly entries: Map<EndpointId, Entry>;
  settings: Partial<Settings>;
  coverage: Coverage;
  presence: Presence[];
  readonly documents: Map<string, StoredDocument>;
  rowsWritten: number;
}

/** The endpoints that are not removed. */
export function listed({ entries }: MemoryData): Entry[] {
  return [...entries.values()].filter((entry) => entry.removedAt === null);
}

/** The key of a document in `MemoryData`. */
export function documentName({ collection, id }: Pick<StoredDocument, 'collection' | 'id'>): string {
  return `${collection} ${id}`;
}
