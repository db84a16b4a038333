/** Endpoints in trouble, as alerts see them. */
import type { AlertHold, AlertSeverity, AlertTopic } from '../../contract/model/alert.ts';
import type { RuleConfig } from '../../contract/model/alert-rule.ts';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EndpointMaintenance } from '../../contract/model/maintenance.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import type { Expiry } from '../check/kind.ts';
import type { PatternCheck } from './check-pattern.ts';
import type { RecordedMember } from './alert-record.ts';
import type { SilencedTime } from './kept-silence.ts';
import { untilWithin } from './rule-hours.ts';

/** An endpoint, as alerts see it. */
export interface AlertedEndpoint {
  readonly endpoint: Endpoint;
  readonly host: string;
  /** The planned work that is under way; null: there is none. */
  readonly maintenance: EndpointMaintenance | null;
}

/** The condition of an endpoint after its last check. */
export interface Condition {
  readonly about: AlertTopic;
  /** Null: it is well. */
  readonly severity: AlertSeverity | null;
  /** Since when. */
  readonly since: EpochMs;
  readonly incident: Incident | null;
  /** Why it is degraded; null: it is not, or for a reason that is not a failure. */
  readonly warning: FailureSummary | null;
  /** How often it had gone down when it was found to be flapping; absent or null: it is not. */
  readonly flapping?: number | null;
  /** For the topics `certificate` and `domain`. */
  readonly expiry?: Expiry;
  /** For the topic `pattern`: the last checks, oldest first. */
  readonly checks?: readonly PatternCheck[];
  /** Changes when rules have to look at the condition again, although the trouble is the same. */
  readonly key?: string;
  /** How urgent it is for a rule. When it changes, people are alerted again. */
  readonly level?: number;
}

/** Why alerts about an endpoint are held, and for how long at most; `endsIn` null: unknown. */
export type Block = AlertHold & { readonly endsIn: Ms | null };

/** A condition of an endpoint that is in trouble. */
export type Trouble = Condition & { readonly severity: AlertSeverity };

/** What can stop alerts about an endpoint. */
export interface Blockers {
  /** The silence that includes an endpoint; undefined: there is none. */
  readonly silenceOf: (endpoint: Endpoint) => SilencedTime | undefined;
  /** The name of a parent, or a parent's parent, that is down; null: there is none. */
  readonly behind: (id: EndpointId) => string | null;
}

/** Why alerts about an endpoint are held now; null: nothing holds them. */
export function blockOf(
  { endpoint, maintenance }: AlertedEndpoint,
  now: EpochMs,
  { silenceOf, behind }: Blockers,
): Block | null {
  if (maintenance !== null) {
    return { reason: 'maintenance', name: maintenance.name, endsIn: Math.max(0, maintenance.until - now) };
  }
  const silence = silenceOf(endpoint);
  if (silence !== undefined) return { reason: 'silence', name: silence.name, endsIn: silence.to - now };
  const parent = behind(endpoint.id);
  return parent === null ? null : { reason: 'dependency', name: parent, endsIn: null };
}

/**
 * Why nobody is alerted outside the hours of a rule; null: these are its hours.
 * @param atMost the longest `endsIn`
 */
export function outside(hours: RuleConfig['hours'], now: EpochMs, atMost?: Ms): Block | null {
  const endsIn = untilWithin(hours, now, atMost);
  return endsIn === 0 ? null : { reason: 'hours', name: '', endsIn };
}

/** The endpoint as a member of an alert. */
export function memberOf(
  alertId: string,
  { endpoint, host }: AlertedEndpoint,
  { severity, since, incident, warning, flapping = null, level = 0 }: Trouble,
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
    level,
    ...(flapping === null ? {} : { flapping }),
  };
}

/** Lookout itself, as alerts see endpoints. @param id of its trouble */
export function lookoutItself(id: EndpointId): AlertedEndpoint {
  const config = {
    name: 'Lookout',
    kind: '',
    group: '',
    tags: [],
    note: '',
    interval: 0,
    timeout: 0,
    retries: 0,
    retryInterval: 0,
    degradedAbove: null,
    conditions: [],
    dialect: 'lookout',
  } as const;
  const endpoint: Endpoint = { id, config, target: '', paused: false, pausedUntil: null, source: 'hand', createdAt: 0 };
  return { endpoint, host: '', maintenance: null };
}
