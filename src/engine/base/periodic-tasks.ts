import type { Ms } from '../../contract/model/units.ts';
import type { Timer, Timers } from '../ports.ts';

export interface PeriodicTasksOptions {
  readonly timers: Timers;
  /** Work failed; its next turn comes all the same. */
  readonly onError: (error: unknown) => void;
}

/** Work that is done again and again. */
export interface PeriodicTasks {
  /** The time runs from the end of one turn to the begin of the next, so that turns never overlap. */
  add(work: () => Promise<void> | void, everyMs: Ms, firstMs?: Ms): void;
  /** For good. What is being done at that moment ends by itself. */
  stop(): void;
}

export function createPeriodicTasks({ timers, onError }: PeriodicTasksOptions): PeriodicTasks {
  const waiting = new Set<Timer>();
  let stopped = false;

  function wait(ms: Ms, then: () => void): void {
    if (stopped) return;
    const timer = timers.set(() => {
      waiting.delete(timer);
      then();
    }, ms);
    waiting.add(timer);
  }

  return {
    add(work, everyMs, firstMs = everyMs) {
      const turn = (): void => {
        void Promise.try(work)
          .catch(onError)
          .then(() => wait(everyMs, turn));
      };
      wait(firstMs, turn);
    },
    stop() {
      stopped = true;
      for (const timer of waiting) timers.clear(timer);
      waiting.clear();
    },
  };
}
