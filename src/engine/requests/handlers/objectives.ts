import type { ObjectiveRequests } from '../../../contract/channels/objectives.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import type { Objectives } from '../../history/objectives.ts';
import { rangeUptimeOf } from '../../history/uptime.ts';
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store/store.ts';
import type { HandlersOf } from './handler.ts';

export interface ObjectiveHandlerParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly registry: EndpointRegistry;
  readonly objectives: Objectives;
}

export function objectiveHandlers(parts: ObjectiveHandlerParts): HandlersOf<keyof ObjectiveRequests> {
  const { clock, store, registry, objectives } = parts;
  return {
    'objectives.list': ({ id }) => {
      if (id !== undefined) registry.get(id);
      return objectives.list(id ?? null);
    },
    'objectives.save': ({ id, objective }) => objectives.save(id ?? null, objective),
    'objectives.remove': async ({ ids }) => {
      await objectives.remove(ids);
      return null;
    },
    'uptime.range': async ({ ids, match = {}, ...range }) => {
      return Promise.all(
        registry.matching(match, ids).map((monitor) => rangeUptimeOf(monitor, range, { clock, store })),
      );
    },
  };
}
