import type { EngineClient } from '../../../contract/channels/engine-client.ts';
import type { EndpointId } from '../../../contract/model/units.ts';
import { isIdInSource } from '../../../shared/endpoint-id.ts';
import { followEngine } from '../../../shared/follow-engine.ts';

/**
 * Counts the endpoints, so that `/healthz`, which needs no token, does not need a snapshot.
 * @returns reads the current number
 */
export async function countEndpoints(engine: Pick<EngineClient, 'request' | 'onPush'>): Promise<() => number> {
  const follower = followEngine<Set<EndpointId>>({
    client: engine,
    start: ({ endpoints }) => new Set(endpoints.flatMap(({ endpoint }) => ownId(endpoint.id))),
    apply(ids, { changes }) {
      for (const change of changes) {
        if (change.type === 'endpoint') {
          for (const id of ownId(change.view.endpoint.id)) ids.add(id);
        } else if (change.type === 'removed') ids.delete(change.id);
      }
      return ids;
    },
    // Within one process, no push is lost.
    onGap: () => void follower.sync(),
  });
  await follower.sync();
  return () => follower.state()?.size ?? 0;
}

/** Without the endpoints of other Lookouts, which their own `/healthz` counts. */
function ownId(id: EndpointId): readonly EndpointId[] {
  return isIdInSource(id) ? [] : [id];
}
