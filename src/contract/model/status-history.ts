import type { StatusSpan } from './uptime.ts';
import type { EpochMs } from './units.ts';

/**
 * The state of an endpoint at a time. Besides the status of a `StatusSpan`, it says why nothing was checked: this
 * computer slept, Lookout was not running, or it ran and did not check this endpoint (deleted at the time, or
 * overloaded).
 */
export type HistoryState = StatusSpan['status'] | 'asleep' | 'notRunning' | 'unwatched';

/** A period in which an endpoint had one state. */
export interface HistorySpan {
  readonly state: HistoryState;
  /** Only of `unknown`, where it is known: the failure code of the check that could not be judged, such as `local.offline`. */
  readonly reason?: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** One incident, or several that are too close together for the number of points asked for. */
export interface HistoryIncident {
  /** The first failed check. */
  readonly from: EpochMs;
  /** The first good check after it; null: still open. */
  readonly to: EpochMs | null;
  readonly incidents: number;
  /** Failed checks in it. */
  readonly failures: number;
}

/** The states and the incidents of an endpoint over a range of time, reduced to about the number of points asked for. */
export interface StatusHistory {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /**
   * Oldest first, without overlaps, at most about two per point. Where the reduction joins short ones, the worst wins, so
   * that an outage is never lost. Time before the endpoint was first watched is in none.
   */
  readonly spans: readonly HistorySpan[];
  /** True: the last span continues until a check says otherwise. */
  readonly open: boolean;
  /** Oldest first, at most one per point. */
  readonly incidents: readonly HistoryIncident[];
}
