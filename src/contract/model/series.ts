import type { EpochMs, Ms } from './units.ts';

/**
 * Latency over a stretch of time, reduced to about the number of points asked for; a column each, one length, oldest
 * first. Only successful checks are in the latency columns; failures are counted beside them, never averaged in.
 */
export interface Series {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Width of a point; 0: every check is a point of its own. */
  readonly step: Ms;
  /** Start of the point, or time of the check. */
  readonly at: readonly EpochMs[];
  /** Successful checks (up and degraded). */
  readonly count: readonly number[];
  readonly down: readonly number[];
  readonly unknown: readonly number[];
  /** Of the successful checks; null where there was none. */
  readonly min: readonly (Ms | null)[];
  readonly avg: readonly (Ms | null)[];
  readonly max: readonly (Ms | null)[];
  /** Mean of each phase over the successful checks that had it; only phases that there are, in their order. */
  readonly phases: Readonly<Record<string, readonly (Ms | null)[]>>;
  /** Each metric that there is. Of all checks that measured it but the unknown ones: also a failed check measures. */
  readonly metrics: Readonly<Record<string, MetricSeries>>;
  /** The first failure's sentence in the point, or null. */
  readonly failure: readonly (string | null)[];
  /** Over the whole stretch. */
  readonly summary: SeriesSummary;
}

export interface SeriesSummary {
  readonly count: number;
  readonly down: number;
  readonly unknown: number;
  readonly min: Ms | null;
  readonly avg: Ms | null;
  readonly max: Ms | null;
  /** Percentiles of the successful checks, within 1 % of the true value. */
  readonly p50: Ms | null;
  readonly p95: Ms | null;
  readonly p99: Ms | null;
}

/** A metric over the points of a series, in its own unit; null where no check measured it. */
export interface MetricSeries {
  readonly min: readonly (number | null)[];
  readonly avg: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  /** Percentiles within 1 % of the true value; absent for a metric that is not charted. */
  readonly p50?: readonly (number | null)[];
  readonly p95?: readonly (number | null)[];
  /** Over the whole stretch. */
  readonly summary: MetricSummary;
}

export interface MetricSummary {
  /** Checks that measured it. */
  readonly count: number;
  readonly min: number | null;
  readonly avg: number | null;
  readonly max: number | null;
  /** Null also for a metric that is not charted. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}
