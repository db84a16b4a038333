import type { Annotation } from './annotation.ts';
import type { FailureSummary } from './failure.ts';
import type { IncidentStats } from './incident-event.ts';
import type { EndpointMatch } from './match.ts';
import type { ObjectiveStatus } from './objective.ts';
import type { RangeUptime } from './uptime.ts';
import type { EndpointId, EpochMs, Ms } from './units.ts';

/** The latency of an endpoint over the range of a report, as columns of the same length. */
export interface ReportChart {
  readonly step: Ms;
  readonly at: readonly EpochMs[];
  /** The mean; null: no check was timed. */
  readonly avg: readonly (Ms | null)[];
  readonly max: readonly (Ms | null)[];
  readonly down: readonly number[];
}

export interface ReportIncident {
  readonly id: string;
  readonly startedAt: EpochMs;
  readonly resolvedAt: EpochMs | null;
  readonly failures: number;
  readonly cause: FailureSummary;
  /** Why it is excluded from uptime; null: it is not. */
  readonly excluded: string | null;
  readonly acknowledgedBy: string | null;
}

/** An objective over the range of the report. */
export interface ReportObjective extends Omit<ObjectiveStatus, 'burn' | 'level' | 'forecast' | 'exhaustedAt'> {
  readonly name: string;
  /** A percentage, such as 99.9. */
  readonly target: number;
  /** Null: nothing is known of the range. */
  readonly met: boolean | null;
}

export interface ReportEndpoint {
  readonly id: EndpointId;
  readonly name: string;
  readonly kind: string;
  /** Empty: it is masked. */
  readonly target: string;
  readonly group: string;
  readonly tags: readonly string[];
  readonly uptime: RangeUptime;
  /** Null: it has none. */
  readonly objective: ReportObjective | null;
  readonly latency: {
    /**
     * The start of what the figures cover: that of the report, or a little before it where single checks are no longer kept, so
     * that whole minutes, hours or days count.
     */
    readonly from: EpochMs;
    readonly to: EpochMs;
    readonly p50: Ms | null;
    readonly p95: Ms | null;
    readonly p99: Ms | null;
    readonly checks: number;
  };
  readonly chart: ReportChart;
  /** Oldest first. */
  readonly incidents: readonly ReportIncident[];
}

/** The history of endpoints in a range. */
export interface Report {
  readonly version: 1;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly createdAt: EpochMs;
  /** Addresses are left out. */
  readonly masked: boolean;
  readonly endpoints: readonly ReportEndpoint[];
  /** The objectives of several endpoints together. */
  readonly objectives: readonly ReportObjective[];
  readonly stats: IncidentStats;
  readonly annotations: readonly Annotation[];
}

/** What a report should contain. */
export interface ReportOptions {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly ids?: readonly EndpointId[] | undefined;
  readonly match?: EndpointMatch | undefined;
  /** Leave out targets, addresses and host names in all texts, and who wrote notes. Default false. */
  readonly mask?: boolean | undefined;
}

/** The progress of a report that is being made. */
export interface ReportProgress {
  /** Endpoints. */
  readonly done: number;
  /** 0: not known yet. */
  readonly all: number;
}

export interface PrintedReport {
  /** In Base64. */
  readonly pdf: string;
  /** How many endpoints it is about. */
  readonly endpoints: number;
}
