/** Gives the request handlers what they need of the engine's parts. */
import type { EndpointInput } from '../contract/model/endpoint.ts';
import { kindDescriptors } from './check/registry.ts';
import { ConfigPlans } from './config/config-plans.ts';
import { membersFor } from './endpoints/members.ts';
import { completeInput } from './endpoints/new-endpoint.ts';
import type { EngineOptions } from './engine-options.ts';
import type { EngineParts } from './engine-parts.ts';
import { createImports } from './importers/imports.ts';
import { createSnapshots } from './publish/snapshot.ts';
import type { HandlerParts } from './requests/handlers/handlers.ts';
import { tryCheck } from './run/try-check.ts';

/** What the request handlers need. */
export function createHandlerParts(options: EngineOptions, parts: EngineParts, signal: AbortSignal): HandlerParts {
  const { ports, store, host, resolver } = options;
  const { clock } = ports;
  const { registry, commands, kinds, settings, health } = parts;
  const forms = kindDescriptors(kinds);
  const complete = (input: EndpointInput): EndpointInput => completeInput(input, forms, settings.get());

  return {
    clock,
    log: ports.log,
    settings: () => settings.get(),
    store,
    registry,
    commands,
    kinds,
    configPlans: new ConfigPlans({ ...parts, clock, log: ports.log }),
    snapshots: createSnapshots({
      pushBatches: parts.pushBatches,
      registry,
      publisher: parts.publisher,
      remote: parts.sources.views,
      rest: () => ({
        at: clock.now(),
        host,
        sources: parts.sources.list(),
        kinds: forms,
        settings: settings.get(),
        network: parts.network.get(),
        notices: parts.notices.list(),
        notifications: parts.publisher.recentNotifications(),
        health: health.last(),
      }),
    }),
    imports: createImports({
      kinds,
      workerUrl: options.importWorkerUrl ?? null,
      existing: () => commands.open(),
      complete,
      apply: (changes, staged, signal) => commands.applyImport(changes, staged, signal),
      stage: (changes) => commands.stageImport(changes),
      discard: (staged) => commands.discardImport(staged),
      undo: (applied) => commands.undoImport(applied),
      store: options.store,
      now: () => clock.now(),
    }),
    about: {
      version: host.version,
      instance: parts.instance,
      capabilities: parts.capabilities,
      endpoints: () => registry.size,
    },
    sources: parts.sources,
    backups: options.store.backups ?? null,
    exports: options.store.exports ?? null,
    demo: parts.demo,
    recordings: parts.recordings,
    maintenance: parts.maintenance,
    objectives: parts.objectives,
    reportSchedules: parts.reportSchedules,
    renderReport: parts.renderReport,
    statusPages: parts.statusPages,
    incidentEvents: parts.incidentEvents,
    alerts: parts.alerts,
    annotations: parts.annotations,
    prometheus: parts.prometheus,
    running: () => parts.presence.current(),
    health,
    tokens: parts.tokens,
    audit: parts.audit,
    updateSettings: (change) => settings.update(change),
    complete,
    test: (entry) =>
      tryCheck(entry, {
        ports,
        resolver,
        signal,
        queries: parts.queries,
        vault: parts.vault,
        members: membersFor({ id: '', ...entry }, registry, { clock, vault: parts.vault }),
      }),
  };
}
