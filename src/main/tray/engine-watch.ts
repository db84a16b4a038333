/**
 * Follows the parts of the engine's state that the shell shows: endpoints with their status, and settings. The
 * endpoints of a source without a connection are unknown, as on the page.
 */
import type { EngineClient } from '../../contract/channels/engine-client.ts';
import type { Change, Snapshot } from '../../contract/channels/snapshot.ts';
import type { Status } from '../../contract/model/endpoint.ts';
import type { Settings } from '../../contract/model/settings.ts';
import type { Source, SourceId } from '../../contract/model/source.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { sourceOf } from '../../shared/endpoint-id.ts';
import { followEngine } from '../../shared/follow-engine.ts';
import { staleSources } from '../../shared/stale-sources.ts';

export interface ShellEndpoint {
  readonly name: string;
  readonly status: Status;
}

interface FollowedEndpoint extends ShellEndpoint {
  /** The status that was last reported: another one than `status` while its source is not connected. */
  readonly reported: Status;
}

export interface ShellView {
  readonly endpoints: ReadonlyMap<EndpointId, FollowedEndpoint>;
  readonly settings: Settings;
  readonly sources: readonly Source[];
}

export function viewOf({
  endpoints,
  settings,
  sources,
}: Pick<Snapshot, 'endpoints' | 'settings' | 'sources'>): ShellView {
  const stale = staleSources(sources);
  const shown = new Map<EndpointId, FollowedEndpoint>();
  for (const { endpoint, state } of endpoints) {
    shown.set(endpoint.id, endpointOf(endpoint.id, endpoint.config.name, state.status, stale));
  }
  return { endpoints: shown, settings, sources };
}

function endpointOf(id: EndpointId, name: string, reported: Status, stale: ReadonlySet<SourceId>): FollowedEndpoint {
  return { name, reported, status: stale.has(sourceOf(id)) ? 'unknown' : reported };
}

/** @returns the same object when the changes are about nothing that the shell shows */
export function applyChanges(view: ShellView, changes: readonly Change[]): ShellView {
  let { settings, sources } = view;
  let stale = staleSources(sources);
  let endpoints: Map<EndpointId, FollowedEndpoint> | null = null;
  // Copied once, and only when something changes: mostly, a check ends with the same status as the one before.
  const writable = (): Map<EndpointId, FollowedEndpoint> => (endpoints ??= new Map(view.endpoints));
  const put = (id: EndpointId, name: string, reported: Status): void => {
    writable().set(id, endpointOf(id, name, reported, stale));
  };

  for (const change of changes) {
    const current = endpoints ?? view.endpoints;
    switch (change.type) {
      case 'endpoint': {
        const { endpoint, state } = change.view;
        put(endpoint.id, endpoint.config.name, state.status);
        break;
      }
      case 'removed':
        if (current.has(change.id)) writable().delete(change.id);
        break;
      case 'checked':
      case 'state': {
        const known = current.get(change.id);
        if (known !== undefined && known.reported !== change.state.status)
          put(change.id, known.name, change.state.status);
        break;
      }
      case 'settings':
        settings = change.settings;
        break;
      case 'sources': {
        ({ sources } = change);
        const before = stale;
        stale = staleSources(sources);
        if (stale.symmetricDifference(before).size === 0) break;
        for (const [id, { name, reported }] of current) put(id, name, reported);
        break;
      }
      case 'incident':
      case 'changed':
      case 'network':
      case 'notice':
      case 'notification':
      case 'sound':
      case 'health':
        break;
    }
  }
  if (endpoints === null && settings === view.settings && sources === view.sources) return view;
  return { endpoints: endpoints ?? view.endpoints, settings, sources };
}

export interface EngineWatch {
  readonly view: () => ShellView;
  /** Calls back after each change of the view. */
  onChange(listener: (view: ShellView, before: ShellView) => void): () => void;
  dispose(): void;
}

/** Follows a started engine. @throws RequestError when it has no snapshot */
export async function watchEngine(engine: Pick<EngineClient, 'request' | 'onPush'>): Promise<EngineWatch> {
  const listeners = new Set<(view: ShellView, before: ShellView) => void>();
  const follower = followEngine<ShellView>({
    client: engine,
    start: viewOf,
    apply: (view, { changes }) => applyChanges(view, changes),
    onState(view, before) {
      if (before !== null) for (const listener of listeners) listener(view, before);
    },
    // Within one process, no push is lost.
    onGap: () => void follower.sync(),
  });
  try {
    await follower.sync();
  } catch (error) {
    follower.dispose();
    throw error;
  }
  const first = follower.state();
  if (first === null) throw new TypeError('A snapshot was read, but there is no state');

  return {
    view: () => follower.state() ?? first,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      follower.dispose();
      listeners.clear();
    },
  };
}
