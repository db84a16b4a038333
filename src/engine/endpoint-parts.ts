import type { Collection } from '../contract/channels/snapshot.ts';
import type { CheckKind } from './check/kind.ts';
import { createDemo } from './demo/demo.ts';
import { EndpointCommands } from './endpoints/commands.ts';
import { MaintenanceWindows } from './endpoints/maintenance-windows.ts';
import { createTimedPauses } from './endpoints/timed-pauses.ts';
import { IncidentEvents } from './history/incident-events.ts';
import { buildReport } from './history/report.ts';
import { asJson, ReportSchedules } from './history/report-schedules.ts';
import { reportSourceOf } from './history/report-source.ts';
import { Objectives } from './history/objectives.ts';
import type { CheckParts } from './check-parts.ts';
import type { EngineOptions } from './engine-options.ts';
import { besidePrometheus } from './prometheus-parts.ts';
import type { StateParts } from './state-parts.ts';
import { StatusPages } from './status-pages/status-pages.ts';

/** Creates the parts that change endpoints, and those about many of them, such as objectives and status pages. */
export function createEndpointParts(
  { ports, store, renderReport = asJson }: EngineOptions,
  { registry, vault, pushBatches, annotations }: StateParts,
  { alerts, baselines, dependencies, scheduler, prometheus, publisher, signalInbox }: CheckParts,
  kinds: readonly CheckKind[],
  signal: AbortSignal,
) {
  const { clock, timers, log } = ports;
  const common = { clock, log, store, registry };
  const changed = (what: Collection) => () => pushBatches.add({ type: 'changed', what });
  const commands = new EndpointCommands({
    clock,
    store,
    scheduler: besidePrometheus(scheduler, prometheus, registry),
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
    async onRenamed(changes) {
      // All of them follow at once, before they are stored. A changed silence makes Lookout look at the alerts again, so rules come before it.
      const following = [alerts.config, alerts.silences, maintenance, objectives, statusPages];
      // Not awaited: a report may be in the making, which takes a while.
      void reportSchedules.followRenames(changes).catch((error: unknown) => {
        log('error', 'A scheduled report does not follow a renamed endpoint', { error });
      });
      await Promise.all(following.map((part) => part.followRenames(changes)));
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
    ...common,
    timers,
    onStatus: (monitor) => publisher.nextCheckChanged(monitor.endpoint.id),
    onChanged: changed('maintenance'),
  });
  const objectives = new Objectives({ ...common, onChanged: changed('objectives') });
  const incidentEvents = new IncidentEvents({
    ...common,
    annotations,
    onChanged: changed('incidentEvents'),
    onUptime: (id) => publisher.nextCheckChanged(id),
  });
  const statusPages = new StatusPages({ ...common, maintenance, incidentEvents, onChanged: changed('statusPages') });
  const reportParts = { ...common, annotations, objectives, incidentEvents };
  const reportSchedules = new ReportSchedules({
    ...common,
    build: (options) => buildReport(options, { ...reportSourceOf(reportParts), signal }),
    render: renderReport,
    onChanged: changed('reports'),
  });
  return {
    commands,
    timedPauses,
    maintenance,
    objectives,
    incidentEvents,
    reportSchedules,
    renderReport,
    statusPages,
    demo,
  };
}
