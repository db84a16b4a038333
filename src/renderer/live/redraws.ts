/** Collects what changed, and notifies components of it at most ten times a second. */
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { CheckSummary } from '../../contract/model/check.ts';
import type { Frames } from './frames.ts';
import { listen } from './listeners.ts';
import type { StoreKey } from './touched-keys.ts';

/** The minimum time in milliseconds between two notifications of components: ten redraws per second. */
export const REDRAW_MS = 100;
/** The minimum time in milliseconds between two updates of all endpoints, unless one was added or removed. */
export const ALL_MS = 500;

export type Endpoints = ReadonlyMap<string, EndpointView>;

export interface Redraws {
  /** All endpoints as of the last update. */
  getAll(): Endpoints;
  subscribe(key: StoreKey, listener: () => void): () => void;
  onChecked(id: string, listener: (check: CheckSummary) => void): () => void;
  /** The value under the key has changed. */
  touch(key: StoreKey): void;
  /** All values may have changed. */
  touchEverything(): void;
  /** Keeps a check for its listeners, if there are any. */
  checked(id: string, check: CheckSummary): void;
  dispose(): void;
}

/** @param currentEndpoints undefined before the first snapshot */
export function createRedraws(frames: Frames, currentEndpoints: () => Endpoints | undefined): Redraws {
  let all: Endpoints = new Map();
  let allAt = -Infinity;
  let flushedAt = -Infinity;
  let planned = false;
  let cancel = () => {};
  const listeners = new Map<StoreKey, Set<() => void>>();
  const checkListeners = new Map<string, Set<(check: CheckSummary) => void>>();
  const pendingKeys = new Set<StoreKey>();
  const pendingChecks = new Map<string, CheckSummary[]>();

  function touch(key: StoreKey): void {
    pendingKeys.add(key);
    plan();
  }

  function plan(): void {
    if (planned) return;
    planned = true;
    cancel = frames.next(Math.max(0, flushedAt + REDRAW_MS - frames.now()), flush);
  }

  function flush(): void {
    planned = false;
    flushedAt = frames.now();
    const keys = new Set(pendingKeys);
    pendingKeys.clear();
    if (keys.has('all') && !updateAll(keys.has('ids'))) {
      keys.delete('all');
      touch('all');
    }
    const checks = [...pendingChecks];
    pendingChecks.clear();
    for (const [id, list] of checks) {
      for (const check of list) for (const listener of checkListeners.get(id) ?? []) listener(check);
    }
    for (const key of keys) for (const listener of listeners.get(key) ?? []) listener();
  }

  /** @returns false if it is too early for an update */
  function updateAll(atOnce: boolean): boolean {
    if (!atOnce && flushedAt - allAt < ALL_MS) return false;
    all = currentEndpoints() ?? all;
    allAt = flushedAt;
    return true;
  }

  return {
    getAll: () => all,
    subscribe: (key, listener) => listen(listeners, key, listener),
    onChecked: (id, listener) => listen(checkListeners, id, listener),
    touch,
    touchEverything() {
      for (const key of listeners.keys()) pendingKeys.add(key);
      pendingKeys.add('all').add('ids');
      plan();
    },
    checked(id, check) {
      if (!checkListeners.has(id)) return;
      const checks = pendingChecks.get(id) ?? [];
      checks.push(check);
      pendingChecks.set(id, checks);
    },
    dispose: () => cancel(),
  };
}
