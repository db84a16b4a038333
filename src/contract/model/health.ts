import type { EpochMs, Ms } from './units.ts';

/**
 * The health of the event loop, the schedule and the store. Figures cover the last `windowMs` unless they say
 * otherwise.
 */
export interface Health {
  readonly at: EpochMs;
  readonly windowMs: Ms;
  /** How late the event loop ran its timers. */
  readonly loopDelay: { readonly p50: Ms; readonly p99: Ms; readonly max: Ms };
  /** The share of time in which the loop was busy, 0 to 1. */
  readonly loopUtilization: number;
  readonly checksPerSecond: number;
  /** Checks that ended in this window. */
  readonly checks: number;
  /** Those of them that were measured while Lookout was busy (`CheckResult.disturbed`). */
  readonly disturbed: number;
  readonly inFlight: number;
  /** The most checks in flight at the same time in this window. */
  readonly inFlightMax: number;
  /** Checks that are due and wait in the concurrency gate. */
  readonly waiting: number;
  readonly waitingMax: number;
  /** How long after their due time checks started, without the wait in the gate. */
  readonly lateness: { readonly p50: Ms; readonly p99: Ms; readonly max: Ms };
  /** Slots that were dropped since the start, because the previous check was still in flight or this machine slept. */
  readonly missedSlots: number;
  readonly checksTotal: number;
  readonly store: {
    /** Rows that wait to be written. */
    readonly queued: number;
    /** How long the last batch took; null: there was no batch yet. */
    readonly writeMs: Ms | null;
    readonly rowsWritten: number;
    /** Size of the database and its write-ahead log. */
    readonly bytes: number;
  };
  /** In bytes. */
  readonly memory: { readonly rss: number; readonly heapUsed: number };
  /** CPU use of this process in cores: 1 means that one core is fully busy. */
  readonly cpu: number;
  readonly uptimeMs: Ms;
}
