/**
 * Which status an endpoint had when: spans of known time, from which uptime follows by weighing time rather than
 * counting checks. A status holds from one check to the next, as long as checks keep coming. Time in which none came
 * (Lookout was closed, the machine slept) is in no span, and so unknown; paused time has spans of its own.
 */
import type { CheckResult } from '../../contract/model/check.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import type { Standing } from './status.ts';

export interface Timeline {
  /** The span that still grows; null before the first. */
  readonly span: StatusSpan | null;
  /** Until when checks came without a hole; -Infinity: none came. */
  readonly observedTo: EpochMs;
  /** The same on the monotonic clock; null: not since this start of Lookout. */
  readonly observedMono: Ms | null;
  /** Since when they came without a hole and without one that could not be judged; `down` never reaches further back. */
  readonly judgedFrom: EpochMs;
}

export const emptyTimeline: Timeline = {
  span: null,
  observedTo: -Infinity,
  observedMono: null,
  judgedFrom: -Infinity,
};

/** Goes on from what was stored. */
export function resumeTimeline(span: StatusSpan | null): Timeline {
  return { span, observedTo: span?.to ?? -Infinity, observedMono: null, judgedFrom: span?.to ?? -Infinity };
}

/** A moment on both clocks. */
export interface Moment {
  readonly at: EpochMs;
  readonly mono: Ms;
}

/** How far the two clocks may part between two checks (the wall clock is corrected in small steps all the time). */
const CLOCK_SLACK_MS = 2000;

/**
 * Whether nothing was missed since the check before: it is not too long ago, the wall clock was not set meanwhile, and the
 * machine did not sleep.
 */
export function isUnbroken({ observedTo, observedMono }: Timeline, { at, mono }: Moment, tolerance: Ms): boolean {
  const passed = at - observedTo;
  if (observedMono === null) return Math.abs(passed) <= tolerance;
  const elapsed = mono - observedMono;
  return elapsed <= tolerance && Math.abs(passed - elapsed) <= CLOCK_SLACK_MS;
}

export interface Extension {
  readonly timeline: Timeline;
  /** New or grown spans, to be stored; each replaces the one with the same `from`. */
  readonly changed: readonly StatusSpan[];
}

/**
 * The timeline after one more result.
 * @param mono when the check began, on the monotonic clock
 * @param standing where the endpoint stands after the result
 * @param tolerance the longest time between two checks over which the earlier status still holds
 */
export function extend(
  timeline: Timeline,
  result: CheckResult,
  mono: Ms,
  standing: Standing,
  tolerance: Ms,
): Extension {
  // As whole milliseconds, as spans are stored, so that what memory and the store add up is the same.
  const end = Math.round(result.at + result.durationMs);
  const { span } = timeline;
  const unbroken = isUnbroken(timeline, { at: result.at, mono }, tolerance);
  const observed: Timeline = {
    span: unbroken ? span : null,
    observedTo: end,
    observedMono: mono + result.durationMs,
    judgedFrom: result.verdict === 'unknown' ? end : unbroken ? timeline.judgedFrom : result.at,
  };

  // A failure that retries have yet to confirm: the earlier status is known to hold up to the first failure only.
  // If it is confirmed, `down` begins there; if not, the earlier status is drawn on by the next good check.
  const unconfirmed = result.verdict === 'down' && standing.status !== 'down';
  if (unconfirmed || standing.status === 'pending') {
    return standing.failing === 1 && observed.span !== null
      ? grown(observed, observed.span, result.at)
      : { timeline: observed, changed: [] };
  }

  const { status } = standing;
  const reason = status === 'unknown' && result.failure !== null ? { reason: result.failure.code } : {};
  if (observed.span?.status === status && observed.span.reason === reason.reason) {
    return grown(observed, observed.span, end);
  }

  const from = startOf(result, standing, observed);
  const changed: StatusSpan[] = [];
  if (observed.span !== null && observed.span.to < from) changed.push({ ...observed.span, to: from });
  const opened: StatusSpan = { endpointId: result.endpointId, status, ...reason, from, to: end };
  changed.push(opened);
  return { timeline: { ...observed, span: opened }, changed };
}

/** `down` reaches back to its first failure, though neither over a hole nor into the span before it. */
function startOf(result: CheckResult, standing: Standing, { span, judgedFrom }: Timeline): EpochMs {
  if (standing.status !== 'down') return result.at;
  return Math.min(result.at, Math.max(standing.since, judgedFrom, span?.to ?? -Infinity));
}

function grown(timeline: Timeline, span: StatusSpan, to: EpochMs): Extension {
  const longer = { ...span, to: Math.max(span.to, to) };
  return { timeline: { ...timeline, span: longer }, changed: [longer] };
}

/** Checks stop coming now (paused, edited): the status held until here, and nothing is known from here on. */
export function interrupt(timeline: Timeline, now: Moment, tolerance: Ms): Extension {
  const { span } = timeline;
  if (span === null || !isUnbroken(timeline, now, tolerance) || now.at <= span.to) {
    return { timeline: { ...emptyTimeline, span }, changed: [] };
  }
  const held = { ...span, to: now.at };
  return { timeline: { ...emptyTimeline, span: held }, changed: [held] };
}

/** How long an endpoint's status holds without a further check. */
export function toleranceOf(config: { interval: Ms; timeout: Ms; retryInterval: Ms }): Ms {
  return 2 * Math.max(config.interval, config.retryInterval) + config.timeout;
}
