import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { Gap } from '../machine/clock-gaps.ts';
import type { Clock } from '../ports.ts';
import type { Presence } from '../store/status-history.ts';
import type { Store } from '../store/store.ts';

/** How often to store that Lookout is still running. A crash loses at most this much of a run. */
const STORE_EVERY_MS: Ms = 60_000;

export interface PresenceRecorderOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly store: Pick<Store, 'recordPresence'>;
  /** Called when this computer slept from one time to another. Default: nothing is called. */
  readonly onSlept?: (from: EpochMs, to: EpochMs) => void;
}

/** Records when Lookout runs and when this computer sleeps, so that history can show why nothing was checked. */
export interface PresenceRecorder {
  start(): void;
  /** Called about every second. */
  tick(): void;
  /** The computer goes to sleep or wakes up. */
  suspend(): void;
  resume(): void;
  /** Sleep that was noticed afterwards. */
  slept(gap: Pick<Gap, 'from' | 'to'>): void;
  /** The current run, up to now; null: not started. */
  current(): Presence | null;
  stop(): void;
}

export function createPresenceRecorder({ clock, store, onSlept }: PresenceRecorderOptions): PresenceRecorder {
  let startedAt: EpochMs | null = null;
  let storedAt: EpochMs = 0;
  let suspendedAt: EpochMs | null = null;

  function current(): Presence | null {
    // The clock may be set back while Lookout runs.
    return startedAt === null ? null : { state: 'running', from: startedAt, to: Math.max(startedAt, clock.now()) };
  }

  function save(): void {
    const run = current();
    if (run === null) return;
    storedAt = clock.now();
    store.recordPresence(run);
  }

  function recordSleep(from: EpochMs, to: EpochMs): void {
    if (to <= from) return;
    store.recordPresence({ state: 'asleep', from, to });
    onSlept?.(from, to);
  }

  return {
    start() {
      startedAt = clock.now();
      save();
    },
    tick() {
      if (Math.abs(clock.now() - storedAt) >= STORE_EVERY_MS) save();
    },
    suspend() {
      suspendedAt = clock.now();
      save();
    },
    resume() {
      if (suspendedAt !== null) recordSleep(suspendedAt, clock.now());
      suspendedAt = null;
    },
    slept({ from, to }) {
      // A clock that was set back skipped no time.
      if (clock.now() >= to) recordSleep(from, to);
    },
    current,
    stop: save,
  };
}
