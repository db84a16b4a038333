import type { IncidentRequests } from '../../../contract/channels/incidents.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import { uptimeOf } from '../../history/uptime.ts';
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store/store.ts';
import type { HandlersOf } from './handler.ts';

export interface IncidentHandlerParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly registry: EndpointRegistry;
}

export function incidentHandlers({ clock, store, registry }: IncidentHandlerParts): HandlersOf<keyof IncidentRequests> {
  return {
    'incidents.list': async (query) => {
      if (query.id !== undefined) registry.get(query.id);
      // The store leaves out removed endpoints. This leaves out those that this version cannot check.
      return (await store.incidents(query)).filter((incident) => registry.find(incident.endpointId) !== undefined);
    },
    'incidents.evidence': async ({ id }) => [...(await store.evidence(id))],
    'uptime.get': ({ id }) => uptimeOf(registry.get(id), store, clock.now()),
  };
}
