import type { SwallowedSlots } from '../../contract/model/check.ts';
import type { EndpointId, Ms } from '../../contract/model/units.ts';
import type { Clock } from '../ports.ts';
import type { ScheduledEndpoint } from './scheduled-endpoint.ts';
import { slotsPassed } from './slots.ts';

/** What a check runner gets with each check. */
export interface Run {
  /** How long after it was due the check was handed over. */
  readonly lateMs: Ms;
  /** Aborted when the check is no longer wanted. */
  readonly signal: AbortSignal;
  /** The endpoint's slots that have passed since this check was due; null: none. */
  readonly swallowed: () => SwallowedSlots | null;
}

/** When to check again: at the next slot, or sooner because this was a failure worth a retry. */
export interface NextCheck {
  readonly retryIn: Ms | null;
}

export interface EndedCheck extends NextCheck {
  /** It was one of many at the same time. */
  readonly ofMany: boolean;
}

export interface ChecksInFlightOptions {
  readonly clock: Clock;
  readonly run: (id: EndpointId, run: Run) => Promise<NextCheck>;
  readonly onError: (id: EndpointId, error: unknown) => void;
  /** Not called for a check that was cancelled because its endpoint was removed. */
  readonly onEnded: (endpoint: ScheduledEndpoint, check: EndedCheck) => void;
}

export interface ChecksInFlight {
  start(endpoint: ScheduledEndpoint, lateMs: Ms): void;
  /** Aborts the check; it still counts as in flight until it has ended. */
  cancel(endpoint: ScheduledEndpoint): void;
  /** Resolves when every check has ended. */
  ended(): Promise<void>;
}

export function createChecksInFlight({ clock, run, onError, onEnded }: ChecksInFlightOptions): ChecksInFlight {
  const inFlight = new Set<Promise<void>>();

  async function execute(endpoint: ScheduledEndpoint, abort: AbortController, lateMs: Ms): Promise<void> {
    const { id, dueAt, ofMany } = endpoint;
    endpoint.abort = abort;
    endpoint.isNew = false;
    endpoint.ofMany = false;
    endpoint.lastDueAt = dueAt;
    let retryIn: Ms | null = null;
    const swallowed = (): SwallowedSlots | null => {
      const slots = slotsPassed(endpoint.slots, dueAt, clock.mono());
      return slots === 0 ? null : { slots, interval: endpoint.slots.interval };
    };
    try {
      ({ retryIn } = await run(id, { lateMs, signal: abort.signal, swallowed }));
    } catch (error) {
      if (!abort.signal.aborted) onError(id, error);
    }
    // The endpoint was removed, and perhaps added again, while this check ran: it decides nothing any more.
    if (endpoint.abort !== abort) return;
    endpoint.abort = null;
    onEnded(endpoint, { ofMany, retryIn: abort.signal.aborted ? null : retryIn });
  }

  return {
    start(endpoint, lateMs) {
      const check = execute(endpoint, new AbortController(), lateMs);
      inFlight.add(check);
      // `execute` never rejects.
      void check.then(() => inFlight.delete(check));
    },
    cancel(endpoint) {
      endpoint.abort?.abort(new Error('The check is no longer wanted'));
    },
    async ended() {
      await Promise.all(inFlight);
    },
  };
}
