/**
 * Uptime as a share of time, computed from status spans. Time outside all spans is unknown and counts as neither up nor
 * down.
 */
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';

export interface Share {
  /** `up` and `degraded`. */
  readonly upMs: Ms;
  readonly downMs: Ms;
}

/**
 * How long an endpoint was up and down within a range. Unknown and paused time is in neither. Spans overlap where the
 * clock was set back; that time counts once, with its first status.
 */
export function shareOf(spans: Iterable<StatusSpan>, from: EpochMs, to: EpochMs): Share {
  const { up, degraded, down } = sumsOf(spans, from, to);
  return { upMs: up + degraded, downMs: down };
}

/** How long an endpoint had each status within a range. Time that the clock repeats counts once, like in `shareOf`. */
export function sumsOf(
  spans: Iterable<StatusSpan>,
  from: EpochMs,
  to: EpochMs,
): Readonly<Record<StatusSpan['status'], Ms>> {
  const sums = { up: 0, degraded: 0, down: 0, unknown: 0, paused: 0, maintenance: 0, excluded: 0 };
  let covered = from;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const length = Math.min(span.to, to) - Math.max(span.from, covered);
    if (length <= 0) continue;
    covered = span.to;
    sums[span.status] += length;
  }
  return sums;
}

/** Whether time of this status counts as up. Unknown and paused time counts as neither up nor down. */
export function isUp(status: StatusSpan['status']): boolean {
  return status === 'up' || status === 'degraded';
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
    // V8 makes room for 17 at the first `push`, and most endpoints have one span.
    else if (this.#spans.length === 0) this.#spans = [span];
    else this.#spans.push(span);
  }

  uptime(now: EpochMs, window: Ms): number | null {
    const from = now - window;
    if ((this.#spans[0]?.to ?? now) < from) this.#spans = this.#spans.filter((span) => span.to >= from);
    return ratioOf(shareOf(this.#spans, from, now));
  }
}
