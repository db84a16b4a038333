import type { Answer, Args, Channel } from '../contract/channels/index.ts';
import type { EngineClient } from '../contract/channels/engine-client.ts';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import type { HostInfo } from '../contract/model/host.ts';
import type { Notice } from '../contract/model/notices.ts';
import { RequestError } from './base/request-error.ts';
import type { CheckKind, Resolver } from './check/kind.ts';
import { disposeRunners } from './check/runner.ts';
import { createEngineParts } from './engine-parts.ts';
import { TICK_MS } from './machine/clock-gaps.ts';
import type { Ports } from './ports.ts';
import { createDispatcher } from './requests/dispatcher.ts';
import { createHandlers } from './requests/handlers/handlers.ts';
import { sealInStore } from './secrets/seal-in-store.ts';
import { retentionOf } from './store/retention.ts';
import type { Store } from './store/store.ts';

const PRUNE_AFTER_MS = 60_000;
const PRUNE_EVERY_MS = 3_600_000;

export interface EngineOptions {
  readonly ports: Ports;
  readonly store: Store;
  readonly host: HostInfo;
  readonly resolver: Resolver;
  /** Default: every kind of the registry. */
  readonly kinds?: readonly CheckKind[];
  /** The module of the thread that reads imported files. Default: nothing can be imported. */
  readonly importWorkerUrl?: URL;
}

/** Lookout without a face: watches endpoints, keeps their history, answers requests and pushes what changed. */
export interface Engine extends EngineClient {
  /**
   * Opens the store and begins polling.
   * @throws StoreError when the data cannot be used
   */
  start(): Promise<void>;
  /** For transports: channel and arguments may be anything. Rejects with a `RequestError`, never with another error. */
  handle(channel: string, args: unknown): Promise<unknown>;
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
  setIntervalMultiplier(factor: number): void;
  /** Cancels what is in flight, writes everything down and closes the store; within two seconds. */
  dispose(): Promise<void>;
}

export function createEngine(options: EngineOptions): Engine {
  const { store } = options;
  const { log, clock } = options.ports;
  let phase: 'new' | 'starting' | 'running' | 'stopped' = 'new';
  let storeIsOpen = false;
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;

  const parts = createEngineParts(options, stopping.signal);
  const { settings, scheduler, registry, commands, gaps, health, startNotices, periodicTasks, resumeAfterSleep } =
    parts;
  const handle = createDispatcher({
    handlers: createHandlers(parts.handlerParts),
    isOpen: () => phase === 'running',
    log,
  });

  /** Reads the store and starts watching what it kept. */
  async function load(): Promise<void> {
    const stored = await store.open(clock.now());
    if (isStopping()) return store.close();
    storeIsOpen = true;
    startNotices.damagedSettings(settings.load(stored.settings));
    parts.publisher.load(stored.incidents);
    const endpoints = await sealInStore(stored.endpoints, { store, kinds: parts.kinds, vault: parts.vault, log });
    if (isStopping()) return;
    const unusable = await commands.load({ ...stored, endpoints }).catch((error: unknown) => {
      if (!isStopping()) throw error;
      return [];
    });
    if (isStopping()) return;
    startNotices.unusable(unusable);
    for (const { endpoint } of registry) parts.timedPauses.put(endpoint);
  }

  function startPeriodicTasks(): void {
    // One timer for both: each timer wakes the process, all day.
    periodicTasks.add(() => {
      gaps.tick();
      health.push();
    }, TICK_MS);
    periodicTasks.add(() => store.prune(retentionOf(settings.get(), clock.now())), PRUNE_EVERY_MS, PRUNE_AFTER_MS);
  }

  return {
    capabilities: parts.capabilities,
    async start() {
      if (phase !== 'new') throw new TypeError('An engine starts once');
      phase = 'starting';
      await load();
      if (isStopping()) return;
      phase = 'running';
      gaps.tick();
      scheduler.start();
      startPeriodicTasks();
    },
    request: <C extends Channel>(channel: C, args: Args<C>) => handle(channel, args) as Promise<Answer<C>>,
    handle,
    onPush: (listener) => parts.pushBatches.onPush(listener),
    syncFile: (inputs) => commands.syncFile(inputs),
    setNotice: (notice) => parts.notices.set(notice),
    suspend() {
      if (phase !== 'running') return;
      log('info', 'This machine goes to sleep');
      resumeAfterSleep.stop();
      scheduler.hold();
      commands.interruptAll();
    },
    resume() {
      if (phase !== 'running') return;
      log('info', 'This machine is awake');
      resumeAfterSleep.start();
    },
    setIntervalMultiplier(factor) {
      log('info', factor === 1 ? 'Intervals are as set' : `Intervals are ${factor} times as long`);
      scheduler.setIntervalMultiplier(factor);
    },
    async dispose() {
      if (phase === 'stopped') return;
      phase = 'stopped';
      stopping.abort(new RequestError('unavailable', 'Lookout is stopping.'));
      periodicTasks.stop();
      parts.timedPauses.stop();
      resumeAfterSleep.stop();
      health.stop();
      await scheduler.stop();
      disposeRunners(parts.kinds);
      if (storeIsOpen) await store.close();
      parts.pushBatches.stop();
    },
  };
}
