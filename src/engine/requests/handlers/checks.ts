import type { CheckRequests } from '../../../contract/channels/checks.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import { findShifts } from '../../history/shifts.ts';
import { statusHistoryOf } from '../../history/status-history.ts';
import type { Clock } from '../../ports.ts';
import type { Presence } from '../../store/status-history.ts';
import type { Store } from '../../store/store.ts';
import type { HandlersOf } from './handler.ts';

export interface CheckHandlerParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly registry: EndpointRegistry;
  /** The present run of Lookout, up to now; null: none has begun. */
  readonly running: () => Presence | null;
}

export function checkHandlers(parts: CheckHandlerParts): HandlersOf<keyof CheckRequests> {
  const { clock, store, registry, running } = parts;
  return {
    'checks.list': async ({ id, before, limit }) => {
      registry.get(id);
      return [...(await store.checks(id, { limit, ...(before === undefined ? {} : { before }) }))];
    },
    'changes.list': async ({ id, before, limit }) => {
      registry.get(id);
      return [...(await store.changes(id, { limit, ...(before === undefined ? {} : { before }) }))];
    },
    'series.get': ({ id, from, to, points }) => {
      registry.get(id);
      return store.series(id, { from, to, points });
    },
    'distribution.get': ({ id, ...range }) => {
      registry.get(id);
      return store.distribution(id, range);
    },
    'baseline.get': ({ id, ...span }) => {
      registry.get(id);
      return store.baseline(id, span);
    },
    'shifts.list': (range) =>
      findShifts(
        range,
        [...registry].map(({ endpoint }) => endpoint.id),
        store,
      ),
    'spans.get': ({ id, ...range }) => statusHistoryOf(registry.get(id), range, { clock, store, running }),
  };
}
