import type { Clock, Timer, Timers } from '../ports.ts';

/** The one timer of the scheduler: fires when the endpoint that is due first is due. */
export interface DueTimer {
  /** @param dueAt on the monotonic clock; null: nothing is due */
  set(dueAt: number | null): void;
}

export function createDueTimer(clock: Clock, timers: Timers, onDue: () => void): DueTimer {
  let timer: Timer | null = null;
  let timerAt = Infinity;

  function fire(): void {
    timer = null;
    onDue();
  }

  return {
    set(dueAt) {
      // Most calls change nothing, because another endpoint is due first.
      if (timer !== null && timerAt === dueAt) return;
      if (timer !== null) timers.clear(timer);
      timer = null;
      if (dueAt === null) return;
      timerAt = dueAt;
      timer = timers.set(fire, Math.max(0, Math.ceil(dueAt - clock.mono())));
    },
  };
}
