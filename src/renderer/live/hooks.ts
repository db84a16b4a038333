/** How components read what is known of the engine. Each subscribes to no more than it returns. */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { KindDescriptor } from '../../contract/descriptor.ts';
import type { CheckSummary } from '../../contract/model/check.ts';
import type { Health } from '../../contract/model/health.ts';
import type { HostInfo } from '../../contract/model/host.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Network, Notice, Notification } from '../../contract/model/notices.ts';
import type { Capabilities, Source } from '../../contract/model/source.ts';
import type { Settings } from '../../contract/model/settings.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { withDefaultSettings } from '../../shared/default-settings.ts';
import { capabilitiesOf } from '../../shared/endpoint-id.ts';
import type { LiveState } from './apply.ts';
import { lastTick, onTick } from './clock.ts';
import type { LiveStore } from './live-store.ts';
import type { StoreKey } from './touched-keys.ts';

export const LiveStoreContext = createContext<LiveStore | null>(null);

export function useLiveStore(): LiveStore {
  const store = useContext(LiveStoreContext);
  if (store === null) throw new Error('Expected a LiveStoreContext above this component, got none');
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
    // `<App>` shows what is below it only once the first snapshot is there.
    if (state === null) throw new Error('Expected the first snapshot to be there, got none yet');
    return read(state);
  });
}

/** Whether the first snapshot is there. */
export function useLoaded(): boolean {
  return useStoreValue('loaded', (store) => store.getState() !== null);
}

/** One endpoint; undefined when there is none of that id (any more). */
export function useEndpoint(id: string): EndpointView | undefined {
  return useStateValue(`endpoint:${id}`, (state) => state.endpoints.get(id));
}

/** Changes only when an endpoint came or went. */
export function useEndpointIds(): readonly string[] {
  return useStateValue('ids', (state) => state.ids);
}

/** Every endpoint, for sorting and counting: changes at most twice a second, or when one came or went. */
export function useAllEndpoints(): ReadonlyMap<string, EndpointView> {
  return useStoreValue('all', (store) => store.getAll());
}

export function useSettings(): Settings {
  return useStateValue('settings', (state) => state.settings);
}

/** Null in the engine's first second. */
export function useHealth(): Health | null {
  return useStateValue('health', (state) => state.health);
}

/** The last five minutes, oldest first, as far as this page was there. */
export function useHealthHistory(): readonly Health[] {
  return useStateValue('health', (state) => state.healthHistory);
}

/** The open incidents and the newest of the ended, newest first. */
export function useIncidents(): readonly Incident[] {
  return useStateValue('incidents', (state) => state.incidents);
}

export function useNetwork(): Network {
  return useStateValue('network', (state) => state.network);
}

/** The active ones. */
export function useNotices(): readonly Notice[] {
  return useStateValue('notices', (state) => state.notices);
}

/** Whether the way to the engine is open. */
export function useConnected(): boolean {
  return useStoreValue('connection', (store) => store.getConnected());
}

/** Why the last snapshot could not be had; null when it could. */
export function useTrouble(): string | null {
  return useStoreValue('connection', (store) => store.getTrouble());
}

/** The check kinds with their forms, which start with what the settings say of new endpoints. */
export function useKinds(): readonly KindDescriptor[] {
  const kinds = useStateValue('loaded', (state) => state.kinds);
  const settings = useSettings();
  return useMemo(() => kinds.map((form) => withDefaultSettings(form, settings)), [kinds, settings]);
}

/** The kind of that name; undefined for one that this engine does not have. The same object each time. */
export function useKind(name: string | undefined): KindDescriptor | undefined {
  const kinds = useStateValue('loaded', (state) => state.kinds);
  return kinds.find(({ kind }) => kind === name);
}

/** What the source of an endpoint can do; without an id, what the engine that this page talks to can do. */
export function useCapabilities(id: EndpointId = ''): Capabilities {
  return useStateValue('loaded', (state) => capabilitiesOf(state.sources, id));
}

export function useSources(): readonly Source[] {
  return useStateValue('loaded', (state) => state.sources);
}

export function useHost(): HostInfo {
  return useStateValue('loaded', (state) => state.host);
}

/** Sends a request; stable. Who calls it shows a rejection (see `ui/toast.tsx`: `useCommand` does both). */
export function useRequest(): LiveStore['request'] {
  return useLiveStore().request;
}

/** Calls back for each new check of one endpoint, in order, at most ten times a second in bunches. */
export function useChecked(id: string, onChecked: (check: CheckSummary) => void): void {
  const store = useLiveStore();
  const latest = useLatest(onChecked);
  useEffect(() => store.onChecked(id, (check) => latest.current(check)), [store, id, latest]);
}

/** Calls back at once for each notification. */
export function useNotified(onNotification: (notification: Notification) => void): void {
  const store = useLiveStore();
  const latest = useLatest(onNotification);
  useEffect(() => store.onNotification((notification) => latest.current(notification)), [store, latest]);
}

/** Epoch milliseconds, renewed every `intervalMs`, in step with every other component of that pace. */
export function useNow(intervalMs: number): number {
  const subscribe = useCallback((listener: () => void) => onTick(intervalMs, listener), [intervalMs]);
  return useSyncExternalStore(subscribe, () => lastTick(intervalMs));
}

function useLatest<T>(value: T): { readonly current: T } {
  const ref = useRef(value);
  useEffect(() => {
    ref.current = value;
  });
  return ref;
}
