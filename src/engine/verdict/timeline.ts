/**
 * Which status an endpoint had when: spans of known time. Uptime weighs these spans by time rather than counting
 * checks. A status lasts from one check to the next, as long as checks keep coming. Time without checks (Lookout was
 * closed, the machine slept) is in no span, and so unknown; paused time has its own spans.
 */
import type { CheckResult } from '../../contract/model/check.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import type { Moment, StatusState } from './status.ts';

export interface Timeline {
  /** The span that is still growing; null before the first. */
  readonly span: StatusSpan | null;
  /** How far checks came without a gap; -Infinity: there were none. */
  readonly observedTo: EpochMs;
  /** The same on the monotonic clock; null: no check since this start of Lookout. */
  readonly observedMono: Ms | null;
  /** Since when checks came without a gap and without an unknown one; `down` never starts earlier. */
  readonly judgedFrom: EpochMs;
}

export const emptyTimeline: Timeline = {
  span: null,
  observedTo: -Infinity,
  observedMono: null,
  judgedFrom: -Infinity,
};

/** Continues a stored timeline. */
export function resumeTimeline(span: StatusSpan | null): Timeline {
  return { span, observedTo: span?.to ?? -Infinity, observedMono: null, judgedFrom: span?.to ?? -Infinity };
}

/**
 * How far the two clocks may drift apart between two checks (the wall clock is corrected in small steps all the time).
 */
const CLOCK_SLACK_MS = 2000;

/**
 * Whether nothing was missed since the previous check: it is not too long ago, the wall clock was not set in between,
 * and the machine did not sleep.
 */
export function isUnbroken({ observedTo, observedMono }: Timeline, { at, mono }: Moment, tolerance: Ms): boolean {
  const passed = at - observedTo;
  if (observedMono === null) return Math.abs(passed) <= tolerance;
  const elapsed = mono - observedMono;
  return elapsed <= tolerance && Math.abs(passed - elapsed) <= CLOCK_SLACK_MS;
}

export interface Extension {
  readonly timeline: Timeline;
  /** New or longer spans, to be stored; each replaces the one with the same `from`. */
  readonly changed: readonly StatusSpan[];
}

/**
 * The timeline after one more result.
 * @param mono when the check began, on the monotonic clock
 * @param state the state of the endpoint after the result
 * @param tolerance the longest time between two checks for which the earlier status still counts
 */
export function extend(
  timeline: Timeline,
  result: CheckResult,
  mono: Ms,
  state: StatusState,
  tolerance: Ms,
): Extension {
  // Whole milliseconds, as spans are stored, so that memory and the store agree on sums.
  const end = Math.round(result.at + result.durationMs);
  const { span } = timeline;
  const unbroken = isUnbroken(timeline, { at: result.at, mono }, tolerance);
  const observed: Timeline = {
    span: unbroken ? span : null,
    observedTo: end,
    observedMono: mono + result.durationMs,
    judgedFrom: result.verdict === 'unknown' ? end : unbroken ? timeline.judgedFrom : result.at,
  };

  // An unconfirmed failure: the earlier status is known only up to the first failure. If the failure is confirmed,
  // `down` begins there; if not, the next good check extends the earlier status.
  const unconfirmed = result.verdict === 'down' && state.status !== 'down';
  if (unconfirmed || state.status === 'pending') {
    return state.failing === 1 && observed.span !== null
      ? grown(observed, observed.span, result.at)
      : { timeline: observed, changed: [] };
  }

  const { status } = state;
  const reason = status === 'unknown' && result.failure !== null ? { reason: result.failure.code } : {};
  if (observed.span?.status === status && observed.span.reason === reason.reason) {
    return grown(observed, observed.span, end);
  }

  const from = startOf(result, state, observed);
  const changed: StatusSpan[] = [];
  if (observed.span !== null && observed.span.to < from) changed.push({ ...observed.span, to: from });
  const opened: StatusSpan = { endpointId: result.endpointId, status, ...reason, from, to: end };
  changed.push(opened);
  return { timeline: { ...observed, span: opened }, changed };
}

/** `down` starts at its first failure, but not before a gap or inside the previous span. */
function startOf(result: CheckResult, state: StatusState, { span, judgedFrom }: Timeline): EpochMs {
  if (state.status !== 'down') return result.at;
  return Math.min(result.at, Math.max(state.since, judgedFrom, span?.to ?? -Infinity));
}

function grown(timeline: Timeline, span: StatusSpan, to: EpochMs): Extension {
  const longer = { ...span, to: Math.max(span.to, to) };
  return { timeline: { ...timeline, span: longer }, changed: [longer] };
}

/**
 * Checks stop now (the endpoint was paused or edited): the status lasted until now, and nothing is known after that.
 */
export function interrupt(timeline: Timeline, now: Moment, tolerance: Ms): Extension {
  const { span } = timeline;
  if (span === null || !isUnbroken(timeline, now, tolerance) || now.at <= span.to) {
    return { timeline: { ...emptyTimeline, span }, changed: [] };
  }
  const held = { ...span, to: now.at };
  return { timeline: { ...emptyTimeline, span: held }, changed: [held] };
}

/** How long the status of an endpoint lasts without another check. */
export function toleranceOf(config: { interval: Ms; timeout: Ms; retryInterval: Ms }): Ms {
  return 2 * Math.max(config.interval, config.retryInterval) + config.timeout;
}
