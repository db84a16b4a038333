import type { CheckResult } from '../../contract/model/check.ts';
import type { Status } from '../../contract/model/endpoint.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';

/** Where an endpoint stands: what the next result is judged against. Changed only by the functions here. */
export interface Standing {
  readonly status: Extract<Status, 'pending' | 'up' | 'degraded' | 'down' | 'unknown'>;
  readonly since: EpochMs;
  /** Failed checks in a row. What cannot be judged ends the row, unless it was confirmed by an incident. */
  readonly failing: number;
  /** The first of that row; null when there is none. */
  readonly firstFailure: CheckResult | null;
  /** When it began, on the monotonic clock; null: there is none, or it is from before this start of Lookout. */
  readonly firstFailureMono: Ms | null;
  /** The open incident; null when there is none. */
  readonly incident: Incident | null;
}

export interface Transition {
  readonly standing: Standing;
  /** The incident that this result opened, went on with or ended; null when there is none. */
  readonly incident: Incident | null;
  /** What people are told. */
  readonly news: 'wentDown' | 'cameBack' | null;
  /** When to check again before the next slot; null: not. */
  readonly retryIn: Ms | null;
}

export interface StatusRules {
  readonly retries: number;
  readonly retryInterval: Ms;
}

/** Nothing is known yet, or no more: at the start of the program, or after an edit of what is checked. */
export function pending(at: EpochMs, openIncident: Incident | null = null): Standing {
  return {
    status: 'pending',
    since: at,
    failing: openIncident?.failures ?? 0,
    firstFailure: openIncident?.evidence ?? null,
    firstFailureMono: null,
    incident: openIncident,
  };
}

/**
 * Where an endpoint stands after one more result. Pure.
 * @param mono when the check began, on the monotonic clock: the wall clock may have been set since the check before
 */
export function next(
  standing: Standing,
  result: CheckResult,
  mono: Ms,
  rules: StatusRules,
  newIncidentId: (id: EndpointId) => string,
): Transition {
  switch (result.verdict) {
    case 'up':
    case 'degraded':
      return recovered(standing, result, mono, result.verdict);
    case 'down':
      return failed(standing, result, mono, rules, newIncidentId);
    case 'unknown':
      return {
        standing: {
          ...forgiven(standing),
          status: 'unknown',
          since: standing.status === 'unknown' ? standing.since : result.at,
        },
        incident: null,
        news: null,
        retryIn: null,
      };
  }
}

/** Failures that no incident confirmed are forgotten: time that nobody watched stands between them and the next. */
export function forgiven(standing: Standing): Standing {
  return standing.incident !== null || standing.failing === 0
    ? standing
    : { ...standing, failing: 0, firstFailure: null, firstFailureMono: null };
}

/**
 * When a check of a row of failures began, in the wall time in which the row began. An incident lasts as long as the
 * monotonic clock says, also when the wall clock is set back meanwhile.
 */
function timeInRow(firstAt: EpochMs, firstMono: Ms | null, result: CheckResult, mono: Ms): EpochMs {
  return firstMono === null
    ? Math.max(result.at, firstAt)
    : Math.max(result.at, Math.round(firstAt + mono - firstMono));
}

function recovered(standing: Standing, result: CheckResult, mono: Ms, status: 'up' | 'degraded'): Transition {
  const { incident: open, firstFailureMono } = standing;
  const incident =
    open === null ? null : { ...open, resolvedAt: timeInRow(open.startedAt, firstFailureMono, result, mono) };
  return {
    standing: {
      status,
      since: standing.status === status ? standing.since : result.at,
      failing: 0,
      firstFailure: null,
      firstFailureMono: null,
      incident: null,
    },
    incident,
    news: incident === null ? null : 'cameBack',
    retryIn: null,
  };
}

function failed(
  standing: Standing,
  result: CheckResult,
  mono: Ms,
  rules: StatusRules,
  newIncidentId: (id: EndpointId) => string,
): Transition {
  const failing = standing.failing + 1;
  const firstFailure = standing.firstFailure ?? result;
  const firstFailureMono = standing.firstFailure === null ? mono : standing.firstFailureMono;
  const row = { failing, firstFailure, firstFailureMono };
  if (standing.incident !== null) {
    const lastFailureAt = timeInRow(standing.incident.startedAt, firstFailureMono, result, mono);
    const incident: Incident = { ...standing.incident, lastFailureAt, failures: failing };
    const since = standing.status === 'down' ? standing.since : result.at;
    return {
      standing: { status: 'down', since, ...row, incident },
      incident,
      news: null,
      retryIn: null,
    };
  }
  if (failing <= rules.retries || result.failure === null) {
    return {
      standing: { ...standing, ...row },
      incident: null,
      news: null,
      retryIn: rules.retryInterval,
    };
  }
  const incident: Incident = {
    id: newIncidentId(result.endpointId),
    endpointId: result.endpointId,
    startedAt: firstFailure.at,
    lastFailureAt: timeInRow(firstFailure.at, firstFailureMono, result, mono),
    resolvedAt: null,
    failures: failing,
    cause: firstFailure.failure ?? result.failure,
    evidence: firstFailure,
  };
  return {
    standing: { status: 'down', since: firstFailure.at, ...row, incident },
    incident,
    news: 'wentDown',
    retryIn: null,
  };
}
