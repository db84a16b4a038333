/**
 * Which status an endpoint had when: spans of known time, from which uptime follows by weighing time rather than
 * counting checks. A status holds from one check to the next, as long as checks keep coming; time in which none came
 * (the program was closed, the machine slept, it was paused) is in no span, and so unknown.
 */
import type { CheckResult, EpochMs, Ms, StatusSpan } from '../../contract/model.ts';
import type { Standing } from './status.ts';

export interface Timeline {
  /** The span that still grows; null before the first. */
  readonly span: StatusSpan | null;
  /** Until when checks came without a hole; -Infinity: none came. */
  readonly observedTo: EpochMs;
  /** Since when they came without a hole and without one that could not be judged; `down` never reaches further back. */
  readonly judgedFrom: EpochMs;
}

export const emptyTimeline: Timeline = { span: null, observedTo: -Infinity, judgedFrom: -Infinity };

/** Goes on from what was stored. */
export function resumeTimeline(span: StatusSpan | null): Timeline {
  return { span, observedTo: span?.to ?? -Infinity, judgedFrom: span?.to ?? -Infinity };
}

/** Whether a check at that time follows the one before without a hole, and without the clock having been set back. */
export function isUnbroken({ observedTo }: Timeline, at: EpochMs, tolerance: Ms): boolean {
  return Math.abs(at - observedTo) <= tolerance;
}

export interface Extension {
  readonly timeline: Timeline;
  /** New or grown spans, to be stored; each replaces the one with the same `from`. */
  readonly changed: readonly StatusSpan[];
}

/**
 * The timeline after one more result.
 * @param standing where the endpoint stands after the result
 * @param tolerance the longest time between two checks over which the earlier status still holds
 */
export function extend(timeline: Timeline, result: CheckResult, standing: Standing, tolerance: Ms): Extension {
  const end = result.at + result.durationMs;
  const { span } = timeline;
  const unbroken = isUnbroken(timeline, result.at, tolerance);
  const observed: Timeline = {
    span: unbroken ? span : null,
    observedTo: end,
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

  const status = standing.status;
  if (observed.span?.status === status) return grown(observed, observed.span, end);

  const from = startOf(result, standing, observed);
  const changed: StatusSpan[] = [];
  if (observed.span !== null && observed.span.to < from) changed.push({ ...observed.span, to: from });
  const opened: StatusSpan = { endpointId: result.endpointId, status, from, to: end };
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
export function interrupt(timeline: Timeline, now: EpochMs, tolerance: Ms): Extension {
  const { span } = timeline;
  if (span === null || now - timeline.observedTo > tolerance || now <= span.to) {
    return { timeline: { ...emptyTimeline, span }, changed: [] };
  }
  const held = { ...span, to: now };
  return { timeline: { ...emptyTimeline, span: held }, changed: [held] };
}

export interface Share {
  /** `up` and `degraded`. */
  readonly upMs: Ms;
  readonly downMs: Ms;
}

/** How long an endpoint was up and down within a range. Unknown time is in neither. */
export function shareOf(spans: Iterable<StatusSpan>, from: EpochMs, to: EpochMs): Share {
  let upMs = 0;
  let downMs = 0;
  for (const span of spans) {
    const length = Math.min(span.to, to) - Math.max(span.from, from);
    if (length <= 0) continue;
    if (span.status === 'down') downMs += length;
    else if (span.status !== 'unknown') upMs += length;
  }
  return { upMs, downMs };
}

/** @returns 0 to 1; null when nothing is known. */
export function ratioOf({ upMs, downMs }: Share): number | null {
  return upMs + downMs > 0 ? upMs / (upMs + downMs) : null;
}

/** Spans of one endpoint's last 24 h, in order, with the newest replaced as it grows. */
export class RecentSpans {
  #spans: StatusSpan[];

  constructor(spans: readonly StatusSpan[] = []) {
    this.#spans = [...spans];
  }

  get all(): readonly StatusSpan[] {
    return this.#spans;
  }

  get last(): StatusSpan | null {
    return this.#spans.at(-1) ?? null;
  }

  put(span: StatusSpan): void {
    const at = this.#spans.findLastIndex((known) => known.from === span.from);
    if (at >= 0) this.#spans[at] = span;
    else this.#spans.push(span);
  }

  uptime(now: EpochMs, window: Ms): number | null {
    const from = now - window;
    if ((this.#spans[0]?.to ?? now) < from) this.#spans = this.#spans.filter((span) => span.to >= from);
    return ratioOf(shareOf(this.#spans, from, now));
  }
}

/** How long an endpoint's status holds without a further check. */
export function toleranceOf(config: { interval: Ms; timeout: Ms; retryInterval: Ms }): Ms {
  return 2 * Math.max(config.interval, config.retryInterval) + config.timeout;
}
