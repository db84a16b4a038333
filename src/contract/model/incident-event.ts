import type { Annotation } from './annotation.ts';
import type { EndpointChange } from './change.ts';
import type { CheckResult } from './check.ts';
import type { FailureSummary } from './failure.ts';
import type { EndpointId, EpochMs, Ms } from './units.ts';

/** The actions of people on an incident. `included` undoes `excluded`. */
export const INCIDENT_EVENT_TYPES = ['acknowledged', 'comment', 'excluded', 'included'] as const;
export type IncidentEventType = (typeof INCIDENT_EVENT_TYPES)[number];

export interface IncidentEvent {
  readonly id: string;
  readonly incidentId: string;
  readonly endpointId: EndpointId;
  readonly type: IncidentEventType;
  readonly at: EpochMs;
  /** The name that the person gave; may be empty. */
  readonly by: string;
  /** A note, a comment or a reason. */
  readonly text: string;
}

/** A summary of what people did with an incident. */
export interface IncidentMarks {
  readonly incidentId: string;
  readonly acknowledged: IncidentEvent | null;
  /** Its down time is not part of uptime. */
  readonly excluded: IncidentEvent | null;
  readonly comments: number;
}

/** One event of an incident. */
export type TimelineEntry =
  /** The first failed check, or the first that failed in another way. */
  | {
      readonly type: 'failed' | 'changed';
      readonly at: EpochMs;
      readonly failure: FailureSummary;
      readonly check: CheckResult | null;
    }
  /** This many further checks failed in the same way. */
  | { readonly type: 'failing'; readonly at: EpochMs; readonly count: number }
  /** The first good check. Null: it is no longer kept. */
  | { readonly type: 'recovered'; readonly at: EpochMs; readonly check: CheckResult | null }
  | { readonly type: 'event'; readonly at: EpochMs; readonly event: IncidentEvent }
  | { readonly type: 'annotation'; readonly at: EpochMs; readonly annotation: Annotation }
  /** A check in the incident, or in the hour before it, found something changed, such as the answers of a DNS server. */
  | { readonly type: 'change'; readonly at: EpochMs; readonly change: EndpointChange };

/** The incidents with the same cause. */
export interface CauseStats {
  /** The code of the failure. */
  readonly code: string;
  readonly incidents: number;
  /** Within the range. */
  readonly downMs: Ms;
}

/** The incidents of a range in figures. Excluded ones are counted, and are in no other figure. */
export interface IncidentStats {
  readonly incidents: number;
  readonly open: number;
  readonly excluded: number;
  /** How many began in the range. */
  readonly began: number;
  readonly downMs: Ms;
  /** The up time of all endpoints together. */
  readonly upMs: Ms;
  /** Mean time to recovery of the incidents that ended. Null: none did. */
  readonly mttrMs: Ms | null;
  /** Mean time between failures: up time divided by the incidents that began. Null: none did. */
  readonly mtbfMs: Ms | null;
  readonly longest: { readonly incidentId: string; readonly endpointId: EndpointId; readonly durationMs: Ms } | null;
  /** The causes with the most down time first. */
  readonly causes: readonly CauseStats[];
}

/** The things that endpoints can have in common, the most specific first. */
export const SHARED_BY = ['host', 'address', 'network', 'proxy', 'resolver', 'issuer', 'group'] as const;
export type SharedBy = (typeof SHARED_BY)[number];

/** Endpoints that failed together. */
export interface Outage {
  readonly from: EpochMs;
  /** Null: one of the incidents is open. */
  readonly to: EpochMs | null;
  /** In the order in which they began; at least two, of different endpoints. */
  readonly incidents: readonly { readonly id: string; readonly endpointId: EndpointId }[];
  /** What at least 80 % of them share with each other and with few healthy ones; null: nothing. */
  readonly shared: {
    readonly by: SharedBy;
    readonly value: string;
    /** How many of the failed endpoints have it, and how many of all endpoints. */
    readonly failed: number;
    readonly all: number;
  } | null;
}
