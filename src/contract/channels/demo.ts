import type { Endpoint } from '../model/endpoint.ts';
import type { EndpointId, Nothing } from '../model/units.ts';

/** Requests for the endpoints of the demo, which Lookout serves itself. */
export interface DemoRequests {
  'demo.start': { args: Nothing; answer: Endpoint[] };
  'demo.remove': { args: Nothing; answer: EndpointId[] };
}

/** One sentence for each request, for `docs/api.md`. */
export const DEMO_CHANNELS = {
  'demo.start':
    'Adds the demo endpoints, which this Lookout serves itself on loopback: steady, slow, flapping, and with an expired certificate.',
  'demo.remove': 'Removes the demo endpoints. They can be restored like others.',
} as const satisfies Record<keyof DemoRequests, string>;
