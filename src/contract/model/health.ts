import type { EpochMs, Ms } from './units.ts';

/** How the one loop is doing. Figures are over the last `windowMs` unless they say otherwise. */
export interface Health {
  readonly at: EpochMs;
  readonly windowMs: Ms;
  /** How late the event loop ran what was due. */
  readonly loopDelay: { readonly p50: Ms; readonly p99: Ms; readonly max: Ms };
  /** Share of the time in which the loop was busy, 0 to 1. */
  readonly loopUtilization: number;
  readonly checksPerSecond: number;
  readonly inFlight: number;
  /** The most that were in flight at one time in the window. */
  readonly inFlightMax: number;
  /** Checks that are due and wait for a place. */
  readonly waiting: number;
  readonly waitingMax: number;
  /** How long after they were due checks began, gate not counted. */
  readonly lateness: { readonly p50: Ms; readonly p99: Ms; readonly max: Ms };
  /** Slots dropped because the check before was still in flight, or this machine slept; since the start. */
  readonly missedSlots: number;
  readonly checksTotal: number;
  readonly store: {
    /** Rows that wait to be written. */
    readonly queued: number;
    /** How long the last batch took; null: none yet. */
    readonly writeMs: Ms | null;
    readonly rowsWritten: number;
    /** Database and its write-ahead log. */
    readonly bytes: number;
  };
  /** Bytes. */
  readonly memory: { readonly rss: number; readonly heapUsed: number };
  /** Of this process, in cores: 1 is one core busy. */
  readonly cpu: number;
  readonly uptimeMs: Ms;
}
