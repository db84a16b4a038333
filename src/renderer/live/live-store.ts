/** Keeps the state of the page in sync with the engine, and notifies components only of changes to what they show. */
import type { Bridge } from '../../contract/channels/bridge.ts';
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { Answer, AnyChannel, Args } from '../../contract/channels/index.ts';
import type { Push } from '../../contract/channels/snapshot.ts';
import type { RequestFailure } from '../../contract/errors.ts';
import type { CheckSummary } from '../../contract/model/check.ts';
import type { Notification } from '../../contract/model/notices.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { followEngine } from '../../shared/follow-engine.ts';
import { applyPush, fromSnapshot, type LiveState } from './apply.ts';
import { toRequestFailure } from './request-failed.ts';
import { systemFrames, type Frames } from './frames.ts';
import { touchedKeys, type StoreKey } from './touched-keys.ts';

/** The minimum time in milliseconds between two notifications of components: ten redraws per second. */
export const REDRAW_MS = 100;
/** The minimum time in milliseconds between two updates of all endpoints, unless one was added or removed. */
export const ALL_MS = 500;
/** The first and the longest delay before a failed snapshot is requested again. */
const RETRY_MS = { first: 500, most: 10_000 };

export interface LiveStore {
  /** Null until the first snapshot has arrived. */
  getState(): LiveState | null;
  /** All endpoints as of the last update, which happens at most twice a second, or when one is added or removed. */
  getAll(): ReadonlyMap<string, EndpointView>;
  getConnected(): boolean;
  /** When the last push or snapshot arrived: what the page shows is as of then. */
  getLastContact(): EpochMs;
  /** Why the last snapshot failed; null when it succeeded. */
  getTrouble(): RequestFailure | null;
  /** Calls `listener` after a value under the key changed, at most ten times a second. */
  subscribe(key: StoreKey, listener: () => void): () => void;
  /** Calls `listener` for each new check of an endpoint, in order, together with redraws. */
  onChecked(id: string, listener: (check: CheckSummary) => void): () => void;
  /** Calls `listener` immediately. */
  onNotification(listener: (notification: Notification) => void): () => void;
  /**
   * Calls `listener` when the host asks the page to navigate. A path that arrived before there was a listener is
   * delivered at once.
   */
  onNavigate(listener: (path: string) => void): () => void;
  readonly request: <C extends AnyChannel>(channel: C, args: Args<C>) => Promise<Answer<C>>;
  dispose(): void;
}

export function createLiveStore(bridge: Bridge, frames: Frames = systemFrames): LiveStore {
  let all: ReadonlyMap<string, EndpointView> = new Map();
  let allAt = -Infinity;
  let connected = true;
  let lastContact = Date.now();
  let trouble: RequestFailure | null = null;
  let disposed = false;
  let wait = RETRY_MS.first;
  let cancelRetry = () => {};
  let cancelFlush = () => {};
  let flushPlanned = false;
  let flushedAt = -Infinity;

  const listeners = new Map<StoreKey, Set<() => void>>();
  const checkListeners = new Map<string, Set<(check: CheckSummary) => void>>();
  const notificationListeners = new Set<(notification: Notification) => void>();
  const navigateListeners = new Set<(path: string) => void>();
  /** The path that the host asked for before there was a listener. */
  let waitingPath: string | null = null;
  const pendingKeys = new Set<StoreKey>();
  const pendingChecks = new Map<string, CheckSummary[]>();

  const follower = followEngine({
    client: bridge,
    start: fromSnapshot,
    apply: applyPush,
    onState,
    onGap: () => void sync().catch(report),
  });

  /** Reads a snapshot. If that fails, tries again after a delay. */
  async function sync(): Promise<void> {
    cancelRetry();
    try {
      await follower.sync();
    } catch (error) {
      if (disposed) return;
      trouble = toRequestFailure(error);
      touch('connection');
      cancelRetry = frames.after(wait, () => {
        sync().catch(report);
      });
      wait = Math.min(wait * 2, RETRY_MS.most);
    }
  }

  function onState(state: LiveState, before: LiveState | null, push: Push | null): void {
    lastContact = Date.now();
    if (push === null || before === null) {
      trouble = null;
      wait = RETRY_MS.first;
      touchEverything();
      return;
    }
    for (const change of push.changes) {
      if (change.type === 'checked' && checkListeners.has(change.id)) {
        const checks = pendingChecks.get(change.id) ?? [];
        checks.push(change.state.last);
        pendingChecks.set(change.id, checks);
      } else if (change.type === 'notification') {
        for (const listener of notificationListeners) listener(change.notification);
      }
    }
    for (const key of touchedKeys(before, state, push)) pendingKeys.add(key);
    plan();
  }

  function touch(key: StoreKey): void {
    pendingKeys.add(key);
    plan();
  }

  function touchEverything(): void {
    for (const key of listeners.keys()) pendingKeys.add(key);
    pendingKeys.add('all').add('ids');
    plan();
  }

  function plan(): void {
    if (flushPlanned) return;
    flushPlanned = true;
    cancelFlush = frames.next(Math.max(0, flushedAt + REDRAW_MS - frames.now()), flush);
  }

  function flush(): void {
    flushPlanned = false;
    flushedAt = frames.now();
    const keys = new Set(pendingKeys);
    pendingKeys.clear();
    if (keys.has('all')) {
      if (keys.has('ids') || flushedAt - allAt >= ALL_MS) {
        all = follower.state()?.endpoints ?? all;
        allAt = flushedAt;
      } else {
        keys.delete('all');
        touch('all');
      }
    }
    const checks = [...pendingChecks];
    pendingChecks.clear();
    for (const [id, list] of checks) {
      for (const check of list) for (const listener of checkListeners.get(id) ?? []) listener(check);
    }
    for (const key of keys) for (const listener of listeners.get(key) ?? []) listener();
  }

  // Listen from the start: a host that opens a window for a path may send it before a view can change.
  const endNavigation = bridge.onNavigate((path) => {
    if (navigateListeners.size === 0) waitingPath = path;
    for (const listener of navigateListeners) listener(path);
  });
  const endConnection = bridge.onConnection((now) => {
    if (now === connected) return;
    connected = now;
    touch('connection');
    // Pushes during the disconnection are lost.
    if (connected) sync().catch(report);
  });
  sync().catch(report);

  return {
    getState: () => follower.state(),
    getAll: () => all,
    getConnected: () => connected && (trouble === null || follower.state() === null),
    getLastContact: () => lastContact,
    getTrouble: () => trouble,
    subscribe: (key, listener) => listen(listeners, key, listener),
    onChecked: (id, listener) => listen(checkListeners, id, listener),
    onNotification(listener) {
      notificationListeners.add(listener);
      return () => notificationListeners.delete(listener);
    },
    onNavigate(listener) {
      navigateListeners.add(listener);
      const path = waitingPath;
      waitingPath = null;
      if (path !== null) listener(path);
      return () => navigateListeners.delete(listener);
    },
    request: (channel, args) => bridge.request(channel, args),
    dispose() {
      disposed = true;
      cancelRetry();
      cancelFlush();
      follower.dispose();
      endConnection();
      endNavigation();
    },
  };
}

function listen<K, L>(listeners: Map<K, Set<L>>, key: K, listener: L): () => void {
  const set = listeners.get(key) ?? new Set<L>();
  listeners.set(key, set);
  set.add(listener);
  return () => {
    set.delete(listener);
    if (set.size === 0 && listeners.get(key) === set) listeners.delete(key);
  };
}

// Only bugs arrive here: callers handle the failures of their requests. `reportError` makes bugs visible.
function report(error: unknown): void {
  reportError(error);
}
