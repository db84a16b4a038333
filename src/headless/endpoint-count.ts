import type { Snapshot, Push } from '../contract/channels.ts';
import type { EndpointId } from '../contract/model.ts';
import type { Engine } from '../engine/engine.ts';

/**
 * Keeps count of the endpoints, so that `/healthz`, which anybody may ask, costs no snapshot.
 * @returns how many there are now
 */
export async function countEndpoints(engine: Pick<Engine, 'request' | 'onPush'>): Promise<() => number> {
  const ids = new Set<EndpointId>();
  let snapshot: Snapshot | null = null;
  const early: Push[] = [];

  function apply({ changes }: Push): void {
    for (const change of changes) {
      if (change.type === 'endpoint') ids.add(change.view.endpoint.id);
      else if (change.type === 'removed') ids.delete(change.id);
    }
  }

  engine.onPush((push) => {
    if (snapshot === null) early.push(push);
    else if (push.seq > snapshot.seq) apply(push);
  });
  const first = await engine.request('app.snapshot', {});
  for (const { endpoint } of first.endpoints) ids.add(endpoint.id);
  for (const push of early) if (push.seq > first.seq) apply(push);
  snapshot = first;
  return () => ids.size;
}
