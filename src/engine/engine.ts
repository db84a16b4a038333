import { type Answer, type Args, CHANNELS, type Channel, type Push, type Snapshot } from '../contract/channels.ts';
import type {
  CheckResult,
  Endpoint,
  EndpointId,
  EndpointInput,
  Health,
  HostInfo,
  Network,
  Notice,
  Settings,
} from '../contract/model.ts';
import type { CheckKind, Resolver } from './check/kind.ts';
import { checkKinds, kindForms } from './check/registry.ts';
import type { Entry } from './entries.ts';
import { createHealthMeter } from './health.ts';
import { createTurns } from './in-turn.ts';
import { IncidentLog } from './incident-log.ts';
import { withSettings } from './new-endpoint.ts';
import { newsOf } from './news.ts';
import { checkConfidential } from './secrets/check-confidential.ts';
import { createPolling, wallTime } from './polling.ts';
import type { Ports, Timer } from './ports.ts';
import { createPusher } from './push/pusher.ts';
import { createHandlers, type Handlers } from './requests/handlers.ts';
import { RequestError } from './requests/request-error.ts';
import { requestSchemas } from './requests/schemas.ts';
import { validate } from './requests/validate.ts';
import { removedBefore, Roster, type Unusable } from './roster.ts';
import { createGapDetector } from './schedule/gap-detector.ts';
import { createGate } from './schedule/gate.ts';
import { createScheduler } from './schedule/scheduler.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { storeNotice } from './store-notice.ts';
import { readSettings } from './stored-settings.ts';
import { type Store, StoreError } from './store/store.ts';
import { createConfigVault } from './secrets/config-vault.ts';
import { sealStored } from './secrets/seal-stored.ts';
import { Unreadable } from './secrets/unreadable.ts';
import { judge } from './verdict/judge.ts';
import type { Transition } from './verdict/status.ts';
import { createTimedPauses } from './timed-pauses.ts';
import { createWake } from './wake.ts';
import type { Watched } from './watched.ts';

const HEALTH_EVERY_MS = 1000;
const PRUNE_AFTER_MS = 60_000;
const PRUNE_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface EngineOptions {
  readonly ports: Ports;
  readonly store: Store;
  readonly host: HostInfo;
  readonly resolver: Resolver;
  /** Default: every kind of the registry. */
  readonly kinds?: readonly CheckKind[];
}

/** Lookout without a face: watches endpoints, keeps their history, answers requests and pushes what changed. */
export interface Engine {
  /**
   * Opens the store and begins polling.
   * @throws StoreError when the data cannot be used
   */
  start(): Promise<void>;
  /** The direct transport. Rejects with a `RequestError`. */
  request<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>>;
  /** For transports: channel and arguments may be anything. Rejects with a `RequestError`, never with another error. */
  handle(channel: string, args: unknown): Promise<unknown>;
  /** @returns what ends it */
  onPush(listener: (push: Push) => void): () => void;
  /** Makes the endpoints that come from lookout.yaml equal to these. @throws RequestError `invalid` */
  syncFile(inputs: readonly EndpointInput[]): Promise<void>;
  /** Shown in every page, and part of the snapshot while it is active. */
  setNotice(notice: Notice): void;
  /** The machine goes to sleep: nothing new begins, what is in flight is cancelled. */
  suspend(): void;
  /**
   * The machine is awake: slots that passed are dropped. Checks begin once it has a network, or after half a minute
   * without one.
   */
  resume(): void;
  /** Makes every interval this many times as long, such as 2 on battery; 1 as they are set. @throws RangeError below 1 */
  setStretch(factor: number): void;
  /** Cancels what is in flight, writes everything down and closes the store; within two seconds. */
  dispose(): Promise<void>;
}

export function createEngine(options: EngineOptions): Engine {
  const { ports, store } = options;
  const { clock, timers, log } = ports;
  const kinds = options.kinds ?? checkKinds;
  const forms = kindForms(kinds);

  let phase: 'new' | 'running' | 'stopped' = 'new';
  let settings: Settings = DEFAULT_SETTINGS;
  const settingsInTurn = createTurns();
  let network: Network = { online: true, reason: '' };
  let health: Health | null = null;
  /** As it was last told. */
  let storeProblem: string | null = null;
  const notices = new Map<string, Notice>();
  const incidents = new IncidentLog();
  const stopping = new AbortController();
  /** Repeating work, each with the timer that comes next. */
  const repeats = new Set<{ timer: Timer }>();
  /** Results that were taken in and not pushed yet, because the next check was not known. */
  const unpushed = new Set<EndpointId>();

  const unreadable = new Unreadable();

  const vault = createConfigVault(ports.secrets, () => settings.secretsWithoutVault);
  const meter = createHealthMeter();
  const pusher = createPusher(ports);
  const gate = createGate(settings);
  const gaps = createGapDetector(ports, (gap) =>
    log('info', 'This machine was asleep or its clock was set', { ...gap }),
  );

  const scheduler = createScheduler({
    clock,
    timers,
    run: createPolling({
      ports,
      resolver: options.resolver,
      gate,
      gaps,
      meter,
      store,
      vault,
      find: (id) => roster.find(id),
      onResult,
      onNetwork: setNetwork,
    }),
    onMoved: pushState,
    onError: (id, error) => log('error', 'A check could not be carried out because of a bug', { id, error }),
  });

  const roster = new Roster({
    clock,
    store,
    scheduler,
    kinds,
    vault,
    onPut: (watched) => {
      tellUnreadable(watched.endpoint.id, null);
      timedPauses.put(watched.endpoint);
      pusher.add({ type: 'endpoint', view: watched.view(clock.now(), nextAt(watched)) });
      // Pages forget an endpoint's incidents with it; one that comes back brings them along.
      for (const incident of incidents.list(({ endpointId }) => endpointId === watched.endpoint.id)) {
        pusher.add({ type: 'incident', incident });
      }
    },
    onRemoved: (id) => {
      tellUnreadable(id, null);
      timedPauses.remove(id);
      pusher.add({ type: 'removed', id });
    },
  });

  const timedPauses = createTimedPauses({
    clock,
    timers,
    resume: (ids) => roster.setPaused(ids, false),
    onError: (error) => log('error', 'A pause could not be ended', { error }),
  });

  const handlers: Handlers = createHandlers({
    clock,
    store,
    roster,
    scheduler,
    kinds,
    snapshot,
    health: readHealth,
    updateSettings,
    complete: (input) => withSettings(input, forms, settings),
    test,
  });

  const wake = createWake({
    timers,
    connectivity: ports.connectivity,
    onNetwork: setNetwork,
    onAwake: () => scheduler.start(),
  });

  const nextAt = (watched: Watched) => wallTime(scheduler.nextAt(watched.endpoint.id), clock);

  function onResult(watched: Watched, { incident, news }: Transition): void {
    const { id, config } = watched.endpoint;
    unpushed.add(id);
    tellUnreadable(id, watched.lastFailure === 'us.secret' ? config.name : null);
    if (incident === null) return;
    incidents.put(incident);
    pusher.add({ type: 'incident', incident });
    if (news === null || !settings.notifications) return;
    const until = incident.resolvedAt ?? incident.lastFailureAt;
    const seenDownMs = watched.downMs(incident.startedAt, until, clock.now());
    const notification = newsOf(watched.endpoint, incident, news, seenDownMs);
    pusher.add({ type: 'notification', notification });
    try {
      ports.notifier(notification);
    } catch (error) {
      log('error', 'The notification could not be shown', { error });
    }
  }

  function pushState(id: EndpointId): void {
    const watched = roster.find(id);
    const checked = unpushed.delete(id);
    if (watched === undefined) return;
    const state = watched.state(clock.now(), nextAt(watched));
    if (checked && state.last !== null) pusher.add({ type: 'checked', id, state: { ...state, last: state.last } });
    else pusher.add({ type: 'state', id, state });
  }

  function setNetwork(next: Network): void {
    if (network.online === next.online) return;
    network = next;
    log('info', next.online ? 'This machine is online again' : next.reason);
    pusher.add({ type: 'network', network });
  }

  function setNotice(notice: Notice): void {
    if (notice.active) notices.set(notice.id, notice);
    else if (!notices.delete(notice.id)) return;
    pusher.add({ type: 'notice', notice });
  }

  function tellUnreadable(id: EndpointId, name: string | null): void {
    const notice = unreadable.put(id, name);
    if (notice !== null) setNotice(notice);
  }

  function readHealth(): Health {
    const { queued, writeMs, rowsWritten, bytes } = store.stats();
    return meter.read({
      inFlight: gate.inFlight,
      waiting: gate.waiting,
      missedSlots: scheduler.missedSlots,
      store: { queued, writeMs, rowsWritten, bytes },
    });
  }

  function snapshot(): Snapshot {
    // What is gathered is part of the snapshot, so it must not come again with a higher number.
    pusher.flush();
    const now = clock.now();
    return {
      seq: pusher.seq,
      at: now,
      host: options.host,
      endpoints: [...roster].map((watched) => watched.view(now, nextAt(watched))),
      kinds: forms,
      settings,
      network,
      notices: [...notices.values()],
      health,
      incidents: incidents.list((incident) => roster.find(incident.endpointId) !== undefined),
    };
  }

  /** One after the other: each waits for the store before the next builds on it. */
  function updateSettings(change: Partial<Settings>): Promise<Settings> {
    return settingsInTurn(async () => {
      const next = { ...settings, ...change };
      await store.saveSettings(next);
      applySettings(next);
      pusher.add({ type: 'settings', settings });
      return next;
    });
  }

  function applySettings(next: Settings): void {
    settings = next;
    gate.setLimits(settings);
  }

  async function test(entry: Entry): Promise<CheckResult> {
    const at = clock.now();
    const outcome = await checkConfidential(entry, {
      signal: stopping.signal,
      resolver: options.resolver,
      ports,
      vault,
    });
    return { ...outcome, endpointId: '', at, verdict: judge(outcome, entry.config), queuedMs: 0, lateMs: 0 };
  }

  /** Seals what was stored before there was a place for secrets. What cannot be sealed now is tried at the next start. */
  async function sealed(endpoints: readonly Endpoint[]): Promise<readonly Endpoint[]> {
    try {
      const changed = new Map((await sealStored(endpoints, kinds, vault)).map((endpoint) => [endpoint.id, endpoint]));
      if (changed.size === 0) return endpoints;
      await store.saveEndpoints([...changed.values()]);
      log('info', 'Secrets that were stored in clear are sealed', { endpoints: changed.size });
      return endpoints.map((endpoint) => changed.get(endpoint.id) ?? endpoint);
    } catch (error) {
      log('error', 'Secrets that are stored in clear cannot be sealed', { error });
      return endpoints;
    }
  }

  function repeat(everyMs: number, firstMs: number, work: () => Promise<void> | void): void {
    const handle = { timer: timers.set(run, firstMs) };
    repeats.add(handle);
    function run(): void {
      void Promise.try(work)
        .catch((error: unknown) => log('error', 'Work that Lookout repeats failed', { error }))
        .then(() => {
          if (phase === 'running') handle.timer = timers.set(run, everyMs);
        });
    }
  }

  function pushHealth(): void {
    health = readHealth();
    pusher.add({ type: 'health', health });
    tellStore();
  }

  function tellStore(): void {
    const { problem } = store.stats();
    if (problem === storeProblem) return;
    storeProblem = problem;
    setNotice(storeNotice(problem));
  }

  async function prune(): Promise<void> {
    const now = clock.now();
    const resultsBefore = now - settings.keepResultsDays * DAY_MS;
    const historyBefore = now - settings.keepHistoryDays * DAY_MS;
    await store.prune({
      resultsBefore,
      // Failures are what people look for later: kept three times as long, but no longer than history is.
      failuresBefore: Math.min(resultsBefore, Math.max(historyBefore, now - 3 * settings.keepResultsDays * DAY_MS)),
      historyBefore,
      removedBefore: removedBefore(now),
    });
  }

  function tellDamaged(names: readonly string[]): void {
    if (names.length === 0) return;
    log('error', 'Settings could not be read and have their defaults', { names });
    const body = `What was kept of these is not valid, so they have their defaults: ${names.join(', ')}.`;
    setNotice({ id: 'settings', level: 'warning', title: 'Some settings could not be read', body, active: true });
  }

  function tellUnusable(unusable: readonly Unusable[]): void {
    if (unusable.length === 0) return;
    for (const { endpoint, issues } of unusable) {
      log('error', `“${endpoint.config.name}” cannot be checked by this version`, { id: endpoint.id, issues });
    }
    const lines = unusable.map(({ endpoint, issues }) => `${endpoint.config.name}: ${issues[0]?.message ?? ''}`);
    const title =
      unusable.length === 1 ? 'An endpoint cannot be checked' : `${unusable.length} endpoints cannot be checked`;
    setNotice({ id: 'unusable', level: 'error', title, body: lines.slice(0, 5).join('\n'), active: true });
  }

  async function handle(channel: string, args: unknown): Promise<unknown> {
    if (!isChannel(channel))
      throw new RequestError('unknownChannel', `There is no channel ${JSON.stringify(channel)}.`);
    if (phase !== 'running') throw new RequestError('unavailable', 'Lookout is starting or stopping.');
    const valid = validate<unknown>(requestSchemas[channel], args);
    try {
      return await (handlers[channel] as (args: unknown) => unknown)(valid);
    } catch (error) {
      if (error instanceof RequestError) throw error;
      if (stopping.signal.aborted) throw new RequestError('unavailable', 'Lookout is stopping.');
      log('error', `The request ${channel} failed`, { error });
      if (error instanceof StoreError) throw new RequestError('unavailable', error.message);
      throw new RequestError('internal', 'Lookout itself failed; its log says more.');
    }
  }

  return {
    async start() {
      if (phase !== 'new') throw new TypeError('An engine starts once');
      const stored = await store.open(clock.now());
      if (stopping.signal.aborted) return store.close();
      phase = 'running';
      const { settings, damaged } = readSettings(stored.settings);
      applySettings(settings);
      tellDamaged(damaged);
      for (const incident of stored.incidents) incidents.put(incident);
      const endpoints = await sealed(stored.endpoints);
      if (stopping.signal.aborted) return;
      tellUnusable(roster.load({ ...stored, endpoints }));
      for (const { endpoint } of roster) timedPauses.put(endpoint);
      scheduler.start();
      repeat(HEALTH_EVERY_MS, HEALTH_EVERY_MS, pushHealth);
      repeat(PRUNE_EVERY_MS, PRUNE_AFTER_MS, prune);
    },
    request: <C extends Channel>(channel: C, args: Args<C>) => handle(channel, args) as Promise<Answer<C>>,
    handle,
    onPush: (listener) => pusher.onPush(listener),
    syncFile: (inputs) => roster.syncFile(inputs),
    setNotice,
    suspend() {
      if (phase !== 'running') return;
      log('info', 'This machine goes to sleep');
      wake.stop();
      scheduler.hold();
      roster.interruptAll();
    },
    resume() {
      if (phase !== 'running') return;
      log('info', 'This machine is awake');
      wake.start();
    },
    setStretch(factor) {
      log('info', factor === 1 ? 'Intervals are as they are set' : `Intervals are ${factor} times as long`);
      scheduler.setStretch(factor);
    },
    async dispose() {
      if (phase === 'stopped') return;
      const wasRunning = phase === 'running';
      phase = 'stopped';
      stopping.abort(new RequestError('unavailable', 'Lookout is stopping.'));
      for (const handle of repeats) timers.clear(handle.timer);
      timedPauses.stop();
      wake.stop();
      gaps.stop();
      meter.stop();
      await scheduler.stop();
      for (const kind of kinds) kind.dispose?.();
      if (wasRunning) await store.close();
      pusher.stop();
    },
  };
}

function isChannel(name: string): name is Channel {
  return Object.hasOwn(CHANNELS, name);
}
