/** Creates the engine's parts and connects them. `engine.ts` starts and stops them. */
import { LOCAL_SOURCE, type Capabilities } from '../contract/model/source.ts';
import { createPeriodicTasks } from './base/periodic-tasks.ts';
import { checkKinds, kindDescriptors } from './check/registry.ts';
import { DeadMansSwitch } from './alerts/dead-mans-switch.ts';
import { completeInput } from './endpoints/new-endpoint.ts';
import { Recordings } from './run/recordings.ts';
import { createProber } from './prometheus/prober.ts';
import { EndpointSeal } from './prometheus/sealed-endpoint.ts';
import { createStartNotices } from './publish/app-notices.ts';
import { Sources } from './remote/sources.ts';
import { createCheckParts, type CheckParts } from './check-parts.ts';
import { createEndpointParts } from './endpoint-parts.ts';
import type { EngineOptions } from './engine-options.ts';
import { createStateParts, type StateParts } from './state-parts.ts';

/** Creates and connects the parts of the engine. @param signal aborted when the engine stops */
export function createEngineParts(options: EngineOptions, signal: AbortSignal) {
  const kinds = options.kinds ?? checkKinds;
  const capabilities: Capabilities = {
    edit: true,
    pause: true,
    checkNow: options.prometheus === undefined,
    respond: true,
    import: options.importWorkerUrl !== undefined,
    changeSettings: true,
    vantages: options.prometheus !== undefined,
  };
  const state = createStateParts(options);
  const fromFile = { aliveUrl: '' };
  const checks = createCheckParts(options, state, signal);
  const endpoints = createEndpointParts(options, state, checks, kinds, signal);
  const { log, timers, openRecordingWindow } = options.ports;
  const instance = crypto.randomUUID();
  const sources = new Sources({
    ...options.ports,
    store: options.store,
    vault: state.vault,
    resolver: options.resolver,
    instance,
    times: options.remoteTimes,
    local: () => ({ id: LOCAL_SOURCE, capabilities }),
    publish: (change) => state.pushBatches.add(change),
    notify: (notification) => {
      if (state.settings.get().notifications) checks.publisher.show(notification);
    },
  });
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
    instance,
    sources,
    kinds,
    recordings,
    prober: createProber({
      ports: options.ports,
      kinds,
      resolver: options.resolver,
      gate: state.gate,
      gaps: state.gaps,
      queries: state.queries,
      seal: options.vantageKey === undefined ? null : new EndpointSeal(options.vantageKey),
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

/** @param fromFile what lookout.yaml says takes precedence over the setting */
function createDeadMansSwitch(
  { ports: { clock, log }, store }: EngineOptions,
  { settings }: StateParts,
  { scheduler, prometheus, alerts }: CheckParts,
  fromFile: { readonly aliveUrl: string },
): DeadMansSwitch {
  return new DeadMansSwitch({
    clock,
    log,
    store,
    url: () => (fromFile.aliveUrl === '' ? settings.get().aliveUrl : fromFile.aliveUrl),
    checksLateMs: () => Math.max(scheduler.lateMs, prometheus?.lateMs ?? 0),
    messagesLateMs: () => alerts.deliveries.lateMs,
  });
}
