import type { CheckResult } from '../../contract/model/check.ts';
import type { Status } from '../../contract/model/endpoint.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';

/** The status of an endpoint and the failures that may change it. Changed only by the functions here. */
export interface StatusState {
  readonly status: Extract<Status, 'pending' | 'up' | 'degraded' | 'down' | 'unknown'>;
  readonly since: EpochMs;
  /** Failed checks in a row. An unknown check ends the row, unless an incident confirmed it. */
  readonly failing: number;
  /** The first failure of the row; null when there is none. */
  readonly firstFailure: CheckResult | null;
  /** A failed check of the row, on both clocks; null: there was none since this start of Lookout. */
  readonly anchor: Moment | null;
  /** The open incident; null when there is none. */
  readonly incident: Incident | null;
}

/** A moment on both clocks. */
export interface Moment {
  readonly at: EpochMs;
  readonly mono: Ms;
}

export interface Transition {
  readonly state: StatusState;
  /** The incident that this result opened, continued or ended; null when there is none. */
  readonly incident: Incident | null;
  /** What to notify people about; null: nothing. */
  readonly event: 'wentDown' | 'recovered' | null;
  /** How long until a retry before the next slot; null: no retry. */
  readonly retryIn: Ms | null;
}

export interface StatusRules {
  readonly retries: number;
  readonly retryInterval: Ms;
  /** For how long checks must fail, too; null or absent: `retries` alone decide. */
  readonly downFor?: Ms | null;
}

/** Nothing is known yet, or nothing any more: at the start of the program, or after an edit of what is checked. */
export function pending(at: EpochMs, openIncident: Incident | null = null): StatusState {
  return {
    status: 'pending',
    since: at,
    failing: openIncident?.failures ?? 0,
    firstFailure: openIncident?.evidence ?? null,
    anchor: null,
    incident: openIncident,
  };
}

/**
 * The state of an endpoint after one more result. Pure.
 * @param mono when the check began, on the monotonic clock: the wall clock may have been set since the previous check
 */
export function next(
  state: StatusState,
  result: CheckResult,
  mono: Ms,
  rules: StatusRules,
  newIncidentId: (id: EndpointId) => string,
): Transition {
  switch (result.verdict) {
    case 'up':
    case 'degraded':
      return recovered(state, result, mono, result.verdict);
    case 'down':
      return failed(state, result, mono, rules, newIncidentId);
    case 'unknown':
      return {
        state: {
          ...withoutUnconfirmed(state),
          status: 'unknown',
          since: state.status === 'unknown' ? state.since : result.at,
        },
        incident: null,
        event: null,
        retryIn: null,
      };
  }
}

/**
 * The state of an endpoint after a check during planned work. A failure confirms no incident and needs no retry. Pure.
 */
export function duringMaintenance(state: StatusState, result: CheckResult, mono: Ms): Transition {
  if (result.verdict === 'up' || result.verdict === 'degraded') return recovered(state, result, mono, result.verdict);
  return { state: withoutUnconfirmed(state), incident: null, event: null, retryIn: null };
}

/** Forgets failures that no incident confirmed, because the time after them was not observed. */
export function withoutUnconfirmed(state: StatusState): StatusState {
  return state.incident !== null || state.failing === 0
    ? state
    : { ...state, failing: 0, firstFailure: null, anchor: null };
}

/**
 * When a check of a row of failures began, on the wall clock of the row's first check. A row lasts as long as the monotonic
 * clock says, even if the wall clock is set back in the meantime; in sleep, the wall clock goes on and the other may not.
 * @param least for a row from before this start of Lookout, whose time is known only on the wall clock
 */
function timeInRow(anchor: Moment | null, least: EpochMs, result: CheckResult, mono: Ms): EpochMs {
  const elapsed = anchor === null ? least : Math.round(anchor.at + mono - anchor.mono);
  return Math.max(result.at, elapsed);
}

function recovered(state: StatusState, result: CheckResult, mono: Ms, status: 'up' | 'degraded'): Transition {
  return {
    state: {
      status,
      since: state.status === status ? state.since : result.at,
      failing: 0,
      firstFailure: null,
      anchor: null,
      incident: null,
    },
    incident: state.incident === null ? null : resolved(state.incident, state.anchor, result, mono),
    event: state.incident === null ? null : 'recovered',
    retryIn: null,
  };
}

function resolved(open: Incident, anchor: Moment | null, result: CheckResult, mono: Ms): Incident {
  const resolvedAt = timeInRow(anchor, open.lastFailureAt, result, mono);
  // Failures while the wall clock was ahead are not later than the end.
  return { ...open, lastFailureAt: Math.min(open.lastFailureAt, resolvedAt), resolvedAt };
}

function failed(
  state: StatusState,
  result: CheckResult,
  mono: Ms,
  rules: StatusRules,
  newIncidentId: (id: EndpointId) => string,
): Transition {
  const failing = state.failing + 1;
  const firstFailure = state.firstFailure ?? result;
  const least = state.incident?.lastFailureAt ?? firstFailure.at;
  const at = timeInRow(state.anchor, least, result, mono);
  const row = { failing, firstFailure, anchor: state.anchor ?? { at, mono } };
  if (state.incident !== null) {
    const incident: Incident = { ...state.incident, lastFailureAt: at, failures: failing };
    const since = state.status === 'down' ? state.since : result.at;
    return {
      state: { status: 'down', since, ...row, incident },
      incident,
      event: null,
      retryIn: null,
    };
  }
  const isConfirmed = failing > rules.retries && at - firstFailure.at >= (rules.downFor ?? 0);
  if (!isConfirmed || result.failure === null) {
    return {
      state: { ...state, ...row },
      incident: null,
      event: null,
      retryIn: rules.retryInterval,
    };
  }
  const incident: Incident = {
    id: newIncidentId(result.endpointId),
    endpointId: result.endpointId,
    startedAt: firstFailure.at,
    lastFailureAt: at,
    resolvedAt: null,
    failures: failing,
    cause: firstFailure.failure ?? result.failure,
    evidence: firstFailure,
  };
  return {
    state: { status: 'down', since: firstFailure.at, ...row, incident },
    incident,
    event: 'wentDown',
    retryIn: null,
  };
}
