/** Vantage points: the places from which endpoints are checked when Prometheus triggers the checks. */
import type { Issue } from './issue.ts';
import type { EndpointId, EpochMs, Ms } from './units.ts';

/** What can check at a vantage point. */
export const EXPORTERS = ['lookout', 'blackbox'] as const;

export interface VantageConfig {
  /** The label `vantage` of its samples; 1 to 100 characters. */
  readonly name: string;
  /** Where Prometheus reaches the exporter: `host:port`, or an address with `http://` or `https://`. */
  readonly address: string;
  /** `blackbox`: blackbox_exporter, which can check only some endpoints. Absent: a Lookout, as `lookout`. */
  readonly exporter?: (typeof EXPORTERS)[number] | undefined;
}

/** The last result of a vantage point for an endpoint. `unknown`: it did not answer Prometheus, or could not judge. */
export interface VantageState {
  readonly vantage: string;
  readonly verdict: 'up' | 'down' | 'unknown';
  readonly at: EpochMs;
  readonly durationMs: Ms;
  /** The code of the failure; null: there was none. */
  readonly failure: string | null;
}

/** A vantage point that cannot check an endpoint. */
export interface VantageLimit {
  readonly vantage: string;
  /** Why, and which field of the endpoint requires what it cannot do. */
  readonly issue: Issue;
}

/** An endpoint and the last results of its vantage points. */
export interface EndpointVantages {
  readonly id: EndpointId;
  /** In the order of the vantage points of the endpoint; those without a result yet are missing. */
  readonly states: readonly VantageState[];
  /** The vantage points of the endpoint that cannot check it; absent: all can. */
  readonly limits?: readonly VantageLimit[];
}

export interface VantageStates {
  /** The names of all vantage points. */
  readonly vantages: readonly string[];
  /** In the order of the request. */
  readonly endpoints: readonly EndpointVantages[];
}

/** What one vantage point found of an endpoint over a range of time. All columns have the same length, oldest point first. */
export interface VantageHistory {
  readonly vantage: string;
  /** Width of a point. */
  readonly step: Ms;
  /** Start of each point that has a sample. */
  readonly at: readonly EpochMs[];
  /** The median of the durations; null: it was not up. */
  readonly durationMs: readonly (Ms | null)[];
  /** The worst of the point, so that no failure is lost between points. */
  readonly verdict: readonly VantageState['verdict'][];
}

/** The most endpoints of one request for states. */
export const MOST_VANTAGE_STATES = 250;
