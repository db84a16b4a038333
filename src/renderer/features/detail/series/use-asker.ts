import { useCallback, useEffect, useRef } from 'react';
import type { Ms } from '../../../../contract/model/units.ts';
import { useAfterPaint } from '../../../live/hooks.ts';
import { useLatest } from '../../../live/use-latest.ts';

interface Queue<S extends string, T> {
  readonly stop: AbortController;
  readonly waiting: Map<S, T>;
  busy: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Cancels the wait for the next paint. */
  cancel: () => void;
}

/**
 * Runs one task at a time, the first of them after the next paint. New tasks wait in their slot meanwhile, and only the last task of each slot is run: an
 * outdated request is never sent. @param slots in the order in which waiting tasks are run @param enabled while false,
 * nothing is run, and the answer of a running task is ignored @param run returns after how many milliseconds to run the
 * task again if there is no other task
 * @returns always the same function
 */
export function useAsker<S extends string, T>(
  slots: readonly S[],
  enabled: boolean,
  run: (task: T, signal: AbortSignal) => Promise<Ms | undefined>,
): (slot: S, task: T) => void {
  const latestRun = useLatest(run);
  const afterPaint = useAfterPaint();
  const queue = useRef<Queue<S, T> | null>(null);
  useEffect(() => {
    if (!enabled) return;
    const own: Queue<S, T> = {
      stop: new AbortController(),
      waiting: new Map(),
      busy: false,
      timer: undefined,
      cancel: () => undefined,
    };
    queue.current = own;
    return () => {
      own.stop.abort();
      own.cancel();
      clearTimeout(own.timer);
      queue.current = null;
    };
  }, [enabled]);
  return useCallback(
    (slot: S, task: T) => {
      const own = queue.current;
      if (own === null) return;
      clearTimeout(own.timer);
      own.waiting.set(slot, task);
      const start = () => {
        if (own.busy) return;
        own.busy = true;
        own.cancel = afterPaint(() => void work());
      };
      const work = async () => {
        for (;;) {
          const next = slots.find((one) => own.waiting.has(one));
          const waiting = next === undefined ? undefined : own.waiting.get(next);
          if (next === undefined || waiting === undefined || own.stop.signal.aborted) break;
          own.waiting.delete(next);
          const again = await latestRun.current(waiting, own.stop.signal);
          if (again === undefined || own.waiting.size > 0 || own.stop.signal.aborted) continue;
          own.timer = setTimeout(() => {
            own.waiting.set(next, waiting);
            start();
          }, again);
        }
        own.busy = false;
      };
      start();
    },
    [slots, afterPaint, latestRun],
  );
}
