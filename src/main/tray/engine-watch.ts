/** What the shell shows of the engine: the tray's counts and the settings that concern windows. */
import type { Change, Push, Snapshot } from '../../contract/channels.ts';
import type { EndpointId, Settings, Status } from '../../contract/model.ts';
import type { Engine } from '../../engine/engine.ts';

export interface Watched {
  readonly name: string;
  readonly status: Status;
}

export interface ShellView {
  readonly endpoints: ReadonlyMap<EndpointId, Watched>;
  readonly settings: Settings;
}

export function viewOf(snapshot: Pick<Snapshot, 'endpoints' | 'settings'>): ShellView {
  const endpoints = new Map<EndpointId, Watched>();
  for (const { endpoint, state } of snapshot.endpoints) {
    endpoints.set(endpoint.id, { name: endpoint.config.name, status: state.status });
  }
  return { endpoints, settings: snapshot.settings };
}

/** @returns the same object when the changes concern nothing that the shell shows */
export function applyChanges(view: ShellView, changes: readonly Change[]): ShellView {
  let { settings } = view;
  let endpoints: Map<EndpointId, Watched> | null = null;
  // Copied once, and only when something changes: a check that ends as the one before did is by far the usual change.
  const writable = (): Map<EndpointId, Watched> => (endpoints ??= new Map(view.endpoints));

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
      case 'network':
      case 'notice':
      case 'notification':
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

/** Follows a started engine. */
export async function watchEngine(engine: Pick<Engine, 'request' | 'onPush'>): Promise<EngineWatch> {
  const listeners = new Set<(view: ShellView, before: ShellView) => void>();
  const early: Push[] = [];
  let view: ShellView | null = null;

  const end = engine.onPush((push) => {
    if (view === null) {
      early.push(push);
      return;
    }
    const before = view;
    view = applyChanges(before, push.changes);
    if (view !== before) for (const listener of listeners) listener(view, before);
  });

  let snapshot: Snapshot;
  try {
    snapshot = await engine.request('app.snapshot', {});
  } catch (error) {
    end();
    throw error;
  }
  let current = viewOf(snapshot);
  for (const push of early) if (push.seq > snapshot.seq) current = applyChanges(current, push.changes);
  view = current;

  return {
    view: () => view ?? current,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      end();
      listeners.clear();
    },
  };
}
