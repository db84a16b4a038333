import type { CheckRequests } from '../../../contract/channels/checks.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import type { Store } from '../../store/store.ts';
import type { HandlersOf } from './handler.ts';

export interface CheckHandlerParts {
  readonly store: Store;
  readonly registry: EndpointRegistry;
}

export function checkHandlers({ store, registry }: CheckHandlerParts): HandlersOf<keyof CheckRequests> {
  return {
    'checks.list': async ({ id, before, limit }) => {
      registry.get(id);
      return [...(await store.checks(id, { limit, ...(before === undefined ? {} : { before }) }))];
    },
    'series.get': ({ id, from, to, points }) => {
      registry.get(id);
      return store.series(id, { from, to, points });
    },
  };
}
