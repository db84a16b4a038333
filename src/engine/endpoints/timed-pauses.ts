import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import type { Clock, Timer, Timers } from '../ports.ts';

/**
 * The wall clock can be set, and timers do not run while the machine sleeps. So look at the clock at least this often.
 */
const LOOK_EVERY_MS = 60_000;

export interface TimedPausesOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly resume: (ids: readonly EndpointId[]) => Promise<unknown>;
  /** Resuming failed. It is tried again within a minute. */
  readonly onError: (error: unknown) => void;
}

/** Ends pauses that have an end. One timer, set for the earliest end. */
export interface TimedPauses {
  /** An endpoint is new or changed. */
  put(endpoint: Pick<Endpoint, 'id' | 'pausedUntil'>): void;
  remove(id: EndpointId): void;
  stop(): void;
}

export function createTimedPauses({ clock, timers, resume, onError }: TimedPausesOptions): TimedPauses {
  const ends = new Map<EndpointId, EpochMs>();
  let timer: Timer | null = null;
  let timerAt = Infinity;
  let stopped = false;

  function arm(end: EpochMs): void {
    if (stopped || end >= timerAt) return;
    if (timer !== null) timers.clear(timer);
    timerAt = end;
    timer = timers.set(onTimer, Math.min(LOOK_EVERY_MS, Math.max(0, end - clock.now())));
  }

  function onTimer(): void {
    timer = null;
    timerAt = Infinity;
    const now = clock.now();
    const over = [...ends].filter(([, end]) => end <= now).map(([id]) => id);
    if (over.length === 0) armForEarliest();
    // By then, `ends` no longer has the resumed endpoints. Those that could not be resumed are tried again.
    else void resume(over).catch(onError).then(armForEarliest);
  }

  function armForEarliest(): void {
    let earliest = Infinity;
    for (const end of ends.values()) earliest = Math.min(earliest, end);
    const overdue = earliest <= clock.now();
    if (earliest < Infinity) arm(overdue ? clock.now() + LOOK_EVERY_MS : earliest);
  }

  return {
    put({ id, pausedUntil }) {
      if (pausedUntil === null) {
        ends.delete(id);
      } else {
        ends.set(id, pausedUntil);
        arm(pausedUntil);
      }
    },
    remove: (id) => void ends.delete(id),
    stop() {
      stopped = true;
      if (timer !== null) timers.clear(timer);
      timer = null;
    },
  };
}
