import type { Answer, Args, Channel, Push, Snapshot } from '../contract/channels.ts';
import type { CheckResult, EndpointInput, Health, HostInfo, Network, Notice } from '../contract/model.ts';
import { createAnnouncer } from './publish/publisher.ts';
import type { CheckKind, Resolver } from './check/kind.ts';
import { checkKinds, kindForms } from './check/registry.ts';
import type { Entry } from './endpoints/read-endpoints.ts';
import { createHealthMeter } from './machine/health.ts';
import { withSettings } from './endpoints/new-endpoint.ts';
import { createNotices, damagedNotice, storeNotice, unusableNotice } from './publish/app-notices.ts';
import { createOverload } from './machine/overload.ts';
import { createPolling, wallTime } from './polling.ts';
import type { Ports } from './ports.ts';
import { createPusher } from './publish/push-batches.ts';
import { createRepeats } from './base/periodic-tasks.ts';
import { createDesk } from './requests/dispatcher.ts';
import { createHandlers } from './requests/handlers.ts';
import { RequestError } from './base/request-error.ts';
import { retentionOf } from './store/retention.ts';
import { Roster, type Unusable } from './roster.ts';
import { createGapDetector, TICK_MS } from './machine/clock-gaps.ts';
import { createGate } from './base/concurrency-gate.ts';
import { createScheduler } from './schedule/scheduler.ts';
import { checkConfidential } from './run/check-with-secrets.ts';
import { createConfigVault } from './secrets/config-vault.ts';
import { sealInStore } from './secrets/seal-in-store.ts';
import { createSettingsKeeper } from './settings/settings-keeper.ts';
import type { Store } from './store/store.ts';
import { createTimedPauses } from './endpoints/timed-pauses.ts';
import { judge } from './verdict/judge.ts';
import { createWake } from './run/resume-after-sleep.ts';

const PRUNE_AFTER_MS = 60_000;
const PRUNE_EVERY_MS = 3_600_000;

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

  let phase: 'new' | 'starting' | 'running' | 'stopped' = 'new';
  let storeIsOpen = false;
  let network: Network = { online: true, reason: '' };
  let health: Health | null = null;
  /** As it was last told. */
  let storeProblem: string | null = null;
  const stopping = new AbortController();

  const settings = createSettingsKeeper({
    store,
    onSet(next) {
      gate.setLimits(next);
      pusher.add({ type: 'settings', settings: next });
    },
  });
  const vault = createConfigVault(ports.secrets, () => settings.get().secretsWithoutVault);
  const meter = createHealthMeter();
  const overload = createOverload();
  const pusher = createPusher(ports);
  const notices = createNotices((notice) => pusher.add({ type: 'notice', notice }));
  const setNotice = (notice: Notice): void => notices.set(notice);
  const repeats = createRepeats({
    timers,
    onError: (error) => log('error', 'Work that Lookout repeats failed', { error }),
  });
  const gate = createGate(settings.get());
  const gaps = createGapDetector(clock, (gap) =>
    log('info', 'This machine was asleep or its clock was set', { ...gap }),
  );

  const announcer = createAnnouncer({
    ports,
    pusher,
    find: (id) => roster.find(id),
    nextAt: (id) => wallTime(scheduler.nextAt(id), clock),
    notifies: () => settings.get().notifications,
    setNotice,
  });

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
      onResult: (watched, transition) => announcer.result(watched, transition),
      onNetwork: setNetwork,
    }),
    onMoved: (id) => announcer.moved(id),
    onError: (id, error) => log('error', 'A check could not be carried out because of a bug', { id, error }),
  });

  const roster = new Roster({
    clock,
    store,
    scheduler,
    kinds,
    vault,
    onPut(watched) {
      timedPauses.put(watched.endpoint);
      announcer.put(watched);
    },
    onRemoved(id) {
      timedPauses.remove(id);
      announcer.removed(id);
    },
    signal: stopping.signal,
  });

  const timedPauses = createTimedPauses({
    clock,
    timers,
    resume: (ids) => roster.endPauses(ids),
    onError: (error) => log('error', 'A pause could not be ended', { error }),
  });

  const handlers = createHandlers({
    clock,
    store,
    roster,
    scheduler,
    kinds,
    snapshot,
    health: readHealth,
    updateSettings: (change) => settings.update(change),
    complete: (input) => withSettings(input, forms, settings.get()),
    test,
  });

  const handle = createDesk({ handlers, isOpen: () => phase === 'running', log });

  const wake = createWake({
    timers,
    connectivity: ports.connectivity,
    onNetwork: setNetwork,
    onAwake: () => scheduler.start(),
  });

  function setNetwork(next: Network): void {
    if (network.online === next.online) return;
    network = next;
    log('info', next.online ? 'This machine is online again' : next.reason);
    pusher.add({ type: 'network', network });
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
    return {
      seq: pusher.seq,
      at: clock.now(),
      host: options.host,
      endpoints: [...roster].map((watched) => announcer.view(watched)),
      kinds: forms,
      settings: settings.get(),
      network,
      notices: notices.list(),
      health,
      incidents: announcer.incidents(),
    };
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

  function pushHealth(): void {
    health = readHealth();
    pusher.add({ type: 'health', health });
    const notice = overload.read(health);
    if (notice !== null) setNotice(notice);
    const { problem } = store.stats();
    if (problem === storeProblem) return;
    storeProblem = problem;
    setNotice(storeNotice(problem));
  }

  function tellDamaged(names: readonly string[]): void {
    if (names.length === 0) return;
    log('error', 'Settings could not be read and have their defaults', { names });
    setNotice(damagedNotice(names));
  }

  function tellUnusable(unusable: readonly Unusable[]): void {
    for (const { endpoint, issues } of unusable) {
      log('error', `“${endpoint.config.name}” cannot be checked by this version`, { id: endpoint.id, issues });
    }
    setNotice(unusableNotice(unusable));
  }

  return {
    async start() {
      if (phase !== 'new') throw new TypeError('An engine starts once');
      phase = 'starting';
      const stored = await store.open(clock.now());
      if (stopping.signal.aborted) return store.close();
      storeIsOpen = true;
      tellDamaged(settings.load(stored.settings));
      announcer.load(stored.incidents);
      const endpoints = await sealInStore(stored.endpoints, { store, kinds, vault, log });
      if (stopping.signal.aborted) return;
      const unusable = await roster.load({ ...stored, endpoints }).catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error;
        return [];
      });
      if (stopping.signal.aborted) return;
      tellUnusable(unusable);
      for (const { endpoint } of roster) timedPauses.put(endpoint);
      phase = 'running';
      gaps.tick();
      scheduler.start();
      // One timer for both: each wakes the process, all day.
      repeats.add(() => {
        gaps.tick();
        pushHealth();
      }, TICK_MS);
      repeats.add(() => store.prune(retentionOf(settings.get(), clock.now())), PRUNE_EVERY_MS, PRUNE_AFTER_MS);
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
      phase = 'stopped';
      stopping.abort(new RequestError('unavailable', 'Lookout is stopping.'));
      repeats.stop();
      timedPauses.stop();
      wake.stop();
      meter.stop();
      await scheduler.stop();
      for (const kind of kinds) kind.dispose?.();
      if (storeIsOpen) await store.close();
      pusher.stop();
    },
  };
}
