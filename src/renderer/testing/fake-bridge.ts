/** An engine in memory behind the page's bridge; only for tests and the dev page. */
import type { Bridge } from '../../contract/channels/bridge.ts';
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { ImportPreview } from '../../contract/channels/imports.ts';
import type { Answer, AnyChannel, Args } from '../../contract/channels/index.ts';
import type { Change, Push } from '../../contract/channels/snapshot.ts';
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import type { HostFeature, HostInfo } from '../../contract/model/host.ts';
import type { Notice, Network } from '../../contract/model/notices.ts';
import { LOCAL_SOURCE, type Capabilities } from '../../contract/model/source.ts';
import { NO_CHECKS } from '../../shared/recent-checks.ts';
import { applyPush, fromSnapshot, type LiveState } from '../live/apply.ts';
import { RequestFailed } from '../live/request-failed.ts';
import { fakeCheck, fakeHealth, fakeIncident, fakeResult, fakeState, fakeTrial, fakeView } from './fake-data.ts';
import { exampleSettings } from '../../shared/testing/examples.ts';
import { seededRandom } from '../../shared/testing/seeded-random.ts';
import { configFrom, fakeSeries, fakeStatusHistory, parse, refuseBadInterval, targetFrom } from './fake-answers.ts';
import { FAKE_KINDS } from './fake-kinds.ts';

export interface FakeBridgeOptions {
  /** The number of endpoints at the start. Default 5. */
  readonly endpoints?: number;
  readonly seed?: number;
  /** True: a timer pushes checks and health, like a live engine. Default false: only `push` and `check` push. */
  readonly live?: boolean;
  readonly notices?: readonly Notice[];
  readonly network?: Network;
  /** The additional features of the host. Default: none, like a headless host. */
  readonly features?: readonly HostFeature[];
  /** Default `direct`. */
  readonly kind?: HostInfo['kind'];
  /** True: the page is in a window that shows one endpoint. Default false. */
  readonly ownWindow?: boolean;
  /** The preview of a dropped file. */
  readonly dropped?: ImportPreview;
  /** The preview of a file that the app was opened with; answered only once. */
  readonly waiting?: ImportPreview;
  /** What the engine can do. Default: everything. */
  readonly capabilities?: Partial<Capabilities>;
}

export interface FakeBridge extends Bridge {
  /** All requests so far, in order. */
  readonly requests: { readonly channel: AnyChannel; readonly args: unknown }[];
  /** The engine's state, kept by the same reducer as the page's state. */
  readonly state: () => LiveState;
  push(...changes: Change[]): void;
  /** Ends a check of an endpoint and pushes its result. */
  check(id: string, failing?: boolean): void;
  /** Rejects the next request on the channel. */
  failNext(channel: AnyChannel, failure: RequestFailed): void;
  /** Requests on the channel are answered by this from now on. */
  answer<C extends AnyChannel>(channel: C, answer: (args: Args<C>) => Answer<C> | Promise<Answer<C>>): void;
  setConnected(connected: boolean): void;
  navigate(path: string): void;
  /** Makes a file wait for import, like a second start of the app with a file. */
  offer(preview: ImportPreview): void;
  dispose(): void;
}

const ALL: Capabilities = { edit: true, pause: true, checkNow: true, import: true, changeSettings: true };

const NOTHING_TO_IMPORT: ImportPreview = {
  id: 0,
  format: 'lookout',
  fileName: '',
  entries: [],
  problems: [{ code: 'file.empty', path: '', file: 'lookout.yaml', position: null }],
};

export function createFakeBridge(options: FakeBridgeOptions = {}): FakeBridge {
  const { endpoints: amount = 5, seed = 7, live = false } = options;
  const random = seededRandom(seed);
  const now = () => Date.now();
  const views = Array.from({ length: amount }, (_, index) => fakeView(index, random, now()));
  const incidents = views.flatMap((view, index) => {
    if (view.state.status === 'down') return [fakeIncident(view, now(), false)];
    return index % 7 === 3 ? [fakeIncident(view, now(), true)] : [];
  });
  let state = fromSnapshot({
    seq: 0,
    at: now(),
    host: {
      kind: options.kind ?? 'direct',
      version: '0.1.0',
      platform: 'linux',
      dataDir: '/home/me/.local/share/lookout',
      configFile: null,
      features: options.features ?? [],
    },
    sources: [{ id: LOCAL_SOURCE, capabilities: { ...ALL, ...options.capabilities } }],
    next: null,
    endpoints: views,
    kinds: FAKE_KINDS,
    settings: exampleSettings(),
    network: options.network ?? { online: true, reason: null },
    notices: options.notices ?? [],
    health: fakeHealth(now(), random, amount),
    incidents,
  });
  const removed = new Map<string, EndpointView>();
  const pushListeners = new Set<(push: Push) => void>();
  const connectionListeners = new Set<(connected: boolean) => void>();
  const navigateListeners = new Set<(path: string) => void>();
  const requests: { channel: AnyChannel; args: unknown }[] = [];
  const failures = new Map<AnyChannel, RequestFailed>();
  let connected = true;
  let nextId = amount;
  let { waiting, dropped } = options;

  function push(...changes: Change[]): void {
    const one: Push = { seq: state.seq + 1, at: now(), changes };
    const next = applyPush(state, one);
    if (next === null) throw new Error('The fake push cannot be applied to the fake state');
    state = next;
    if (connected) for (const listener of pushListeners) listener(one);
  }

  function viewOf(id: string): EndpointView {
    const view = state.endpoints.get(id);
    if (view === undefined) {
      throw RequestFailed.because('endpointNotFound', { id });
    }
    return view;
  }

  function checked(id: string, failing?: boolean): Change {
    const view = viewOf(id);
    const bad = failing ?? view.state.status === 'down';
    const last = fakeCheck(view.endpoint, now(), random, bad);
    const next = fakeState(view.endpoint, last, bad ? view.state.failing + 1 : 0, now(), random);
    const nextAt = now() + view.endpoint.config.interval;
    const since = next.status === view.state.status ? view.state.since : now();
    const uptime24h = view.state.uptime24h ?? next.uptime24h;
    return { type: 'checked', id, state: { ...next, nextAt, since, uptime24h, last } };
  }

  const check = (id: string, failing?: boolean): void => push(checked(id, failing));

  function setPaused(ids: readonly string[], paused: boolean, pausedUntil: number | null = null): string[] {
    const changed = ids.filter((id) => {
      const { endpoint } = viewOf(id);
      return endpoint.paused !== paused || endpoint.pausedUntil !== pausedUntil;
    });
    push(
      ...changed.map((id): Change => {
        const view = viewOf(id);
        const endpoint = { ...view.endpoint, paused, pausedUntil };
        return {
          type: 'endpoint',
          view: { ...view, endpoint, state: fakeState(endpoint, view.state.last, 0, now(), random) },
        };
      }),
    );
    return changed;
  }

  function create(input: EndpointInput, id: string): EndpointView {
    const endpoint: Endpoint = {
      id,
      config: configFrom(input),
      target: targetFrom(input),
      paused: false,
      pausedUntil: null,
      source: 'hand',
      createdAt: now(),
    };
    return {
      endpoint,
      state: fakeState(endpoint, null, 0, now(), random),
      recent: NO_CHECKS,
    };
  }

  const handlers: { [C in AnyChannel]: (args: Args<C>) => Answer<C> | Promise<Answer<C>> } = {
    'app.snapshot': () => ({ ...state, endpoints: [...state.endpoints.values()], next: null }),
    'app.snapshotPage': () => ({ seq: state.seq, endpoints: [], incidents: [], next: null }),
    'endpoints.parse': ({ text }) => parse(text, new Set([...state.endpoints.values()].map((v) => v.endpoint.target))),
    'endpoints.create': ({ endpoints }) => {
      endpoints.forEach((input, index) => refuseBadInterval(input, `endpoints[${index}].`));
      const added = endpoints.map((input) => create(input, `e${nextId++}`));
      push(...added.map((view): Change => ({ type: 'endpoint', view })));
      if (live) for (const view of added) setTimeout(() => check(view.endpoint.id), 300 + random() * 700);
      return added.map((view) => view.endpoint);
    },
    'endpoints.update': ({ id, config }) => {
      refuseBadInterval(config, 'config.');
      const view = { ...viewOf(id), endpoint: { ...create(config, id).endpoint, paused: viewOf(id).endpoint.paused } };
      push({ type: 'endpoint', view });
      return view.endpoint;
    },
    'endpoints.test': ({ config }) => {
      refuseBadInterval(config, 'config.');
      const { endpoint } = create(config, 'e0');
      return fakeTrial(endpoint, fakeCheck(endpoint, now(), random, endpoint.target.includes('bad')));
    },
    'endpoints.remove': ({ ids }) => {
      for (const id of ids) removed.set(id, viewOf(id));
      push(...ids.map((id): Change => ({ type: 'removed', id })));
      return ids;
    },
    'endpoints.restore': ({ ids }) => {
      const back = ids.flatMap((id) => removed.get(id) ?? []);
      push(...back.map((view): Change => ({ type: 'endpoint', view })));
      return back.map((view) => view.endpoint);
    },
    'endpoints.pause': ({ ids, until }) => setPaused(ids, true, until),
    'endpoints.resume': ({ ids }) => setPaused(ids, false),
    'endpoints.checkNow': ({ ids }) => {
      for (const id of ids) if (!viewOf(id).endpoint.paused) check(id);
      return ids;
    },
    'checks.list': ({ id, before = Infinity, limit }) => {
      const { endpoint, recent } = viewOf(id);
      const results = recent.at.map((at, index) =>
        fakeResult(endpoint, { ...fakeCheck(endpoint, at, seededRandom(index), recent.verdict[index] === 'down') }),
      );
      return results
        .reverse()
        .filter((result) => result.at < before)
        .slice(0, limit);
    },
    'series.get': ({ id, from, to, points }) => fakeSeries(viewOf(id), from, to, points),
    'incidents.list': ({ id, before = Infinity, open, endedAfter = -Infinity, limit }) =>
      state.incidents
        .filter((one) => (id === undefined || one.endpointId === id) && one.startedAt < before)
        .filter((one) => open === undefined || open === (one.resolvedAt === null))
        .filter((one) => (one.resolvedAt ?? Infinity) >= endedAfter)
        .slice(0, limit),
    'spans.get': ({ id, from, to, points }) => fakeStatusHistory(viewOf(id), from, to, points),
    'incidents.evidence': () => [
      { name: 'request', content: 'GET /health\nHost: shop.example.org\nAuthorization: •••', cut: false },
      { name: 'body', content: '{"status":"down"}', cut: false },
    ],
    'uptime.get': () => [
      { window: '24h', ratio: 0.9998, upMs: 86_382_720, downMs: 17_280, watchedMs: 86_400_000, incidents: 1 },
      { window: '7d', ratio: 0.99991, upMs: 604_745_568, downMs: 54_432, watchedMs: 604_800_000, incidents: 2 },
      { window: '30d', ratio: null, upMs: 0, downMs: 0, watchedMs: 0, incidents: 0 },
    ],
    'demo.start': () => {
      const added = ['Shop', 'Search', 'Payments', 'Partner API'].map((name, index) => {
        const view = create(
          { kind: 'http', url: `http://127.0.0.1:${4000 + index}/demo`, name, group: 'Demo' },
          `e${nextId++}`,
        );
        return { ...view, endpoint: { ...view.endpoint, source: 'demo' as const } };
      });
      push(...added.map((view): Change => ({ type: 'endpoint', view })));
      return added.map((view) => view.endpoint);
    },
    'demo.remove': () => {
      const demo = [...state.endpoints.values()].filter(({ endpoint }) => endpoint.source === 'demo');
      return handlers['endpoints.remove']({ ids: demo.map(({ endpoint }) => endpoint.id) });
    },
    'settings.update': ({ settings }) => {
      push({ type: 'settings', settings: { ...state.settings, ...settings } });
      return state.settings;
    },
    'host.openWindow': () => null,
    'host.window': () => ({ main: options.ownWindow !== true, alwaysOnTop: false }),
    'host.keepOnTop': ({ alwaysOnTop }) => ({ main: options.ownWindow !== true, alwaysOnTop }),
    'imports.read': ({ fileName }) => ({ ...(dropped ?? NOTHING_TO_IMPORT), fileName }),
    'host.waitingImport': () => {
      if (waiting === undefined) return null;
      dropped = waiting;
      waiting = undefined;
      return { fileName: dropped.fileName, text: 'endpoints: []' };
    },
    'imports.add': ({ entries }) => {
      const added = entries.map((entry) =>
        create({ kind: 'http', url: `https://imported-${entry}.example/` }, `e${nextId++}`),
      );
      push(...added.map((view): Change => ({ type: 'endpoint', view })));
      return added.map((view) => view.endpoint);
    },
    'host.openDataFolder': () => null,
    'host.moveDataFolder': () => null,
    'host.openLogs': () => null,
    'host.diagnostics': () => ({ text: 'Lookout 0.1.0' }),
    'host.checkForUpdates': () => ({ status: 'none', version: null }),
    'host.downloadUpdate': () => ({ status: 'none', version: null }),
    'host.installUpdate': () => null,
    'health.history': () =>
      Array.from({ length: 120 }, (_, index) => fakeHealth(now() - (120 - index) * 1000, random, state.ids.length)),
    'health.get': () => fakeHealth(now(), random, state.ids.length),
  };

  const timers: ReturnType<typeof setInterval>[] = [];
  if (live) {
    let turn = 0;
    timers.push(
      setInterval(() => {
        // One push per tenth of a second, with as many checks as these endpoints would have in that time.
        const due = Array.from(
          { length: Math.ceil(state.ids.length / 200) },
          () => state.ids[turn++ % state.ids.length],
        );
        const active = due.filter((id) => id !== undefined && state.endpoints.get(id)?.endpoint.paused === false);
        push(...new Set(active).values().flatMap((id) => (id === undefined ? [] : [checked(id)])));
      }, 100),
      setInterval(() => push({ type: 'health', health: fakeHealth(now(), random, state.ids.length) }), 1000),
    );
  }

  return {
    requests,
    state: () => state,
    push,
    check,
    failNext: (channel, failure) => failures.set(channel, failure),
    answer(channel, answer) {
      // The type of an object by channel cannot be written to under a channel that is not known.
      Object.assign(handlers, { [channel]: answer });
    },
    async request<C extends AnyChannel>(channel: C, args: Args<C>): Promise<Answer<C>> {
      requests.push({ channel, args });
      await Promise.resolve();
      const failure = failures.get(channel);
      failures.delete(channel);
      if (failure) throw failure;
      return structuredClone(await handlers[channel](args));
    },
    onPush: (listener) => listen(pushListeners, listener),
    onConnection: (listener) => listen(connectionListeners, listener),
    onNavigate: (listener) => listen(navigateListeners, listener),
    setConnected(now) {
      connected = now;
      for (const listener of connectionListeners) listener(now);
    },
    offer(preview) {
      waiting = preview;
    },
    navigate(path) {
      for (const listener of navigateListeners) listener(path);
    },
    dispose: () => timers.forEach(clearInterval),
  };
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
