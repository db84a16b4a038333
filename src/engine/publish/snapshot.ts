import type { EndpointView } from '../../contract/channels/endpoints.ts';
import {
  SNAPSHOT_PAGE,
  type Snapshot,
  type SnapshotCursor,
  type SnapshotPage,
} from '../../contract/channels/snapshot.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { Publisher } from './publisher.ts';
import type { PushBatches } from './push-batches.ts';

export interface SnapshotsOptions {
  readonly pushBatches: Pick<PushBatches, 'flush' | 'seq'>;
  readonly registry: EndpointRegistry;
  readonly publisher: Pick<Publisher, 'view' | 'openIncidents' | 'endedIncidents'>;
  readonly remote: RemotePages;
  /** The parts of a snapshot besides its first page. */
  readonly rest: () => Omit<Snapshot, keyof SnapshotPage>;
}

/** Cursors from here on are places among the endpoints of other sources. Those of this engine are far below. */
export const REMOTE_CURSOR: SnapshotCursor = 2 ** 50;

/**
 * Everything a page shows, in pages of endpoints: one message with tens of thousands of endpoints would block the loop.
 */
export interface Snapshots {
  first(): Snapshot;
  after(cursor: SnapshotCursor): SnapshotPage;
}

/** The endpoints of other sources. */
export interface RemotePages {
  readonly size: number;
  page(after: SnapshotCursor, size: number): { readonly views: readonly EndpointView[]; readonly next: number | null };
  openIncidents(ids: ReadonlySet<EndpointId>): readonly Incident[];
  endedIncidents(): readonly Incident[];
}

export function createSnapshots({ pushBatches, registry, publisher, remote, rest }: SnapshotsOptions): Snapshots {
  function after(cursor: SnapshotCursor): SnapshotPage {
    // This page contains the waiting changes, so they must not come again with a higher number.
    pushBatches.flush();
    const { seq } = pushBatches;
    if (cursor >= REMOTE_CURSOR) {
      const { views, next } = remote.page(cursor, SNAPSHOT_PAGE);
      const ids = new Set(views.map(({ endpoint }) => endpoint.id));
      return { seq, endpoints: views, incidents: remote.openIncidents(ids), next };
    }
    const { monitors, next } = registry.page(cursor, SNAPSHOT_PAGE);
    return {
      seq,
      endpoints: monitors.map((monitor) => publisher.view(monitor)),
      incidents: publisher.openIncidents(new Set(monitors.map(({ endpoint }) => endpoint.id))),
      next: next === null && remote.size > 0 ? REMOTE_CURSOR : next,
    };
  }

  return {
    first() {
      const page = after(0);
      const ended = [...publisher.endedIncidents(), ...remote.endedIncidents()];
      return { ...rest(), ...page, incidents: [...page.incidents, ...ended] };
    },
    after,
  };
}
