/** Starts watching the endpoints of the store, when Lookout starts. */
import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { RecentRing, summarize } from '../../shared/recent-checks.ts';
import type { StoredState } from '../store/store.ts';
import { EMPTY_MEMORY } from '../verdict/endpoint-memory.ts';
import { pending } from '../verdict/status.ts';
import { sealedEndpointOf } from './changes.ts';
import type { CommandParts } from './command-parts.ts';
import { readStored } from './read-endpoints.ts';

/** A stored endpoint that this version cannot check, with the reasons. */
export interface Unusable {
  readonly endpoint: Endpoint;
  readonly issues: readonly Issue[];
}

/** @returns those that this version cannot check */
export async function loadEndpoints(
  stored: StoredState,
  { clock, kinds, changes }: Pick<CommandParts, 'clock' | 'kinds' | 'changes'>,
): Promise<Unusable[]> {
  const now = clock.now();
  const unusable: Unusable[] = [];
  const spans = Map.groupBy(stored.spans, ({ endpointId }) => endpointId);
  const open = new Map(stored.incidents.filter(isOpen).map((incident) => [incident.endpointId, incident]));
  await changes.inTimeSlices(stored.endpoints, (endpoint) => {
    const read = readStored(endpoint, kinds);
    if (!read.ok) {
      unusable.push({ endpoint, issues: read.issues });
      return;
    }
    const last = stored.last.get(endpoint.id);
    const known = spans.get(endpoint.id) ?? [];
    const newest = known.at(-1);
    const history = {
      recent: new RecentRing(stored.recent.get(endpoint.id)),
      last: last === undefined ? null : summarize(last),
      details: last?.details ?? null,
      spans: known,
      statusState: pending(now, open.get(endpoint.id)),
      pausedAt: newest?.status === 'paused' ? newest.from : null,
      memory: stored.memory.get(endpoint.id) ?? EMPTY_MEMORY,
    };
    changes.watch(sealedEndpointOf(endpoint, read.entry), history, 'spread');
  });
  return unusable;
}

function isOpen({ resolvedAt }: { readonly resolvedAt: EpochMs | null }): boolean {
  return resolvedAt === null;
}
