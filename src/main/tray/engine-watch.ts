/** Follows the parts of the engine's state that the shell shows: endpoints with their status, and settings. */
import type { EngineClient } from '../../contract/channels/engine-client.ts';
import type { Change, Snapshot } from '../../contract/channels/snapshot.ts';
import type { Status } from '../../contract/model/endpoint.ts';
import type { Settings } from '../../contract/model/settings.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { followEngine } from '../../shared/follow-engine.ts';

export interface ShellEndpoint {
  readonly name: string;
  readonly status: Status;
}

export interface ShellView {
  readonly endpoints: ReadonlyMap<EndpointId, ShellEndpoint>;
  readonly settings: Settings;
}

export function viewOf(snapshot: Pick<Snapshot, 'endpoints' | 'settings'>): ShellView {
  const endpoints = new Map<EndpointId, ShellEndpoint>();
  for (const { endpoint, state } of snapshot.endpoints) {
    endpoints.set(endpoint.id, { name: endpoint.config.name, status: state.status });
  }
  return { endpoints, settings: snapshot.settings };
}

/** @returns the same object when the changes are about nothing that the shell shows */
export function applyChanges(view: ShellView, changes: readonly Change[]): ShellView {
  let { settings } = view;
  let endpoints: Map<EndpointId, ShellEndpoint> | null = null;
  // Copied once, and only when something changes: mostly, a check ends with the same status as the one before.
  const writable = (): Map<EndpointId, ShellEndpoint> => (endpoints ??= new Map(view.endpoints));

  for (const change of changes) {
    const current = endpoints ?? view.endpoints;
    switch (change.type) {
      case 'endpoint': {
        const { endpoint, state } = change.view;
        writable().set(endpoint.id, { name: endpoint.config.name, status: state.status });
        break;
      }
      case 'removed':
        if (current.has(change.id)) writable().delete(change.id);
        break;
      case 'checked':
      case 'state': {
        const known = current.get(change.id);
        if (known !== undefined && known.status !== change.state.status) {
          writable().set(change.id, { ...known, status: change.state.status });
        }
        break;
      }
      case 'settings':
        settings = change.settings;
        break;
      case 'incident':
      case 'sources':
      case 'changed':
      case 'network':
      case 'notice':
      case 'notification':
      case 'sound':
      case 'health':
        break;
    }
  }
  if (endpoints === null && settings === view.settings) return view;
  return { endpoints: endpoints ?? view.endpoints, settings };
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
