/** Creates the engine's parts and connects them. `engine.ts` starts and stops them. */
import type { Network, Notice } from '../contract/model/notices.ts';
import type { HostInfo } from '../contract/model/host.ts';
import type { Capabilities } from '../contract/model/source.ts';
import { createConcurrencyGate } from './base/concurrency-gate.ts';
import { createPeriodicTasks } from './base/periodic-tasks.ts';
import type { CheckKind, Resolver } from './check/kind.ts';
import { checkKinds, kindDescriptors } from './check/registry.ts';
import { ApiTokens } from './access/api-tokens.ts';
import { AuditLog } from './access/audit-log.ts';
import { Alerts } from './alerts/alerts.ts';
import { DeadMansSwitch } from './alerts/dead-mans-switch.ts';
import { createDemo } from './demo/demo.ts';
import { Dependencies } from './endpoints/dependencies.ts';
import type { Monitor } from './endpoints/monitor.ts';
import { EndpointCommands } from './endpoints/commands.ts';
import { completeInput } from './endpoints/new-endpoint.ts';
import { MaintenanceWindows } from './endpoints/maintenance-windows.ts';
import { membersFor, nodeOf } from './endpoints/members.ts';
import { EndpointRegistry } from './endpoints/registry.ts';
import { Recordings } from './run/recordings.ts';
import { SignalInbox } from './endpoints/signal-inbox.ts';
import { createTimedPauses } from './endpoints/timed-pauses.ts';
import { createClockGaps } from './machine/clock-gaps.ts';
import { Annotations } from './history/annotations.ts';
import { Baselines } from './history/baselines.ts';
import { IncidentEvents } from './history/incident-events.ts';
import { buildReport } from './history/report.ts';
import { asJson, ReportSchedules, type RenderReport } from './history/report-schedules.ts';
import { reportSourceOf } from './history/report-source.ts';
import { Objectives } from './history/objectives.ts';
import { createPresenceRecorder } from './history/presence.ts';
import { createProber } from './prometheus/prober.ts';
import { createHealthReporter } from './publish/health-reporter.ts';
import { createNetworkState } from './publish/network-state.ts';
import { createAppNotices, createStartNotices } from './publish/app-notices.ts';
import { createPublisher } from './publish/publisher.ts';
import { createPushBatches } from './publish/push-batches.ts';
import type { Ports } from './ports.ts';
import { createCheckRunner, wallTime } from './run/check-runner.ts';
import { createResumeAfterSleep } from './run/resume-after-sleep.ts';
import { createScheduler } from './schedule/scheduler.ts';
import { createStartGate } from './schedule/start-gate.ts';
import { createConfigVault } from './secrets/config-vault.ts';
import { createSettingsKeeper } from './settings/settings-keeper.ts';
import type { Store } from './store/store.ts';
import { createQueryRunner } from './conditions/query-runner.ts';

export interface EngineOptions {
  readonly ports: Ports;
  readonly store: Store;
  readonly host: HostInfo;
  readonly resolver: Resolver;
  /** Default: all kinds of the registry. */
  readonly kinds?: readonly CheckKind[];
  /** The module of the worker thread that reads imported files. Default: nothing can be imported. */
  readonly importWorkerUrl?: URL;
  /** The module of the worker thread that runs queries in conditions. Default: conditions with queries fail. */
  readonly queryWorkerUrl?: URL;
  /** Makes the text of scheduled reports. Default: they are JSON. */
  readonly renderReport?: RenderReport;
  /** Finds the way to the host of an endpoint that went down (`machine/trace-route.ts`). Default: nobody asks. */
  readonly traceRoute?: (host: string) => Promise<string | null>;
}

/** Creates and connects the parts of the engine. @param signal aborted when the engine stops */
export function createEngineParts(options: EngineOptions, signal: AbortSignal) {
  const kinds = options.kinds ?? checkKinds;
  const capabilities: Capabilities = {
    edit: true,
    pause: true,
    checkNow: true,
    import: options.importWorkerUrl !== undefined,
    changeSettings: true,
  };
  const state = createState(options);
  const fromFile = { aliveUrl: '' };
  const checks = createChecks(options, state);
  const endpoints = createEndpoints(options, state, checks, kinds, signal);
  const { log, timers, openRecordingWindow } = options.ports;
  const recordings = new Recordings({
    kinds,
    timers,
    log,
    openWindow: openRecordingWindow,
    read: (input) => endpoints.commands.read(completeInput(input, kindDescriptors(kinds), state.settings.get())),
  });
  return {
    ...state,
    ...checks,
    ...endpoints,
    fromFile,
    deadMansSwitch: createDeadMansSwitch(options, state, checks, fromFile),
    capabilities,
    kinds,
    recordings,
    prober: createProber({
      ports: options.ports,
      kinds,
      resolver: options.resolver,
      gate: state.gate,
      gaps: state.gaps,
      queries: state.queries,
      signal,
    }),
    startNotices: createStartNotices({ log, setNotice: state.setNotice }),
    periodicTasks: createPeriodicTasks({
      timers,
      onError: (error) => log('error', 'A periodic task failed', { error }),
    }),
  };
}

export type EngineParts = ReturnType<typeof createEngineParts>;
type State = ReturnType<typeof createState>;
type Checks = ReturnType<typeof createChecks>;

/** What the other parts read and change: settings, notices, the network, the endpoints, and the pushes to pages. */
function createState({ ports, store, queryWorkerUrl }: EngineOptions) {
  const { clock, timers, log } = ports;
  const pushBatches = createPushBatches(ports);
  const alertSources = createListeners();
  const notices = createAppNotices((notice) => {
    pushBatches.add({ type: 'notice', notice });
    alertSources.noticed(notice);
  });
  const annotations = new Annotations({
    clock,
    log,
    store,
    onChanged: () => pushBatches.add({ type: 'changed', what: 'annotations' }),
  });
  const network = createNetworkState({
    log,
    onChange(next) {
      pushBatches.add({ type: 'network', network: next });
      annotations.network(next);
      alertSources.network(next);
    },
  });
  const settings = createSettingsKeeper({
    store,
    onSet(next) {
      gate.setLimits(next);
      pushBatches.add({ type: 'settings', settings: next });
    },
  });
  const gate = createConcurrencyGate(settings.get());
  const presence = createPresenceRecorder({
    clock,
    store,
    onSlept: (from, to) => annotations.slept(from, to),
  });
  const gaps = createClockGaps(clock, (gap) => {
    log('info', 'This machine was asleep or its clock was set', { ...gap });
    presence.slept(gap);
  });
  return {
    alertSources,
    pushBatches,
    notices,
    setNotice: (notice: Notice): void => notices.set(notice),
    annotations,
    network,
    settings,
    gate,
    vault: createConfigVault(ports.secrets, () => settings.get().secretsWithoutVault),
    presence,
    gaps,
    registry: new EndpointRegistry(),
    tokens: new ApiTokens({ clock, log, store }),
    audit: new AuditLog({ clock, log, store }),
    queries: queryWorkerUrl === undefined ? null : createQueryRunner({ workerUrl: queryWorkerUrl, timers }),
  };
}

/** What alerts hear of. They are created after the parts that tell them. */
function createListeners(): { noticed: (notice: Notice) => void; network: (network: Network) => void } {
  return { noticed: () => undefined, network: () => undefined };
}

/** What runs checks and publishes their results. */
function createChecks({ ports, store, resolver, traceRoute, kinds = checkKinds }: EngineOptions, state: State) {
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
    nextAt: (id) => wallTime(scheduler.nextAt(id), clock),
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
      onResult(monitor, transition, { startedAt, result }) {
        dependencies.checked(monitor, transition.event, startedAt);
        alerts.sources.checked(monitor, transition.state, result);
        publisher.result(monitor, transition);
        if (transition.event === null) return;
        for (const id of dependencies.childrenOf(monitor.endpoint.id)) publisher.nextCheckChanged(id);
      },
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
  return { alerts, baselines, dependencies, signalInbox, publisher, health, scheduler, resumeAfterSleep, startGate };
}

/** @param fromFile what lookout.yaml says takes precedence over the setting */
function createDeadMansSwitch(
  { ports: { clock, log }, store }: EngineOptions,
  { settings }: State,
  { scheduler, alerts }: Checks,
  fromFile: { readonly aliveUrl: string },
): DeadMansSwitch {
  return new DeadMansSwitch({
    clock,
    log,
    store,
    url: () => (fromFile.aliveUrl === '' ? settings.get().aliveUrl : fromFile.aliveUrl),
    checksLateMs: () => scheduler.lateMs,
    messagesLateMs: () => alerts.deliveries.lateMs,
  });
}

/** What adds, changes, pauses and removes endpoints. */
function createEndpoints(
  { ports, store, renderReport }: EngineOptions,
  { registry, vault, pushBatches, annotations }: State,
  { alerts, baselines, dependencies, scheduler, publisher, signalInbox }: Checks,
  kinds: readonly CheckKind[],
  signal: AbortSignal,
) {
  const { clock, timers, log } = ports;
  const commands = new EndpointCommands({
    clock,
    store,
    scheduler,
    kinds,
    vault,
    registry,
    onPut(monitor) {
      baselines.forget(monitor.endpoint.id);
      timedPauses.put(monitor.endpoint);
      maintenance.put(monitor);
      dependencies.changed();
      alerts.endpointChanged(monitor.endpoint.id);
      publisher.put(monitor);
      demo.put(monitor.endpoint);
    },
    onEdited: (endpoint, fields) => annotations.edited(endpoint, fields),
    onRemoved(id) {
      baselines.forget(id);
      signalInbox.remove(id);
      timedPauses.remove(id);
      dependencies.removed(id);
      alerts.endpointChanged(id);
      publisher.removed(id);
      demo.removed(id);
    },
    signal,
  });
  const demo = createDemo({ clock, kinds, registry, commands, log });
  const timedPauses = createTimedPauses({
    clock,
    timers,
    resume: (ids) => commands.endPauses(ids),
    onError: (error) => log('error', 'A pause could not be ended', { error }),
  });
  const maintenance = new MaintenanceWindows({
    clock,
    timers,
    log,
    store,
    registry,
    onStatus: (monitor) => publisher.nextCheckChanged(monitor.endpoint.id),
    onChanged: () => pushBatches.add({ type: 'changed', what: 'maintenance' }),
  });
  const objectives = new Objectives({
    clock,
    log,
    store,
    registry,
    onChanged: () => pushBatches.add({ type: 'changed', what: 'objectives' }),
  });
  const incidentEvents = new IncidentEvents({
    clock,
    log,
    store,
    registry,
    annotations,
    onChanged: () => pushBatches.add({ type: 'changed', what: 'incidentEvents' }),
    onUptime: (id) => publisher.nextCheckChanged(id),
  });
  const reportParts = { clock, store, registry, annotations, objectives, incidentEvents };
  const reportSchedules = new ReportSchedules({
    clock,
    log,
    store,
    build: (options) => buildReport(options, { ...reportSourceOf(reportParts), signal }),
    render: renderReport ?? asJson,
    onChanged: () => pushBatches.add({ type: 'changed', what: 'reports' }),
  });
  return { commands, timedPauses, maintenance, objectives, incidentEvents, reportSchedules, demo };
}
