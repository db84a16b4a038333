/** The parts of descriptors that the kinds for brokers share: they receive messages with `receiveMessage`. */
import type { MetricDescriptor, PhaseDescriptor } from '../../../../contract/descriptor.ts';

/** Until the broker has confirmed the subscription. */
export const subscribePhase = {
  name: 'subscribe',
  label: 'Subscribe',
  role: 'wait',
} as const satisfies PhaseDescriptor;

/** Until the message has arrived. */
export const messagePhase = { name: 'message', label: 'Message', role: 'transfer' } as const satisfies PhaseDescriptor;

/** From the publication of a message until it comes back. */
export const roundTripMetric = {
  name: 'roundTrip',
  label: 'Round trip of the message',
  unit: 'millisecond',
  charted: true,
} as const satisfies MetricDescriptor;
