import type { EndpointId, EpochMs, Ms } from './units.ts';

/** A period in which an endpoint had one status. Time that no span covers is unknown. */
export interface StatusSpan {
  readonly endpointId: EndpointId;
  /** `excluded`: down time of an incident that somebody excluded from uptime. */
  readonly status: 'up' | 'degraded' | 'down' | 'unknown' | 'paused' | 'maintenance' | 'excluded';
  /**
   * Only of `unknown`: the failure code of the checks that could not be judged, such as `local.offline`. Absent in spans that
   * an earlier Lookout stored.
   */
  readonly reason?: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface Uptime {
  readonly window: '24h' | '7d' | '30d';
  /**
   * Time up divided by time up and down, 0 to 1; null: nothing is known. Unknown, paused and maintenance count as
   * neither.
   */
  readonly ratio: number | null;
  /** The time in `up` and `degraded`. */
  readonly upMs: Ms;
  readonly downMs: Ms;
  /** How much of the window is known: `upMs` and `downMs` together. */
  readonly watchedMs: Ms;
  /** Incidents that were open at any time in the window. */
  readonly incidents: number;
}

/** The uptime of an endpoint over any range. */
export interface RangeUptime {
  readonly endpointId: EndpointId;
  /** The part of the range that is not in the future. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Time up divided by time up and down, 0 to 1; null: nothing is known. */
  readonly ratio: number | null;
  /** How much of the range is known, as up or down; 0 to 1. */
  readonly coverage: number;
  readonly upMs: Ms;
  readonly downMs: Ms;
  /** Time that counts as neither, by reason. Time in none of these was not checked. */
  readonly unknownMs: Ms;
  readonly pausedMs: Ms;
  readonly maintenanceMs: Ms;
  readonly excludedMs: Ms;
  /** Incidents that were open at any time in the range. */
  readonly incidents: number;
}
