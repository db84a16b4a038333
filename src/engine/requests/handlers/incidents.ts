import type { IncidentRequests } from '../../../contract/channels/incidents.ts';
import type { Alerts } from '../../alerts/alerts.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import type { IncidentEvents } from '../../history/incident-events.ts';
import { incidentsWithin, outagesWithin } from '../../history/outages.ts';
import { rangeUptimeOf, uptimeOf } from '../../history/uptime.ts';
import { incidentStats } from '../../verdict/incident-stats.ts';
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store/store.ts';
import { remarkOn } from './acknowledgments.ts';
import type { HandlersOf } from './handler.ts';

export interface IncidentHandlerParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly registry: EndpointRegistry;
  readonly incidentEvents: IncidentEvents;
  readonly alerts: Alerts;
}

export function incidentHandlers({
  clock,
  store,
  registry,
  incidentEvents: events,
  alerts,
}: IncidentHandlerParts): HandlersOf<keyof IncidentRequests> {
  return {
    'incidents.list': async (query) => {
      if (query.id !== undefined) registry.get(query.id);
      // The store leaves out removed endpoints. This leaves out those that this version cannot check.
      return (await store.incidents(query)).filter((incident) => registry.find(incident.endpointId) !== undefined);
    },
    'incidents.evidence': async ({ id }) => [...(await store.evidence(id))],
    'incidents.marks': ({ ids }) => ids.map((id) => events.marksOf(id)),
    'incidents.remark': ({ id, endpointId, ...remark }) =>
      remarkOn(endpointId, { ...remark, incidentId: id }, { alerts, incidentEvents: events }),
    'incidents.timeline': ({ id, endpointId }) => events.timeline(endpointId, id),
    'incidents.stats': async ({ from, to, ids, match = {} }) => {
      const monitors = registry.matching(match, ids);
      const wanted = new Set(monitors.map(({ endpoint }) => endpoint.id));
      const [uptimes, incidents] = await Promise.all([
        Promise.all(monitors.map((monitor) => rangeUptimeOf(monitor, { from, to }, { clock, store }))),
        incidentsWithin({ from, to }, store, ({ endpointId }) => wanted.has(endpointId)),
      ]);
      return incidentStats(incidents, {
        from,
        to: Math.min(to, clock.now()),
        upMs: uptimes.reduce((sum, { upMs }) => sum + upMs, 0),
        isExcluded: (incident) => events.isExcluded(incident),
      });
    },
    'incidents.outages': (range) => outagesWithin(range, { store, registry }),
    'uptime.get': ({ id }) => uptimeOf(registry.get(id), store, clock.now()),
  };
}
