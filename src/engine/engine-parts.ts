/** Creates the engine's parts and connects them. `engine.ts` starts and stops them. */
import type { Notice } from '../contract/model/notices.ts';
import type { CheckResult } from '../contract/model/check.ts';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import type { HostInfo } from '../contract/model/host.ts';
import { LOCAL_SOURCE, type Capabilities } from '../contract/model/source.ts';
import { isDisturbed } from '../shared/latency.ts';
import { createConcurrencyGate } from './base/concurrency-gate.ts';
import { createPeriodicTasks } from './base/periodic-tasks.ts';
import type { CheckKind, Resolver } from './check/kind.ts';
import { checkKinds, kindDescriptors } from './check/registry.ts';
import { EndpointCommands } from './endpoints/commands.ts';
import { completeInput } from './endpoints/new-endpoint.ts';
import type { Entry } from './endpoints/read-endpoints.ts';
import { EndpointRegistry } from './endpoints/registry.ts';
import { createTimedPauses } from './endpoints/timed-pauses.ts';
import { createClockGaps } from './machine/clock-gaps.ts';
import { createPresenceRecorder } from './history/presence.ts';
import { createHealthReporter } from './publish/health-reporter.ts';
import { createNetworkState } from './publish/network-state.ts';
import { createAppNotices, createStartNotices } from './publish/app-notices.ts';
import { createPublisher } from './publish/publisher.ts';
import { createSnapshots } from './publish/snapshot.ts';
import { createImports } from './importers/imports.ts';
import { createPushBatches } from './publish/push-batches.ts';
import type { Ports } from './ports.ts';
import type { HandlerParts } from './requests/handlers/handlers.ts';
import { checkWithSecrets } from './run/check-with-secrets.ts';
import { createCheckRunner, wallTime } from './run/check-runner.ts';
import { createResumeAfterSleep } from './run/resume-after-sleep.ts';
import { createScheduler } from './schedule/scheduler.ts';
import { createConfigVault } from './secrets/config-vault.ts';
import { createSettingsKeeper } from './settings/settings-keeper.ts';
import type { Store } from './store/store.ts';
import { judge } from './verdict/judge.ts';

export interface EngineOptions {
  readonly ports: Ports;
  readonly store: Store;
  readonly host: HostInfo;
  readonly resolver: Resolver;
  /** Default: all kinds of the registry. */
  readonly kinds?: readonly CheckKind[];
  /** The module of the worker thread that reads imported files. Default: nothing can be imported. */
  readonly importWorkerUrl?: URL;
}

/** Creates and connects the parts of the engine. @param signal aborted when the engine stops */
export function createEngineParts(options: EngineOptions, signal: AbortSignal) {
  const { ports, store, resolver } = options;
  const { clock, timers, log } = ports;
  const kinds = options.kinds ?? checkKinds;
  const forms = kindDescriptors(kinds);

  const capabilities: Capabilities = {
    edit: true,
    pause: true,
    checkNow: true,
    import: options.importWorkerUrl !== undefined,
    changeSettings: true,
  };
  const complete = (input: EndpointInput): EndpointInput => completeInput(input, forms, settings.get());

  const pushBatches = createPushBatches(ports);
  const notices = createAppNotices((notice) => pushBatches.add({ type: 'notice', notice }));
  const setNotice = (notice: Notice): void => notices.set(notice);
  const network = createNetworkState({ log, onChange: (next) => pushBatches.add({ type: 'network', network: next }) });
  const settings = createSettingsKeeper({
    store,
    onSet(next) {
      gate.setLimits(next);
      pushBatches.add({ type: 'settings', settings: next });
    },
  });
  const gate = createConcurrencyGate(settings.get());
  const vault = createConfigVault(ports.secrets, () => settings.get().secretsWithoutVault);
  const periodicTasks = createPeriodicTasks({
    timers,
    onError: (error) => log('error', 'A periodic task failed', { error }),
  });
  const presence = createPresenceRecorder({ clock, store });
  const gaps = createClockGaps(clock, (gap) => {
    log('info', 'This machine was asleep or its clock was set', { ...gap });
    presence.slept(gap);
  });
  const registry = new EndpointRegistry();
  const publisher = createPublisher({
    ports,
    pushBatches,
    find: (id) => registry.find(id),
    nextAt: (id) => wallTime(scheduler.nextAt(id), clock),
    notifies: () => settings.get().notifications,
    setNotice,
  });
  const health = createHealthReporter({
    pushBatches,
    store,
    setNotice,
    read: () => ({ inFlight: gate.inFlight, waiting: gate.waiting, missedSlots: scheduler.missedSlots }),
  });
  const scheduler = createScheduler({
    clock,
    timers,
    run: createCheckRunner({
      ports,
      resolver,
      gate,
      gaps,
      meter: health.meter,
      store,
      vault,
      find: (id) => registry.find(id),
      onResult: (monitor, transition) => publisher.result(monitor, transition),
      onNetwork: (next) => network.set(next),
    }),
    onMoved: (id) => publisher.nextCheckChanged(id),
    onError: (id, error) => log('error', 'A check failed because of a bug', { id, error }),
  });
  const commands = new EndpointCommands({
    clock,
    store,
    scheduler,
    kinds,
    vault,
    registry,
    onPut(monitor) {
      timedPauses.put(monitor.endpoint);
      publisher.put(monitor);
    },
    onRemoved(id) {
      timedPauses.remove(id);
      publisher.removed(id);
    },
    signal,
  });
  const timedPauses = createTimedPauses({
    clock,
    timers,
    resume: (ids) => commands.endPauses(ids),
    onError: (error) => log('error', 'A pause could not be ended', { error }),
  });
  const resumeAfterSleep = createResumeAfterSleep({
    timers,
    connectivity: ports.connectivity,
    onNetwork: (next) => network.set(next),
    onAwake: () => scheduler.start(),
  });

  const snapshots = createSnapshots({
    pushBatches,
    registry,
    publisher,
    rest: () => ({
      at: clock.now(),
      host: options.host,
      sources: [{ id: LOCAL_SOURCE, capabilities }],
      kinds: forms,
      settings: settings.get(),
      network: network.get(),
      notices: notices.list(),
      health: health.last(),
    }),
  });
  const imports = createImports({
    kinds,
    workerUrl: options.importWorkerUrl ?? null,
    existing: () => [...registry].map(({ endpoint }) => endpoint),
    create: (inputs) => commands.create(inputs.map(complete)),
  });

  async function test(entry: Entry): Promise<CheckResult> {
    const at = clock.now();
    const outcome = await checkWithSecrets(entry, { signal, resolver, ports, vault });
    return {
      ...outcome,
      endpointId: '',
      at,
      verdict: judge(outcome, entry.config),
      queuedMs: 0,
      lateMs: 0,
      disturbed: isDisturbed(outcome),
      swallowed: null,
    };
  }

  const handlerParts = {
    clock,
    store,
    registry,
    commands,
    kinds,
    snapshots,
    imports,
    running: () => presence.current(),
    health: () => health.read(),
    updateSettings: (change) => settings.update(change),
    complete,
    test,
  } satisfies HandlerParts;

  return {
    capabilities,
    kinds,
    settings,
    vault,
    scheduler,
    registry,
    commands,
    timedPauses,
    publisher,
    pushBatches,
    notices,
    startNotices: createStartNotices({ log, setNotice }),
    network,
    gaps,
    presence,
    health,
    periodicTasks,
    resumeAfterSleep,
    handlerParts,
  };
}
