import type { VantageHistory, VantageStates } from '../model/vantage.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';

/** Requests about vantage points, for a Lookout beside Prometheus. */
export interface VantageRequests {
  'vantages.states': { args: { ids: EndpointId[] }; answer: VantageStates };
  'vantages.history': {
    args: { id: EndpointId; from: EpochMs; to: EpochMs; points: number };
    answer: VantageHistory[];
  };
}

/** One sentence per request, for `docs/api.md`. */
export const VANTAGE_CHANNELS = {
  'vantages.states':
    'The vantage points, and the last result of each of them for at most 250 endpoints. Empty where Prometheus does not check the endpoints.',
  'vantages.history':
    'Latency and state of an endpoint from each vantage point over a time range, as Prometheus has them, reduced to about the requested number of points.',
} as const satisfies Record<keyof VantageRequests, string>;
