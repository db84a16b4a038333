import {
  SNAPSHOT_PAGE,
  type Snapshot,
  type SnapshotCursor,
  type SnapshotPage,
} from '../../contract/channels/snapshot.ts';
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { Publisher } from './publisher.ts';
import type { PushBatches } from './push-batches.ts';

export interface SnapshotsOptions {
  readonly pushBatches: Pick<PushBatches, 'flush' | 'seq'>;
  readonly registry: EndpointRegistry;
  readonly publisher: Pick<Publisher, 'view' | 'openIncidents' | 'endedIncidents'>;
  /** The parts of a snapshot besides its first page. */
  readonly rest: () => Omit<Snapshot, keyof SnapshotPage>;
}

/**
 * Everything a page shows, in pages of endpoints: one message with tens of thousands of endpoints would block the loop.
 */
export interface Snapshots {
  first(): Snapshot;
  after(cursor: SnapshotCursor): SnapshotPage;
}

export function createSnapshots({ pushBatches, registry, publisher, rest }: SnapshotsOptions): Snapshots {
  function after(cursor: SnapshotCursor): SnapshotPage {
    // This page contains the waiting changes, so they must not come again with a higher number.
    pushBatches.flush();
    const { monitors, next } = registry.page(cursor, SNAPSHOT_PAGE);
    return {
      seq: pushBatches.seq,
      endpoints: monitors.map((monitor) => publisher.view(monitor)),
      incidents: publisher.openIncidents(new Set(monitors.map(({ endpoint }) => endpoint.id))),
      next,
    };
  }

  return {
    first() {
      const page = after(0);
      return { ...rest(), ...page, incidents: [...page.incidents, ...publisher.endedIncidents()] };
    },
    after,
  };
}
