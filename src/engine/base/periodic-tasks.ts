import type { Ms } from '../../contract/model/units.ts';
import type { Timer, Timers } from '../ports.ts';

export interface PeriodicTasksOptions {
  readonly timers: Timers;
  /** Called when a task fails. The task continues to run periodically. */
  readonly onError: (error: unknown) => void;
}

/** Runs tasks periodically. */
export interface PeriodicTasks {
  /**
   * Runs `work` every `everyMs`, counted from the end of one run to the start of the next, so that runs never overlap.
   * @param firstMs the delay before the first run; default: `everyMs`
   */
  add(work: () => Promise<void> | void, everyMs: Ms, firstMs?: Ms): void;
  /** Stops all tasks for good. A task that is running at that moment ends by itself. */
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
