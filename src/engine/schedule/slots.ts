/** The slots of one endpoint, and which of them is its next check. Pure; all times are in milliseconds on one clock. */
import type { EndpointId, Ms } from '../../contract/model/units.ts';
import { slotAfter, stableOffset } from './cadence.ts';

export interface Slots {
  /** Where slots are counted from. */
  readonly anchor: number;
  readonly interval: Ms;
  /** The endpoint's own place in the interval, 0 to `interval` - 1. */
  readonly offset: Ms;
}

export function slotsOf(id: EndpointId, interval: Ms, anchor: number): Slots {
  return { anchor, interval, offset: stableOffset(id, interval) };
}

/** The first slot strictly after `after`. */
export function nextSlot({ anchor, interval, offset }: Slots, after: number): number {
  return slotAfter(after, anchor, offset, interval);
}

/** The number of slots that a check in flight from `dueAt` to `now` kept from being checked. */
export function slotsPassed(slots: Slots, dueAt: number, now: number): number {
  const first = nextSlot(slots, earliestAfter(slots, dueAt));
  return now < first ? 0 : Math.floor((now - first) / slots.interval) + 1;
}

/**
 * When the next check is due: at the next slot, but not within half an interval of the last check, which may not have
 * been at a slot. That slot can be one and a half intervals away; an extra check half an interval before it then keeps
 * the wait within one interval.
 * @param ofMany the last check was one of many at the same time (a start, an import, "check all"): extra checks for half
 *   of them would double the load, so there is none
 */
export function nextCheck(slots: Slots, lastDueAt: number, now: number, ofMany: boolean): number {
  const { interval } = slots;
  const slot = nextSlot(slots, Math.max(now, earliestAfter(slots, lastDueAt)));
  return slot - now > interval && !ofMany ? slot - interval / 2 : slot;
}

/** The time up to which slots are too close to a check that was due at `dueAt`. */
function earliestAfter({ interval }: Slots, dueAt: number): number {
  return dueAt + interval / 2 - 1;
}
