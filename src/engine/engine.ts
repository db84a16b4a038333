import type { Answer, Args, Channel } from '../contract/channels/index.ts';
import type { EngineClient } from '../contract/channels/engine-client.ts';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import type { Notice } from '../contract/model/notices.ts';
import type { Caller } from './access/api-tokens.ts';
import { RequestError } from './base/request-error.ts';
import type { ProbeAnswer, ProbeRequest } from './prometheus/prober.ts';
import type { SignalInput } from './endpoints/signal-inbox.ts';
import type { EngineOptions } from './engine-options.ts';
import { createEngineParts } from './engine-parts.ts';
import { createHandlerParts } from './handler-parts.ts';
import { createRouter } from './remote/route-requests.ts';
import { createDispatcher } from './requests/dispatcher.ts';
import { createHandlers } from './requests/handlers/handlers.ts';
import type { ResultExports } from './store/export/result-exports.ts';
import { loadParts, startChecking, startPeriodicTasks } from './start-engine.ts';
import { stopParts } from './stop-engine.ts';
import { syncFile, type MoreOfFile } from './sync-file.ts';

/** Lookout without a user interface: watches endpoints, stores their history, answers requests and pushes changes. */
export interface Engine extends EngineClient {
  /**
   * Opens the store and starts to check endpoints.
   * @throws StoreError when the data cannot be used
   */
  start(): Promise<void>;
  /** For transports: channel and arguments may be anything. Rejects only with a `RequestError`. */
  handle(channel: string, args: unknown, caller?: Caller): Promise<unknown>;
  /** The caller with this named token; null: there is no such token. */
  callerOf(token: string): Caller | null;
  /** Makes what comes from lookout.yaml equal to the file. @throws RequestError `invalid` */
  syncFile(endpoints: readonly EndpointInput[], more?: MoreOfFile): Promise<void>;
  /**
   * A watched job reports: see `CheckKind.signalKey`.
   * @returns false: no endpoint has this key
   */
  signal(key: string, signal: SignalInput): boolean;
  /**
   * Checks a target once, for Prometheus.
   * @throws RequestError when the module or the target is wrong, or the engine does not run
   */
  probe(request: ProbeRequest): Promise<ProbeAnswer>;
  /** The files that `results.export` prepares, for hosts, which save or send them; null: the data is only in memory. */
  readonly exports: ResultExports | null;
  /** Shows a notice in every page. An active notice is part of the snapshot. */
  setNotice(notice: Notice): void;
  /** Call when the machine goes to sleep. Cancels checks in flight and starts no new ones. */
  suspend(): void;
  /**
   * Call when the machine is awake. Slots that passed during the sleep are dropped. Checks start when the network is
   * back, or after half a minute without one.
   */
  resume(): void;
  /** Multiplies every interval, for example by 2 on battery; 1: the intervals as set. @throws RangeError below 1 */
  setIntervalMultiplier(factor: number): void;
  /** Cancels checks in flight, writes all data and closes the store, within two seconds. */
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
  const { scheduler, commands, gaps, presence, resumeAfterSleep, startGate } = parts;
  const handlerParts = createHandlerParts(options, parts, stopping.signal);
  const handle = createDispatcher({
    handlers: createHandlers(handlerParts),
    registry: parts.registry,
    settings: () => parts.settings.get(),
    objectives: parts.objectives,
    audit: parts.audit,
    route: createRouter({ sources: parts.sources, log, gatherMs: options.remoteTimes?.gather }),
    isOpen: () => phase === 'running',
    log,
  });

  return {
    capabilities: parts.capabilities,
    async start() {
      if (phase !== 'new') throw new TypeError('An engine can be started only once');
      phase = 'starting';
      const stored = await store.open(clock.now());
      if (isStopping()) return store.close();
      storeIsOpen = true;
      await loadParts(stored, options, parts, stopping.signal);
      if (isStopping()) return;
      phase = 'running';
      gaps.tick();
      presence.start();
      startPeriodicTasks(options, parts);
      // Not awaited: requests are answered in the meantime.
      void startChecking(options, parts, stopping.signal);
    },
    request: <C extends Channel>(channel: C, args: Args<C>) => handle(channel, args) as Promise<Answer<C>>,
    handle,
    callerOf: (token) => parts.tokens.callerOf(token),
    onPush: (listener) => parts.pushBatches.onPush(listener),
    syncFile: (endpoints, more = {}) => syncFile(endpoints, more, parts),
    signal: (key, signal) => phase === 'running' && parts.signalInbox.receive(key, signal),
    probe: (request) =>
      phase === 'running' ? parts.prober.probe(request) : Promise.reject(new RequestError('notOpen', {})),
    exports: store.exports ?? null,
    setNotice: (notice) => parts.notices.set(notice),
    suspend() {
      if (phase !== 'running') return;
      log('info', 'This machine goes to sleep');
      startGate.asleep();
      resumeAfterSleep.stop();
      presence.suspend();
      scheduler.hold();
      commands.interruptAll();
    },
    resume() {
      if (phase !== 'running') return;
      log('info', 'This machine is awake');
      presence.resume();
      resumeAfterSleep.start();
    },
    setIntervalMultiplier(factor) {
      log('info', factor === 1 ? 'Intervals are as set' : `Intervals are ${factor} times as long`);
      scheduler.setIntervalMultiplier(factor);
    },
    async dispose() {
      if (phase === 'stopped') return;
      phase = 'stopped';
      stopping.abort(new RequestError('stopping', {}));
      await stopParts(parts, handlerParts.imports);
      if (storeIsOpen) await store.close();
      parts.pushBatches.stop();
    },
  };
}
