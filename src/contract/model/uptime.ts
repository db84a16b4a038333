import type { EndpointId, EpochMs, Ms } from './units.ts';

/** A stretch of time in which an endpoint had one known status. Time that no span covers is unknown. */
export interface StatusSpan {
  readonly endpointId: EndpointId;
  readonly status: 'up' | 'degraded' | 'down' | 'unknown';
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface Uptime {
  readonly window: '24h' | '7d' | '30d';
  /** Up time over up and down time, 0 to 1; null: nothing known. Unknown, paused and maintenance are in neither. */
  readonly ratio: number | null;
  /** `up` and `degraded`. */
  readonly upMs: Ms;
  readonly downMs: Ms;
  readonly incidents: number;
}
