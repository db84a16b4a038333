import type { VantageRequests } from '../../../contract/channels/vantages.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import type { PrometheusSource } from '../../prometheus/prometheus-source.ts';
import type { HandlersOf } from './handler.ts';

export interface VantageHandlerParts {
  readonly registry: EndpointRegistry;
  /** Null: this process checks the endpoints, and there are no vantage points. */
  readonly prometheus: Pick<PrometheusSource, 'states' | 'history'> | null;
}

export function vantageHandlers(parts: VantageHandlerParts): HandlersOf<keyof VantageRequests> {
  const { registry, prometheus } = parts;
  return {
    'vantages.states': ({ ids }) => prometheus?.states(registry.all(ids)) ?? { vantages: [], endpoints: [] },
    'vantages.history': ({ id, ...range }) => prometheus?.history(registry.get(id), range) ?? [],
  };
}
