import { checkKinds, kindDescriptors } from './check/registry.ts';
import { Alerts } from './alerts/alerts.ts';
import { Dependencies } from './endpoints/dependencies.ts';
import type { Monitor } from './endpoints/monitor.ts';
import { membersFor, nodeOf } from './endpoints/members.ts';
import { SignalInbox } from './endpoints/signal-inbox.ts';
import { Baselines } from './history/baselines.ts';
import { createHealthReporter } from './publish/health-reporter.ts';
import { createPublisher } from './publish/publisher.ts';
import { createCheckRunner, wallTime } from './run/check-runner.ts';
import { createResumeAfterSleep } from './run/resume-after-sleep.ts';
import { createScheduler } from './schedule/scheduler.ts';
import { createStartGate } from './schedule/start-gate.ts';
import type { CheckedAt } from './run/record-result.ts';
import type { Transition } from './verdict/status.ts';
import type { EngineOptions } from './engine-options.ts';
import { createPrometheusParts } from './prometheus-parts.ts';
import type { StateParts } from './state-parts.ts';

/** Creates the parts that run checks and publish their results. */
export function createCheckParts(options: EngineOptions, state: StateParts, signal: AbortSignal) {
  const { ports, store, resolver, traceRoute, kinds = checkKinds } = options;
  const { clock, timers, log, connectivity } = ports;
  const { alertSources, pushBatches, setNotice, network, settings, gate, vault, gaps, registry, queries } = state;
  const alerts = new Alerts({
    ports,
    store,
    vault,
    endpoints: () => registry,
    find: (id) => registry.find(id),
    kinds: kindDescriptors(kinds),
    onChanged: (what) => pushBatches.add({ type: 'changed', what }),
    setNotice,
    notify: (notification) => publisher.show(notification),
    pushSound: (sound) => pushBatches.add({ type: 'sound', sound }),
    behind: (id) => behind(registry.find(id)),
  });
  const behind = (monitor: Monitor | undefined): string | null =>
    monitor === undefined ? null : dependencies.behind(monitor);
  alertSources.noticed = (notice) => alerts.sources.noticed(notice);
  alertSources.network = (next) => alerts.sources.network(next);
  const publisher = createPublisher({
    ports,
    pushBatches,
    find: (id) => registry.find(id),
    nextAt: (id) => wallTime(scheduler.nextAt(id), clock) ?? prometheus?.nextAt(id) ?? null,
    notifies: () => settings.get().notifications,
    isHeld: (monitor) => alerts.blockOf(monitor, clock.now()) !== null,
    behind,
    flapping: (id) => alerts.flapping.of(id),
    setNotice,
  });
  const baselines = new Baselines({ store, log });
  const health = createHealthReporter({
    pushBatches,
    store,
    setNotice,
    read: () => ({ inFlight: gate.inFlight, waiting: gate.waiting, missedSlots: scheduler.missedSlots }),
  });
  function onResult(monitor: Monitor, transition: Transition, { startedAt, result }: CheckedAt): void {
    dependencies.checked(monitor, transition.event, startedAt);
    alerts.sources.checked(monitor, transition.state, result);
    publisher.result(monitor, transition);
    if (transition.event === null) return;
    for (const id of dependencies.childrenOf(monitor.endpoint.id)) publisher.nextCheckChanged(id);
  }
  const prometheus = createPrometheusParts(options, { ...state, baselines, publisher, onResult, signal });
  const scheduler = createScheduler({
    clock,
    timers,
    run: createCheckRunner({
      ports,
      resolver,
      queries,
      traceRoute,
      gate,
      gaps,
      meter: health.meter,
      store,
      vault,
      find: (id) => registry.find(id),
      contextFor: (monitor) => ({
        members: membersFor(nodeOf(monitor), registry, { clock, vault }),
        ...signalInbox.contextFor(monitor),
      }),
      unusual: ({ endpoint }, at, outcome) => baselines.judge(endpoint.id, endpoint.config, at, outcome),
      onResult,
      onNetwork: (next) => network.set(next),
    }),
    onMoved: (id) => publisher.nextCheckChanged(id),
    onError: (id, error) => log('error', 'A check failed because of a bug', { id, error }),
  });
  const dependencies = new Dependencies({
    clock,
    registry,
    checkNow: (id) => void scheduler.checkNow(id, false),
  });
  const resumeAfterSleep = createResumeAfterSleep({
    timers,
    connectivity,
    onNetwork: (next) => network.set(next),
    onAwake: () => startGate.awake(),
  });
  const startGate = createStartGate(() => scheduler.start());
  const signalInbox = new SignalInbox({ clock, registry, checkNow: (id) => void scheduler.checkNow(id, false) });
  return {
    alerts,
    baselines,
    dependencies,
    signalInbox,
    publisher,
    health,
    scheduler,
    prometheus,
    resumeAfterSleep,
    startGate,
  };
}

export type CheckParts = ReturnType<typeof createCheckParts>;
