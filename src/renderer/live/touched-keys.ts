import type { Push } from '../../contract/channels/snapshot.ts';
import type { LiveState } from './apply.ts';

/**
 * What a component can subscribe to: `endpoint:ID` is one endpoint, `all` is all of them, `ids` is the list of ids.
 */
export type StoreKey =
  | `endpoint:${string}`
  | 'all'
  | 'ids'
  | 'sources'
  | 'settings'
  | 'health'
  | 'incidents'
  | 'network'
  | 'notices'
  | 'changed'
  | 'connection'
  | 'loaded';

/** The keys whose values a push changed. */
export function touchedKeys(before: LiveState, after: LiveState, push: Push): ReadonlySet<StoreKey> {
  const keys = new Set<StoreKey>();
  for (const change of push.changes) {
    if (change.type === 'endpoint') keys.add(`endpoint:${change.view.endpoint.id}`);
    else if (change.type === 'removed' || change.type === 'checked' || change.type === 'state') {
      keys.add(`endpoint:${change.id}`);
    }
  }
  if (before.endpoints !== after.endpoints) keys.add('all');
  for (const key of ['ids', 'sources', 'settings', 'health', 'incidents', 'network', 'notices', 'changed'] as const) {
    if (before[key] !== after[key]) keys.add(key);
  }
  return keys;
}
