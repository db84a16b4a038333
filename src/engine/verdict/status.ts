import type { CheckResult, EndpointId, EpochMs, Incident, Ms, Status } from '../../contract/model.ts';

/** Where an endpoint stands: what the next result is judged against. Changed only by the functions here. */
export interface Standing {
  readonly status: Extract<Status, 'pending' | 'up' | 'degraded' | 'down' | 'unknown'>;
  readonly since: EpochMs;
  /** Failed checks in a row. What cannot be judged ends the row, unless it was confirmed by an incident. */
  readonly failing: number;
  /** The first of that row; null when there is none. */
  readonly firstFailure: CheckResult | null;
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
    incident: openIncident,
  };
}

/** Where an endpoint stands after one more result. Pure. */
export function next(
  standing: Standing,
  result: CheckResult,
  rules: StatusRules,
  newIncidentId: (id: EndpointId) => string,
): Transition {
  switch (result.verdict) {
    case 'up':
    case 'degraded':
      return recovered(standing, result, result.verdict);
    case 'down':
      return failed(standing, result, rules, newIncidentId);
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
    : { ...standing, failing: 0, firstFailure: null };
}

function recovered(standing: Standing, result: CheckResult, status: 'up' | 'degraded'): Transition {
  const incident = standing.incident === null ? null : { ...standing.incident, resolvedAt: result.at };
  return {
    standing: {
      status,
      since: standing.status === status ? standing.since : result.at,
      failing: 0,
      firstFailure: null,
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
  rules: StatusRules,
  newIncidentId: (id: EndpointId) => string,
): Transition {
  const failing = standing.failing + 1;
  const firstFailure = standing.firstFailure ?? result;
  if (standing.incident !== null) {
    const incident: Incident = { ...standing.incident, lastFailureAt: result.at, failures: failing };
    const since = standing.status === 'down' ? standing.since : result.at;
    return {
      standing: { status: 'down', since, failing, firstFailure, incident },
      incident,
      news: null,
      retryIn: null,
    };
  }
  if (failing <= rules.retries || result.failure === null) {
    return {
      standing: { ...standing, failing, firstFailure },
      incident: null,
      news: null,
      retryIn: rules.retryInterval,
    };
  }
  const incident: Incident = {
    id: newIncidentId(result.endpointId),
    endpointId: result.endpointId,
    startedAt: firstFailure.at,
    lastFailureAt: result.at,
    resolvedAt: null,
    failures: failing,
    cause: firstFailure.failure ?? result.failure,
    evidence: firstFailure,
  };
  return {
    standing: { status: 'down', since: firstFailure.at, failing, firstFailure, incident },
    incident,
    news: 'wentDown',
    retryIn: null,
  };
}
