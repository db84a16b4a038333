/** The state of an engine in memory, kept by the same reducer as the page's. Only for tests and the dev page. */
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { Change, Push } from '../../contract/channels/snapshot.ts';
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import type { HostFeature, HostInfo } from '../../contract/model/host.ts';
import type { Notice, Network } from '../../contract/model/notices.ts';
import { LOCAL_SOURCE, type Capabilities, type Source } from '../../contract/model/source.ts';
import { NO_CHECKS } from '../../shared/recent-checks.ts';
import { exampleSettings } from '../../shared/testing/examples.ts';
import { seededRandom } from '../../shared/testing/seeded-random.ts';
import { applyPush, fromSnapshot, type LiveState } from '../live/apply.ts';
import { RequestFailed } from '../live/request-failed.ts';
import { configFrom, targetFrom } from './fake-answers.ts';
import { fakeCheck, fakeHealth, fakeIncident, fakeState, fakeView } from './fake-data.ts';
import { FAKE_KINDS } from './fake-kinds.ts';

export interface FakeEngineOptions {
  /** The number of endpoints at the start. Default 5. */
  readonly endpoints?: number;
  readonly seed?: number;
  readonly notices?: readonly Notice[];
  readonly network?: Network;
  /** The additional features of the host. Default: none, like a headless host. */
  readonly features?: readonly HostFeature[];
  /** Default `direct`. */
  readonly kind?: HostInfo['kind'];
  /** Besides the engine itself. Default: none. */
  readonly sources?: readonly Source[];
  /** What the engine can do. Default: everything. */
  readonly capabilities?: Partial<Capabilities>;
}

export interface FakeEngine {
  readonly random: () => number;
  readonly now: () => number;
  readonly state: () => LiveState;
  readonly push: (...changes: Change[]) => void;
  /** @throws RequestFailed when there is no such endpoint */
  readonly viewOf: (id: string) => EndpointView;
  /** The end of a check of an endpoint, as a change. */
  readonly checked: (id: string, failing?: boolean) => Change;
  /** @returns the ids of the endpoints that changed */
  readonly setPaused: (ids: readonly string[], paused: boolean, until?: number | null) => string[];
  /** A new endpoint that was never checked. It is not added. */
  readonly create: (input: EndpointInput, id?: string) => EndpointView;
  /** Adds endpoints, or puts them in the place of those with their ids. */
  readonly add: (views: readonly EndpointView[]) => Endpoint[];
}

const ALL: Capabilities = {
  edit: true,
  pause: true,
  checkNow: true,
  respond: true,
  import: true,
  changeSettings: true,
  vantages: false,
};

/** @param send gets each push after the state has changed */
export function createFakeEngine(options: FakeEngineOptions, send: (push: Push) => void): FakeEngine {
  const { endpoints: amount = 5, seed = 7 } = options;
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
    sources: [{ id: LOCAL_SOURCE, capabilities: { ...ALL, ...options.capabilities } }, ...(options.sources ?? [])],
    next: null,
    endpoints: views,
    kinds: FAKE_KINDS,
    settings: exampleSettings(),
    network: options.network ?? { online: true, reason: null },
    notices: options.notices ?? [],
    notifications: [],
    health: fakeHealth(now(), random, amount),
    incidents,
  });
  let nextId = amount;

  function push(...changes: Change[]): void {
    const one: Push = { seq: state.seq + 1, at: now(), changes };
    const next = applyPush(state, one);
    if (next === null) throw new Error('The fake push cannot be applied to the fake state');
    state = next;
    send(one);
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

  function create(input: EndpointInput, id = `e${nextId++}`): EndpointView {
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

  function add(views: readonly EndpointView[]): Endpoint[] {
    push(...views.map((view): Change => ({ type: 'endpoint', view })));
    return views.map((view) => view.endpoint);
  }

  return { random, now, state: () => state, push, viewOf, checked, setPaused, create, add };
}
