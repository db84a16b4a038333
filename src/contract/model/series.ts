import type { FailureSummary } from './failure.ts';
import type { EpochMs, Ms } from './units.ts';

/**
 * Latency over a time range, reduced to about the requested number of points. All columns have the same length, oldest
 * point first. The latency columns cover only successful checks that were not disturbed. Failures are counted separately
 * and never averaged in.
 */
export interface Series {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Width of a point; 0: every check has its own point. */
  readonly step: Ms;
  /** Start of the point, or the time of the check. */
  readonly at: readonly EpochMs[];
  /** Successful checks (up and degraded). */
  readonly count: readonly number[];
  readonly down: readonly number[];
  readonly unknown: readonly number[];
  /** The successful checks that are left out of latency because Lookout was too busy to time them (`disturbed`). */
  readonly disturbed: readonly number[];
  /** Checks that could not start because an earlier check of the endpoint was still in flight. In no other count. */
  readonly swallowed: readonly number[];
  /** At `step` 0, the interval of the slots that the check swallowed; null: it swallowed none. Otherwise empty. */
  readonly swallowedInterval: readonly (Ms | null)[];
  /** Of the successful checks that were not disturbed; null: there was none. */
  readonly min: readonly (Ms | null)[];
  readonly avg: readonly (Ms | null)[];
  readonly max: readonly (Ms | null)[];
  /**
   * Percentiles of each point; empty at `step` 0, where a point is one check. Exact from single checks, otherwise within
   * 1 % of the true value. They also count the checks that could not start (`swallowed`), like those of `summary`.
   */
  readonly p5: readonly (Ms | null)[];
  readonly p25: readonly (Ms | null)[];
  readonly p50: readonly (Ms | null)[];
  readonly p75: readonly (Ms | null)[];
  readonly p95: readonly (Ms | null)[];
  readonly p99: readonly (Ms | null)[];
  /** The mean of each phase over the same checks, where they had it. Only phases that occur, in their order. */
  readonly phases: Readonly<Record<string, readonly (Ms | null)[]>>;
  /** Each metric that occurs, over all checks that measured it except `unknown` ones. Failed checks measure too. */
  readonly metrics: Readonly<Record<string, MetricSeries>>;
  /** The first failure in the point; null: there was none. */
  readonly failure: readonly (FailureSummary | null)[];
  /**
   * By failure code: how many checks of each point were down or unknown because of it. Only codes that occur. Points that
   * were stored before Lookout counted codes have only their first failure here.
   */
  readonly failures: Readonly<Record<string, readonly number[]>>;
  /**
   * Over the time range, and nothing outside it: points at its ends may count more. Where single checks are no longer kept, the
   * range is rounded to the minutes, hours or days that are (`covered`).
   */
  readonly summary: SeriesSummary;
}

export interface SeriesSummary {
  /** What is counted, both times included, where it is more than the range. Absent: exactly the range. */
  readonly covered?: { readonly from: EpochMs; readonly to: EpochMs };
  readonly count: number;
  readonly down: number;
  readonly unknown: number;
  readonly disturbed: number;
  readonly swallowed: number;
  readonly min: Ms | null;
  readonly avg: Ms | null;
  readonly max: Ms | null;
  /**
   * Percentiles, within 1 % of the true value. They also count the checks that could not start (`swallowed`), as what
   * they would have measured: otherwise a service that hangs for 8 s would show as one slow check instead of eight.
   */
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
  readonly p5?: readonly (number | null)[];
  readonly p25?: readonly (number | null)[];
  readonly p50?: readonly (number | null)[];
  readonly p75?: readonly (number | null)[];
  readonly p95?: readonly (number | null)[];
  readonly p99?: readonly (number | null)[];
  /** Over the time range, as in `Series`. */
  readonly summary: MetricSummary;
}

export interface MetricSummary {
  /** The number of checks that measured it. */
  readonly count: number;
  readonly min: number | null;
  readonly avg: number | null;
  readonly max: number | null;
  /** Null for a metric that is not charted. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/**
 * How the latencies of a time range are distributed: the same checks as in a `Series` of the range. The columns `point`,
 * `bucket` and `count` have the same length, one entry for each bucket of a point that has a latency.
 */
export interface Distribution {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Width of a point; never 0. */
  readonly step: Ms;
  /** Start of each point that has a latency. */
  readonly at: readonly EpochMs[];
  /**
   * The borders of the buckets, one more than there are buckets: a bucket holds what is above its lower border, up to its
   * upper one. Each border is about 1.105 times the one before it. Counts are exact. Empty: there is no latency.
   */
  readonly edges: readonly Ms[];
  /** Index in `at`. */
  readonly point: readonly number[];
  /** Index in `edges` of the lower border. */
  readonly bucket: readonly number[];
  /** Latencies; also of the checks that could not start (`Series.swallowed`), as what they would have measured. */
  readonly count: readonly number[];
}
