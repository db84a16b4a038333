/** Where the reports of a running Lookout get their data. */
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { Annotations } from './annotations.ts';
import type { IncidentEvents } from './incident-events.ts';
import type { Objectives } from './objectives.ts';
import type { ReportSource } from './report.ts';

export interface ReportParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly registry: EndpointRegistry;
  readonly annotations: Annotations;
  readonly objectives: Objectives;
  readonly incidentEvents: IncidentEvents;
}

export function reportSourceOf(parts: ReportParts): ReportSource {
  const { clock, store, registry, annotations, objectives, incidentEvents } = parts;
  return {
    store,
    now: clock.now(),
    endpoints: [...registry].map(({ endpoint }) => endpoint),
    currentSpan: (id) => registry.find(id)?.currentSpan({ at: clock.now(), mono: clock.mono() }) ?? null,
    marksOf: (id) => incidentEvents.marksOf(id),
    objectives: objectives.configs(),
    annotations: (from, to) => annotations.list({ endpoint: null, from, to }),
  };
}
