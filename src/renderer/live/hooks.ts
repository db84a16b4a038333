/** How components read the state of the engine. Each hook subscribes only to the values that it returns. */
import { createContext, useCallback, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { Collection } from '../../contract/channels/snapshot.ts';
import type { KindDescriptor } from '../../contract/descriptor.ts';
import type { CheckSummary } from '../../contract/model/check.ts';
import type { Health } from '../../contract/model/health.ts';
import type { HostInfo } from '../../contract/model/host.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Network, Notice, Notification } from '../../contract/model/notices.ts';
import type { Capabilities, Source } from '../../contract/model/source.ts';
import type { Settings } from '../../contract/model/settings.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import { createTexts, type Texts } from '../../i18n/texts.ts';
import { textsOfNoKind } from '../texts.ts';
import { withDefaultSettings } from '../../shared/default-settings.ts';
import { capabilitiesOf } from '../../shared/endpoint-id.ts';
import type { LiveState } from './apply.ts';
import { lastTick, onTick } from './clock.ts';
import type { LiveStore } from './live-store.ts';
import type { StoreKey } from './touched-keys.ts';
import { useLatest } from './use-latest.ts';

export const LiveStoreContext = createContext<LiveStore | null>(null);

export function useLiveStore(): LiveStore {
  const store = useContext(LiveStoreContext);
  if (store === null) throw new Error('This component needs a LiveStoreContext above it');
  return store;
}

function useStoreValue<T>(key: StoreKey, read: (store: LiveStore) => T): T {
  const store = useLiveStore();
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key]);
  return useSyncExternalStore(subscribe, () => read(store));
}

function useStateValue<T>(key: StoreKey, read: (state: LiveState) => T): T {
  return useStoreValue(key, (store) => {
    const state = store.getState();
    // `<App>` renders its children only after the first snapshot.
    if (state === null) throw new Error('The first snapshot has not arrived yet');
    return read(state);
  });
}

/** Whether the first snapshot has arrived. */
export function useLoaded(): boolean {
  return useStoreValue('loaded', (store) => store.getState() !== null);
}

/** One endpoint; undefined when it does not exist (any more). */
export function useEndpoint(id: string): EndpointView | undefined {
  return useStateValue(`endpoint:${id}`, (state) => state.endpoints.get(id));
}

/** Changes only when an endpoint is added or removed. */
export function useEndpointIds(): readonly string[] {
  return useStateValue('ids', (state) => state.ids);
}

/**
 * All endpoints, for sorting and counting. Changes at most twice a second, or when an endpoint is added or removed.
 */
export function useAllEndpoints(): ReadonlyMap<string, EndpointView> {
  return useStoreValue('all', (store) => store.getAll());
}

export function useSettings(): Settings {
  return useStateValue('settings', (state) => state.settings);
}

/** Null during the engine's first second. */
export function useHealth(): Health | null {
  return useStateValue('health', (state) => state.health);
}

/** The last five minutes, oldest first, as far as this page received them. */
export function useHealthHistory(): readonly Health[] {
  return useStateValue('health', (state) => state.healthHistory);
}

/** All open incidents and the newest ended ones, newest first. */
export function useIncidents(): readonly Incident[] {
  return useStateValue('incidents', (state) => state.incidents);
}

/** A number that differs after each change of a collection; null: there is no collection. */
export function useChangedCount(what: Collection | null): number {
  return useStateValue('changed', (state) => (what === null ? 0 : (state.changed[what] ?? 0)));
}

export function useNetwork(): Network {
  return useStateValue('network', (state) => state.network);
}

/** The active notices. */
export function useNotices(): readonly Notice[] {
  return useStateValue('notices', (state) => state.notices);
}

/** Whether the page is connected to the engine. */
export function useConnected(): boolean {
  return useStoreValue('connection', (store) => store.getConnected());
}

/** Why the last snapshot failed; null when it succeeded. */
export function useTrouble(): string | null {
  const trouble = useStoreValue('connection', (store) => store.getTrouble());
  return trouble === null ? null : textsOfNoKind.refusal(trouble);
}

/** Converts the engine's codes to text. The same object until the engine has other kinds. */
export function useTexts(): Texts {
  return textsOf(useStateValue('loaded', (state) => state.kinds));
}

const textsOfKinds = new WeakMap<readonly KindDescriptor[], Texts>();

function textsOf(kinds: readonly KindDescriptor[]): Texts {
  let texts = textsOfKinds.get(kinds);
  if (texts === undefined) {
    texts = createTexts(kinds);
    textsOfKinds.set(kinds, texts);
  }
  return texts;
}

/** The check kinds with their forms, whose defaults follow the settings for new endpoints. */
export function useKinds(): readonly KindDescriptor[] {
  const kinds = useStateValue('loaded', (state) => state.kinds);
  const settings = useSettings();
  return useMemo(() => kinds.map((form) => withDefaultSettings(form, settings)), [kinds, settings]);
}

/** The kind with this name; undefined when this engine does not have it. The same object every time. */
export function useKind(name: string | undefined): KindDescriptor | undefined {
  const kinds = useStateValue('loaded', (state) => state.kinds);
  return kinds.find(({ kind }) => kind === name);
}

/** What the source of an endpoint can do; without an id, what the connected engine can do. */
export function useCapabilities(id: EndpointId = ''): Capabilities {
  return useStateValue('sources', (state) => capabilitiesOf(state.sources, id));
}

export function useSources(): readonly Source[] {
  return useStateValue('sources', (state) => state.sources);
}

export function useHost(): HostInfo {
  return useStateValue('loaded', (state) => state.host);
}

/** Sends a request. The function never changes. The caller handles a rejection; `useCommand` shows it as a message. */
export function useRequest(): LiveStore['request'] {
  return useLiveStore().request;
}

/** Calls back after the next paint. The function never changes. */
export function useAfterPaint(): LiveStore['afterPaint'] {
  return useLiveStore().afterPaint;
}

/** Calls `onChecked` for each new check of an endpoint, in order, in batches at most ten times a second. */
export function useChecked(id: string, onChecked: (check: CheckSummary) => void): void {
  const store = useLiveStore();
  const latest = useLatest(onChecked);
  useEffect(() => store.onChecked(id, (check) => latest.current(check)), [store, id, latest]);
}

/** The same for several endpoints. @param ids a stable list */
export function useCheckedAny(ids: readonly string[], onChecked: (check: CheckSummary) => void): void {
  const store = useLiveStore();
  const latest = useLatest(onChecked);
  useEffect(() => {
    const stops = ids.map((id) => store.onChecked(id, (check) => latest.current(check)));
    return () => {
      for (const stop of stops) stop();
    };
  }, [store, ids, latest]);
}

/** Calls `onNotification` immediately for each notification. */
export function useNotified(onNotification: (notification: Notification) => void): void {
  const store = useLiveStore();
  const latest = useLatest(onNotification);
  useEffect(() => store.onNotification((notification) => latest.current(notification)), [store, latest]);
}

/** Calls `onNotice` immediately for each notice that is pushed, also when it ends. */
export function useNoticed(onNotice: (notice: Notice) => void): void {
  const store = useLiveStore();
  const latest = useLatest(onNotice);
  useEffect(() => store.onNotice((notice) => latest.current(notice)), [store, latest]);
}

/**
 * Epoch milliseconds, updated every `intervalMs`, at the same moment in all components with this interval. Without a
 * connection, it stops at the last contact, because the page shows the state of that time.
 */
export function useNow(intervalMs: number): number {
  const store = useLiveStore();
  const subscribe = useCallback(
    (listener: () => void) => {
      const endTicks = onTick(intervalMs, listener);
      const endConnection = store.subscribe('connection', listener);
      return () => {
        endTicks();
        endConnection();
      };
    },
    [store, intervalMs],
  );
  return useSyncExternalStore(subscribe, () =>
    store.getConnected() ? lastTick(intervalMs) : Math.min(store.getLastContact(), lastTick(intervalMs)),
  );
}

/** When the last push or snapshot arrived. Only useful without a connection: 0 otherwise. */
export function useLastContact(): EpochMs {
  return useStoreValue('connection', (store) => (store.getConnected() ? 0 : store.getLastContact()));
}
