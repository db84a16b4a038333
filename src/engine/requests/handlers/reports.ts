import type { ReportRequests } from '../../../contract/channels/reports.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import type { Annotations } from '../../history/annotations.ts';
import type { IncidentEvents } from '../../history/incident-events.ts';
import type { Objectives } from '../../history/objectives.ts';
import { buildReport } from '../../history/report.ts';
import { ReportJobs } from '../../history/report-jobs.ts';
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store/store.ts';
import type { HandlersOf } from './handler.ts';

export interface ReportHandlerParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly registry: EndpointRegistry;
  readonly annotations: Annotations;
  readonly objectives: Objectives;
  readonly incidentEvents: IncidentEvents;
}

export function reportHandlers(parts: ReportHandlerParts): HandlersOf<keyof ReportRequests> {
  const { clock, store, registry, annotations, objectives, incidentEvents } = parts;
  const jobs = new ReportJobs();
  return {
    'reports.build': ({ job, ...options }) => {
      if (options.ids !== undefined) registry.all(options.ids);
      return jobs.run(job, (onProgress, signal) =>
        buildReport(options, {
          store,
          now: clock.now(),
          endpoints: [...registry].map(({ endpoint }) => endpoint),
          currentSpan: (id) => registry.find(id)?.currentSpan({ at: clock.now(), mono: clock.mono() }) ?? null,
          marksOf: (id) => incidentEvents.marksOf(id),
          objectives: objectives.configs(),
          annotations: (from, to) => annotations.list({ endpoint: null, from, to }),
          onProgress,
          signal,
        }),
      );
    },
    'reports.progress': ({ job }) => jobs.progress(job),
    'reports.cancel': ({ job }) => {
      jobs.cancel(job);
      return null;
    },
  };
}
