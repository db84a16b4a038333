import type { EndpointId, Ms } from '../../contract/model/units.ts';
import type { Due } from '../base/due-queue.ts';
import { slotsOf, type Slots } from './slots.ts';

/** What the scheduler knows about one endpoint. It is queued or in flight, or neither while the scheduler is held. */
export interface ScheduledEndpoint extends Due {
  readonly id: EndpointId;
  /** The interval in the endpoint's config, without the multiplier. */
  ownInterval: Ms;
  /** With the multiplier. */
  slots: Slots;
  /** Not checked since it was added, so it does not wait for its next slot after a `hold`. */
  isNew: boolean;
  /** Its next check is one of many at the same time. */
  ofMany: boolean;
  /** When its last check was due, on the monotonic clock; -Infinity: never checked. */
  lastDueAt: number;
  /** Of the check in flight; null: none. */
  abort: AbortController | null;
}

export function createScheduledEndpoint(id: EndpointId, interval: Ms, anchor: number): ScheduledEndpoint {
  return {
    id,
    ownInterval: interval,
    slots: slotsOf(id, interval, anchor),
    isNew: true,
    ofMany: false,
    lastDueAt: -Infinity,
    abort: null,
    dueAt: 0,
    position: -1,
  };
}
