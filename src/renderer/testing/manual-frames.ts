import type { Frames } from '../live/frames.ts';

export interface ManualFrames extends Frames {
  /** Advances the time and calls what becomes due, in order. */
  advance(ms: number): void;
}

/**
 * More frames than any test needs. Without a limit, code that always requests its next frame for now would never end.
 */
const MAX_FRAMES = 10_000;

/** Frames that come only when a test advances the time. */
export function createManualFrames(): ManualFrames {
  let now = 0;
  let planned: { at: number; callback: () => void }[] = [];
  const plan = (ms: number, callback: () => void) => {
    const one = { at: now + ms, callback };
    planned.push(one);
    return () => {
      planned = planned.filter((other) => other !== one);
    };
  };
  return {
    now: () => now,
    next: plan,
    // Nothing is painted, so the next task is as good as any.
    painted(callback) {
      const timer = setTimeout(callback);
      return () => clearTimeout(timer);
    },
    after: plan,
    advance(ms) {
      const end = now + ms;
      for (let frames = 0; ; frames++) {
        if (frames > MAX_FRAMES) throw new Error(`More than ${MAX_FRAMES} frames came within ${ms} ms`);
        const [due] = planned.filter((one) => one.at <= end).sort((a, b) => a.at - b.at);
        if (due === undefined) break;
        planned = planned.filter((one) => one !== due);
        now = Math.max(now, due.at);
        due.callback();
      }
      now = end;
    },
  };
}
