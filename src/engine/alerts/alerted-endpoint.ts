/** Endpoints in trouble, as alerts see them. */
import type { AlertHold, AlertSeverity } from '../../contract/model/alert.ts';
import type { RuleConfig } from '../../contract/model/alert-rule.ts';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EndpointMaintenance } from '../../contract/model/maintenance.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { matches } from '../../shared/endpoint-match.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import type { RecordedMember } from './alert-record.ts';
import { isWithin, untilWithin } from './rule-hours.ts';

/** An endpoint, as alerts see it. */
export interface AlertedEndpoint {
  readonly endpoint: Endpoint;
  readonly host: string;
  /** The planned work that is under way; null: there is none. */
  readonly maintenance: EndpointMaintenance | null;
}

/** What the last check says about an endpoint. */
export interface Condition {
  /** Null: it is well. */
  readonly severity: AlertSeverity | null;
  /** Since when. */
  readonly since: EpochMs;
  readonly incident: Incident | null;
  /** Why it is degraded; null: it is not, or for a reason that is no failure. */
  readonly warning: FailureSummary | null;
}

/** Why nobody is alerted about an endpoint, and for how long at most; `endsIn` null: nobody knows. */
export type Block = AlertHold & { readonly endsIn: Ms | null };

/** A condition of an endpoint that is in trouble. */
export type Trouble = Condition & { readonly severity: AlertSeverity };

/** Whether a rule begins an alert about an endpoint. */
export function means({ events, match }: RuleConfig, { endpoint }: AlertedEndpoint, severity: AlertSeverity): boolean {
  return events.includes(severity) && matches(match, endpoint);
}

/** Why nobody is alerted outside the hours of a rule; null: these are its hours. */
export function outside(hours: RuleConfig['hours'], now: EpochMs): Block | null {
  return isWithin(hours, now) ? null : { reason: 'hours', name: '', endsIn: untilWithin(hours, now) };
}

/** The endpoint as a member of an alert. */
export function memberOf(
  alertId: string,
  { endpoint, host }: AlertedEndpoint,
  { severity, since, incident, warning }: Trouble,
): RecordedMember {
  const { name, kind, group } = endpoint.config;
  return {
    alertId,
    endpointId: endpoint.id,
    name,
    target: endpoint.target,
    kind,
    group,
    host,
    severity,
    incidentId: incident?.id ?? null,
    since,
    cause: incident === null ? warning : summarizeFailure(incident.cause),
    endedAt: null,
    gone: false,
  };
}
