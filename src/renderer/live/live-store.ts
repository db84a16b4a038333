/** Keeps the state of the page in sync with the engine, and notifies components only of changes to what they show. */
import type { Bridge } from '../../contract/channels/bridge.ts';
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { Answer, AnyChannel, Args } from '../../contract/channels/index.ts';
import type { Push } from '../../contract/channels/snapshot.ts';
import type { RequestFailure } from '../../contract/errors.ts';
import type { CheckSummary } from '../../contract/model/check.ts';
import type { Notice, Notification } from '../../contract/model/notices.ts';
import type { Sound } from '../../contract/model/sound.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { followEngine } from '../../shared/follow-engine.ts';
import { applyPush, fromSnapshot, type LiveState } from './apply.ts';
import { createAskedPaths } from './asked-paths.ts';
import { systemFrames, type Frames } from './frames.ts';
import { listenTo } from './listeners.ts';
import { createNotificationInbox } from './notification-inbox.ts';
import { createRedraws } from './redraws.ts';
import { toRequestFailure } from './request-failed.ts';
import { touchedKeys, type StoreKey } from './touched-keys.ts';

/** The first and the longest delay before a failed snapshot is requested again. */
const RETRY_MS = { first: 500, most: 10_000 };

export interface LiveStore {
  /** Null until the first snapshot has arrived. */
  getState(): LiveState | null;
  /** All endpoints as of the last update, which happens at most twice a second, or when one is added or removed. */
  getAll(): ReadonlyMap<string, EndpointView>;
  getConnected(): boolean;
  /** When the last push or snapshot arrived: the page shows the state of that time. */
  getLastContact(): EpochMs;
  /** Why the last snapshot failed; null when it succeeded. */
  getTrouble(): RequestFailure | null;
  /** Calls `listener` after a value under the key changed, at most ten times a second. */
  subscribe(key: StoreKey, listener: () => void): () => void;
  /** Calls `listener` for each new check of an endpoint, in order, together with redraws. */
  onChecked(id: string, listener: (check: CheckSummary) => void): () => void;
  /**
   * Calls `listener` immediately. First it receives, once, the notifications of the last seconds, while the page was
   * loading.
   */
  onNotification(listener: (notification: Notification) => void): () => void;
  /** Calls `listener` immediately for each notice that is pushed, also when it ends. */
  onNotice(listener: (notice: Notice) => void): () => void;
  /** Calls `listener` immediately for each sound that an alert requests. */
  onSound(listener: (sound: Sound) => void): () => void;
  /**
   * Calls `listener` when the host asks the page to navigate. A path that arrived before there was a listener is
   * delivered at once.
   */
  onNavigate(listener: (path: string) => void): () => void;
  /**
   * Calls `callback` when what has changed is on the screen. Returns a function that cancels it. Sending a request takes
   * the browser about a millisecond, and a gesture on eight lines sends sixteen.
   */
  readonly afterPaint: (callback: () => void) => () => void;
  readonly request: <C extends AnyChannel>(channel: C, args: Args<C>) => Promise<Answer<C>>;
  dispose(): void;
}

export function createLiveStore(bridge: Bridge, frames: Frames = systemFrames): LiveStore {
  let connected = true;
  let lastContact = Date.now();
  let trouble: RequestFailure | null = null;
  let disposed = false;
  let wait = RETRY_MS.first;
  let cancelRetry = () => {};
  /** The notifications of the last snapshot, until it has been applied. */
  let unseen: readonly Notification[] = [];
  const notifications = createNotificationInbox();
  const noticeListeners = new Set<(notice: Notice) => void>();
  const soundListeners = new Set<(sound: Sound) => void>();
  const follower = followEngine({
    client: bridge,
    start(snapshot, before) {
      unseen = snapshot.notifications;
      return fromSnapshot(snapshot, before);
    },
    apply: applyPush,
    onState,
    onGap: startSync,
  });
  const redraws = createRedraws(frames, () => follower.state()?.endpoints);
  const askedPaths = createAskedPaths(bridge);

  /** Reads a snapshot. If that fails, tries again after a delay. */
  async function sync(): Promise<void> {
    cancelRetry();
    try {
      await follower.sync();
    } catch (error) {
      if (disposed) return;
      trouble = toRequestFailure(error);
      redraws.touch('connection');
      cancelRetry = frames.after(wait, startSync);
      wait = Math.min(wait * 2, RETRY_MS.most);
    }
  }

  function startSync(): void {
    sync().catch(report);
  }

  function onState(state: LiveState, before: LiveState | null, push: Push | null): void {
    lastContact = Date.now();
    if (push === null || before === null) {
      trouble = null;
      wait = RETRY_MS.first;
      redraws.touchEverything();
      notifications.catchUp(unseen);
      return;
    }
    for (const change of push.changes) {
      if (change.type === 'checked') redraws.checked(change.id, change.state.last);
      else if (change.type === 'notification') notifications.deliver(change.notification);
      else if (change.type === 'notice') for (const listener of noticeListeners) listener(change.notice);
      else if (change.type === 'sound') for (const listener of soundListeners) listener(change.sound);
    }
    for (const key of touchedKeys(before, state, push)) redraws.touch(key);
  }

  const endConnection = bridge.onConnection((now) => {
    if (now === connected) return;
    connected = now;
    redraws.touch('connection');
    // Pushes during the disconnection are lost.
    if (connected) startSync();
  });
  startSync();

  return {
    getState: () => follower.state(),
    getAll: () => redraws.getAll(),
    getConnected: () => connected && (trouble === null || follower.state() === null),
    getLastContact: () => lastContact,
    getTrouble: () => trouble,
    subscribe: (key, listener) => redraws.subscribe(key, listener),
    onChecked: (id, listener) => redraws.onChecked(id, listener),
    onNotification: (listener) => notifications.listen(listener),
    onNotice: (listener) => listenTo(noticeListeners, listener),
    onSound: (listener) => listenTo(soundListeners, listener),
    onNavigate: (listener) => askedPaths.onNavigate(listener),
    afterPaint: (callback) => frames.painted(callback),
    request: (channel, args) => bridge.request(channel, args),
    dispose() {
      disposed = true;
      cancelRetry();
      redraws.dispose();
      follower.dispose();
      endConnection();
      askedPaths.dispose();
    },
  };
}

// Only bugs arrive here: callers handle the failures of their requests. `reportError` makes bugs visible.
function report(error: unknown): void {
  reportError(error);
}
