/** One clock per interval, shared by all components that show a time, so that they all change in the same frame. */

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
  // At full intervals of the wall clock, so that countdowns change together.
  pace.timer = setTimeout(
    () => {
      pace.now = Date.now();
      plan(pace, intervalMs);
      for (const listener of pace.listeners) listener();
    },
    intervalMs - (Date.now() % intervalMs),
  );
}

/**
 * Without a timer, the time changes only when it is an interval old: a component that mounts reads it before it
 * listens, and if it changed in between, requests that depend on it would be sent twice.
 */
function refresh(pace: Pace, intervalMs: number): void {
  // The clock may also have been set back.
  if (Math.abs(Date.now() - pace.now) >= intervalMs) pace.now = Date.now();
}

/**
 * Calls `listener` every `intervalMs`. Returns a function that stops it. The timer runs only while there are listeners.
 */
export function onTick(intervalMs: number, listener: () => void): () => void {
  const pace = paceOf(intervalMs);
  pace.listeners.add(listener);
  if (pace.timer === null) {
    refresh(pace, intervalMs);
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

/** The time of the last tick in epoch milliseconds; less than an interval ago, also when it has no listeners. */
export function lastTick(intervalMs: number): number {
  const pace = paceOf(intervalMs);
  if (pace.timer === null) refresh(pace, intervalMs);
  return pace.now;
}
