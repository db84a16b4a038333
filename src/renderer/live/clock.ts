/** One ticking clock a pace, shared by every component that shows a time, so that all change in one frame. */

interface Pace {
  now: number;
  readonly listeners: Set<() => void>;
  timer: ReturnType<typeof setTimeout> | null;
}

const paces = new Map<number, Pace>();

function paceOf(intervalMs: number): Pace {
  let pace = paces.get(intervalMs);
  if (pace === undefined) {
    pace = { now: Date.now(), listeners: new Set(), timer: null };
    paces.set(intervalMs, pace);
  }
  return pace;
}

function plan(pace: Pace, intervalMs: number): void {
  // On full intervals of the wall clock: countdowns then change together.
  pace.timer = setTimeout(
    () => {
      pace.now = Date.now();
      plan(pace, intervalMs);
      for (const listener of pace.listeners) listener();
    },
    intervalMs - (Date.now() % intervalMs),
  );
}

/** Calls back every `intervalMs` until ended by what it returns; the timer runs only while someone listens. */
export function onTick(intervalMs: number, listener: () => void): () => void {
  const pace = paceOf(intervalMs);
  pace.listeners.add(listener);
  if (pace.timer === null) {
    pace.now = Date.now();
    plan(pace, intervalMs);
  }
  return () => {
    pace.listeners.delete(listener);
    if (pace.listeners.size === 0 && pace.timer !== null) {
      clearTimeout(pace.timer);
      pace.timer = null;
    }
  };
}

/** Epoch milliseconds of the last tick; the present when nobody listens at this pace. */
export function lastTick(intervalMs: number): number {
  const pace = paceOf(intervalMs);
  if (pace.timer === null && Date.now() - pace.now >= intervalMs) pace.now = Date.now();
  return pace.now;
}
