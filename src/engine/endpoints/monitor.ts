import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { FailureCode } from '../../contract/model/failure.ts';
import type { CheckResult, CheckSummary } from '../../contract/model/check.ts';
import type { Endpoint, EndpointState } from '../../contract/model/endpoint.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import type { CheckKind } from '../check/kind.ts';
import { RecentRing, summarize } from '../../shared/recent-checks.ts';
import { maskSecrets } from '../check/secret-fields.ts';
import { forgiven, next, pending, type Standing, type Transition } from '../verdict/status.ts';
import {
  extend,
  interrupt,
  isUnbroken,
  resumeTimeline,
  toleranceOf,
  type Extension,
  type Moment,
  type Timeline,
} from '../verdict/timeline.ts';
import { RecentSpans, shareOf } from '../verdict/uptime.ts';

const DAY_MS = 86_400_000;

/** An endpoint as it is stored, and what was read of it. */
export interface Kept {
  /** Secrets sealed. */
  readonly stored: Endpoint;
  readonly kind: CheckKind;
  /** What the gate counts it under. */
  readonly host: string;
}

/** What is known of an endpoint when it comes under watch. */
export interface Past {
  readonly recent: RecentRing;
  readonly last: CheckSummary | null;
  readonly spans: readonly StatusSpan[];
  readonly standing: Standing;
}

export function noPast(now: EpochMs): Past {
  return { recent: new RecentRing(), last: null, spans: [], standing: pending(now) };
}

/** One endpoint under watch: its config, where it stands, and the little history that the list shows. */
export class Monitor implements Kept {
  /** As it is stored: secrets sealed. For the store and for checks; never handed out. */
  stored: Endpoint;
  /** As anyone may see it: of a secret only that it is set. */
  endpoint: Endpoint;
  readonly kind: CheckKind;
  /** What the gate counts it under. */
  readonly host: string;
  #standing: Standing;
  #timeline: Timeline;
  #pausedAt: EpochMs | null;
  readonly #spans: RecentSpans;
  readonly #recent: RecentRing;
  #last: CheckSummary | null;

  constructor({ stored, kind, host }: Kept, past: Past, now: EpochMs) {
    this.stored = stored;
    this.endpoint = { ...stored, config: maskSecrets(kind, stored.config) };
    this.kind = kind;
    this.host = host;
    this.#standing = past.standing;
    this.#spans = new RecentSpans(past.spans);
    this.#timeline = resumeTimeline(this.#spans.last);
    this.#recent = past.recent;
    this.#last = past.last;
    this.#pausedAt = stored.paused ? now : null;
  }

  /** Why the last check did not succeed; null: it did, or there was none. */
  get lastFailure(): FailureCode | null {
    return this.#last?.failure?.code ?? null;
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** Everything that outlives a change of its config. */
  get past(): Past {
    return { recent: this.#recent, last: this.#last, spans: this.#spans.all, standing: this.#standing };
  }

  /** Takes one more result in. @param mono when its check began, on the monotonic clock */
  take(result: CheckResult, mono: Ms): { readonly transition: Transition; readonly changed: readonly StatusSpan[] } {
    const tolerance = toleranceOf(this.endpoint.config);
    const before = isUnbroken(this.#timeline, { at: result.at, mono }, tolerance)
      ? this.#standing
      : forgiven(this.#standing);
    const transition = next(before, result, mono, this.endpoint.config, () => crypto.randomUUID());
    this.#standing = transition.standing;
    const changed = this.#extended(extend(this.#timeline, result, mono, transition.standing, tolerance));
    const { span } = this.#timeline;
    // The same status as before a restart, without a hole between: it has lasted since then.
    if (span?.status === this.#standing.status) this.#standing = { ...this.#standing, since: span.from };
    this.#recent.push(result);
    this.#last = summarize(result);
    return { transition, changed };
  }

  /** Checks stop: paused, removed, or the machine goes to sleep. */
  interrupt(now: Moment): readonly StatusSpan[] {
    this.#standing = forgiven(this.#standing);
    return this.#extended(interrupt(this.#timeline, now, toleranceOf(this.endpoint.config)));
  }

  setPaused(paused: boolean, until: EpochMs | null, now: Moment): readonly StatusSpan[] {
    const before = this.endpoint.paused;
    this.stored = { ...this.stored, paused, pausedUntil: until };
    this.endpoint = { ...this.endpoint, paused, pausedUntil: until };
    if (before === paused) return [];
    this.#pausedAt = paused ? now.at : null;
    if (!paused) {
      // What was known before the pause is old; an incident that was open stays open until a check says otherwise.
      this.#standing = pending(now.at, this.#standing.incident);
      return [];
    }
    return this.interrupt(now);
  }

  /** How long it was seen down within a range that lies in the last 24 hours; null: it does not. */
  downMs(from: EpochMs, to: EpochMs, now: EpochMs): Ms | null {
    return from < now - DAY_MS ? null : shareOf(this.#spans.all, from, to).downMs;
  }

  state(now: EpochMs, nextAt: EpochMs | null): EndpointState {
    return {
      status: this.#pausedAt === null ? this.#standing.status : 'paused',
      since: this.#pausedAt ?? this.#standing.since,
      failing: this.#standing.failing,
      nextAt,
      last: this.#last,
      uptime24h: this.#spans.uptime(now, DAY_MS),
    };
  }

  view(now: EpochMs, nextAt: EpochMs | null): EndpointView {
    return { endpoint: this.endpoint, state: this.state(now, nextAt), recent: this.#recent.toColumns() };
  }

  #extended({ timeline, changed }: Extension): readonly StatusSpan[] {
    this.#timeline = timeline;
    for (const span of changed) this.#spans.put(span);
    return changed;
  }
}
