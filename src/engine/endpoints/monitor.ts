import type { CheckDetails, CheckResult, CheckSummary } from '../../contract/model/check.ts';
import type { Endpoint, EndpointState, RecentChecks, Status } from '../../contract/model/endpoint.ts';
import type { EndpointMaintenance } from '../../contract/model/maintenance.ts';
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import type { CheckKind } from '../check/kind.ts';
import { summarize, type RecentRing } from '../../shared/recent-checks.ts';
import { maskSecrets } from '../check/secret-fields.ts';
import {
  duringMaintenance,
  withoutUnconfirmed,
  next,
  pending,
  type Moment,
  type StatusState,
  type Transition,
} from '../verdict/status.ts';
import { EndpointMemory } from '../verdict/endpoint-memory.ts';
import {
  extend,
  interrupt,
  isUnbroken,
  resumeTimeline,
  toleranceOf,
  type Extension,
  type Timeline,
} from '../verdict/timeline.ts';
import { RecentSpans } from '../verdict/uptime.ts';
import type { EndpointHistory } from './endpoint-history.ts';
import { SeenDown } from './seen-down.ts';

const DAY_MS = 86_400_000;

/** A stored endpoint and what was read from it. */
export interface SealedEndpoint {
  /** With sealed secrets. */
  readonly stored: Endpoint;
  readonly kind: CheckKind;
  /** The per-host limit of the concurrency gate counts under this name. */
  readonly host: string;
}

/** One endpoint: its config, its current state, and the recent history that the list shows. */
export class Monitor implements SealedEndpoint {
  /** As stored, with sealed secrets. For the store and for checks only. */
  stored: Endpoint;
  /** As pages see it: of each secret, only whether it is set. */
  endpoint: Endpoint;
  readonly kind: CheckKind;
  /** The per-host limit of the concurrency gate counts under this name. */
  readonly host: string;
  readonly memory: EndpointMemory;
  #statusState: StatusState;
  #timeline: Timeline;
  #pausedAt: EpochMs | null;
  /** Since when, and why; null: no planned work. */
  #maintenance: (EndpointMaintenance & { readonly from: EpochMs }) | null = null;
  readonly #spans: RecentSpans;
  readonly #recent: RecentRing;
  #last: CheckSummary | null;
  /** Kept only for kinds that read them again: details can be large. */
  #details: CheckDetails | null;
  readonly #seenDown: SeenDown;

  constructor({ stored, kind, host }: SealedEndpoint, history: EndpointHistory, now: EpochMs) {
    this.stored = stored;
    this.endpoint = { ...stored, config: maskSecrets(kind, stored.config) };
    this.kind = kind;
    this.host = host;
    this.memory = new EndpointMemory(history.memory);
    this.#statusState = history.statusState;
    this.#spans = new RecentSpans(history.spans);
    this.#timeline = resumeTimeline(this.#spans.last);
    this.#recent = history.recent;
    this.#last = history.last;
    this.#details = kind.signalKey === undefined ? null : (history.details ?? null);
    this.#pausedAt = stored.paused ? (history.pausedAt ?? now) : null;
    this.#seenDown = new SeenDown(history, now);
  }

  /** The code of the last check's failure; null: it succeeded, or there was none. */
  get lastFailure(): string | null {
    return this.#last?.failure?.code ?? null;
  }

  /** The last checks, oldest first. */
  get recentChecks(): RecentChecks {
    return this.#recent.toColumns();
  }

  /** Why the last check is degraded; null: it is not, or nothing but its duration says so. */
  get lastWarning(): FailureSummary | null {
    return this.#last?.warning ?? null;
  }

  /** Of the last check; null: there was none, or the kind does not read them again. */
  get lastDetails(): CheckDetails | null {
    return this.#details;
  }

  get statusState(): StatusState {
    return this.#statusState;
  }

  /** What stays when the config changes. */
  get history(): EndpointHistory {
    return {
      recent: this.#recent,
      last: this.#last,
      details: this.#details,
      memory: this.memory.toStored(),
      spans: this.#spans.all,
      statusState: this.#statusState,
      pausedAt: this.#pausedAt,
    };
  }

  /** Applies the next result. @param mono when its check started, on the monotonic clock */
  take(result: CheckResult, mono: Ms): { readonly transition: Transition; readonly changed: readonly StatusSpan[] } {
    if (this.#maintenance !== null) return this.#takeInMaintenance(this.#maintenance, result, mono);
    const tolerance = toleranceOf(this.endpoint.config);
    this.#seenDown.check(mono, this.#statusState, tolerance);
    const before = isUnbroken(this.#timeline, { at: result.at, mono }, tolerance)
      ? this.#statusState
      : withoutUnconfirmed(this.#statusState);
    const transition = next(before, result, mono, this.endpoint.config, () => crypto.randomUUID());
    this.#statusState = transition.state;
    const changed = this.#extended(extend(this.#timeline, result, mono, transition.state, tolerance));
    const { span } = this.#timeline;
    // The status is the same as before a restart, with no gap in between: it began before the restart.
    if (span?.status === this.#statusState.status) this.#statusState = { ...this.#statusState, since: span.from };
    this.#remember(result);
    return { transition, changed };
  }

  /** A check during planned work opens no incident. A good one ends an incident that was open before. */
  #takeInMaintenance({ from }: { readonly from: EpochMs }, result: CheckResult, mono: Ms): ReturnType<Monitor['take']> {
    const transition = duringMaintenance(this.#statusState, result, mono);
    this.#statusState = transition.state;
    this.#remember(result);
    // Stored with each check, so that a crash loses little of it.
    return { transition, changed: this.#put(this.#maintenanceSpan(from, Math.round(result.at + result.durationMs))) };
  }

  #remember(result: CheckResult): void {
    this.#recent.push(result);
    this.#last = summarize(result);
    if (this.kind.signalKey !== undefined) this.#details = result.details;
  }

  get maintenance(): EndpointMaintenance | null {
    return this.#maintenance;
  }

  /**
   * Planned work begins, ends or changes. Paused endpoints are not in maintenance.
   * @param maintenance null: there is none
   * @param since when the occurrence began; time before now that this process has seen keeps its status
   * @returns the spans to store; null: nothing changed
   */
  setMaintenance(maintenance: EndpointMaintenance | null, since: EpochMs, now: Moment): readonly StatusSpan[] | null {
    const wanted = this.#pausedAt === null ? maintenance : null;
    const before = this.#maintenance;
    if (before === null && wanted === null) return null;
    if (before !== null && wanted !== null) {
      if (before.until === wanted.until && before.windowId === wanted.windowId && before.name === wanted.name)
        return null;
      this.#maintenance = { ...wanted, from: before.from };
      return [];
    }
    if (wanted === null) {
      const from = before?.from ?? now.at;
      this.#maintenance = null;
      // Earlier knowledge is out of date. An open incident stays open until a check ends it.
      this.#statusState = pending(now.at, this.#statusState.incident);
      return this.#put(this.#maintenanceSpan(from, now.at));
    }
    const held = this.interrupt(now);
    const last = this.#spans.last;
    // After a restart, it continues where it was.
    const from =
      last?.status === 'maintenance' && last.from >= since
        ? last.from
        : Math.max(since, last?.to ?? this.endpoint.createdAt);
    this.#maintenance = { ...wanted, from: Math.min(from, now.at) };
    return [...held, ...this.#put(this.#maintenanceSpan(this.#maintenance.from, now.at))];
  }

  /** Checks stop, because the endpoint was paused or removed or the machine goes to sleep. */
  interrupt(now: Moment): readonly StatusSpan[] {
    const tolerance = toleranceOf(this.endpoint.config);
    this.#seenDown.interrupt(now.mono, this.#statusState, tolerance);
    this.#statusState = withoutUnconfirmed(this.#statusState);
    if (this.#maintenance !== null) return this.#put(this.#maintenanceSpan(this.#maintenance.from, now.at));
    const held = this.#extended(interrupt(this.#timeline, now, tolerance));
    return this.#pausedAt === null ? held : [...held, ...this.#put(this.#pausedSpan(this.#pausedAt, now.at))];
  }

  /**
   * The span that is still growing, up to now. Null when the present status is unknown: the last check was too long
   * ago, or a failure is not confirmed yet.
   */
  currentSpan(now: Moment): StatusSpan | null {
    if (this.#pausedAt !== null) return this.#pausedSpan(this.#pausedAt, now.at);
    if (this.#maintenance !== null) return this.#maintenanceSpan(this.#maintenance.from, now.at);
    const unconfirmed = this.#statusState.failing > 0 && this.#statusState.status !== 'down';
    if (unconfirmed || this.#statusState.status === 'pending') return null;
    const { span } = this.#timeline;
    if (span === null || !isUnbroken(this.#timeline, now, toleranceOf(this.endpoint.config))) return null;
    return { ...span, to: Math.max(span.to, now.at) };
  }

  setPaused(paused: boolean, until: EpochMs | null, now: Moment): readonly StatusSpan[] {
    const before = this.endpoint.paused;
    this.stored = { ...this.stored, paused, pausedUntil: until };
    this.endpoint = { ...this.endpoint, paused, pausedUntil: until };
    if (before === paused) return [];
    if (paused) {
      const held = this.interrupt(now);
      this.#maintenance = null;
      this.#pausedAt = now.at;
      // Stored at once, so that the start of the pause is known even after a restart.
      return [...held, ...this.#put(this.#pausedSpan(now.at, now.at))];
    }
    const over = this.#put(this.#pausedSpan(this.#pausedAt ?? now.at, now.at));
    this.#pausedAt = null;
    // What was known before the pause is out of date. An open incident stays open until a check ends it.
    this.#statusState = pending(now.at, this.#statusState.incident);
    return over;
  }

  /** See `SeenDown`. */
  get seenDownMs(): Ms | null {
    return this.#seenDown.ms;
  }

  /** Spans of the past have another status than before. */
  replaceSpans(spans: readonly StatusSpan[]): void {
    const known = new Set(this.#spans.all.map(({ from }) => from));
    this.#put(...spans.filter(({ from }) => known.has(from)));
  }

  /** The status that people see: maintenance and pauses come before the result of the checks. */
  get status(): Status {
    if (this.#maintenance !== null) return 'maintenance';
    return this.#pausedAt === null ? this.#statusState.status : 'paused';
  }

  state(now: EpochMs, nextAt: EpochMs | null): EndpointState {
    const common = { nextAt, last: this.#last, uptime24h: this.#spans.uptime(now, DAY_MS) };
    if (this.#maintenance !== null) {
      const { from, ...maintenance } = this.#maintenance;
      return { ...common, status: 'maintenance', since: from, failing: 0, maintenance };
    }
    return {
      ...common,
      status: this.status,
      since: this.#pausedAt ?? shownSince(this.#statusState),
      failing: this.#statusState.failing,
    };
  }

  #pausedSpan(from: EpochMs, to: EpochMs): StatusSpan {
    return { endpointId: this.endpoint.id, status: 'paused', from, to: Math.max(from, to) };
  }

  #maintenanceSpan(from: EpochMs, to: EpochMs): StatusSpan {
    return { endpointId: this.endpoint.id, status: 'maintenance', from, to: Math.max(from, to) };
  }

  #extended({ timeline, changed }: Extension): readonly StatusSpan[] {
    this.#timeline = timeline;
    return this.#put(...changed);
  }

  #put(...spans: readonly StatusSpan[]): readonly StatusSpan[] {
    for (const span of spans) this.#spans.put(span);
    return spans;
  }
}

/** Since when the status is shown to people. An incident also lasts while Lookout does not run or cannot judge. */
function shownSince({ status, since, incident }: StatusState): EpochMs {
  return status === 'down' && incident !== null ? Math.min(since, incident.startedAt) : since;
}
