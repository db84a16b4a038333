/** Turns the checks of another program into the spans and incidents of an endpoint. Pure. */
import type { CheckResult } from '../../contract/model/check.ts';
import type { CommonConfig } from '../../contract/model/endpoint.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { next, pending, withoutUnconfirmed, type StatusState } from '../verdict/status.ts';
import { emptyTimeline, extend, interrupt, isUnbroken, toleranceOf, type Timeline } from '../verdict/timeline.ts';

/**
 * `retrying`: it failed, and that program had not decided yet that the endpoint is down. `maintenance`: planned work, nothing
 * was checked.
 */
export type PastStatus = 'up' | 'down' | 'retrying' | 'maintenance';

export interface PastMoment {
  readonly status: PastStatus;
  /** For maintenance, only the time counts. */
  readonly result: CheckResult;
  /**
   * True: only the checks at which the status changed are kept of this time, so the status lasts until the next one, as
   * long as there were checks.
   */
  readonly isAlone: boolean;
}

/** A time in which there were checks. */
export interface Checked {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface PastTimeline {
  /** Oldest first. */
  readonly spans: readonly StatusSpan[];
  /** The incidents that ended; the last one may have been open when the data of the other program ends. */
  readonly incidents: readonly Incident[];
}

export interface PastOptions {
  readonly config: CommonConfig;
  /** The times with checks, for moments without other checks around them; oldest first. */
  readonly checked: readonly Checked[];
  readonly newIncidentId: () => string;
}

type Held = Pick<StatusSpan, 'endpointId' | 'from'> & { readonly status: Exclude<PastStatus, 'retrying'> };

/** Follows the checks one by one: a history of millions of them does not fit into memory. */
export class PastReplay {
  readonly #options: PastOptions;
  readonly #tolerance: number;
  readonly #spans = new Map<EpochMs, StatusSpan>();
  readonly #incidents = new Map<string, Incident>();
  #state: StatusState = pending(0);
  #timeline: Timeline = emptyTimeline;
  /** The status since the last moment that was alone. */
  #held: Held | null = null;
  #maintenance: StatusSpan | null = null;

  constructor(options: PastOptions) {
    this.#options = options;
    this.#tolerance = toleranceOf(options.config);
  }

  /** @param moment not older than the one before it */
  add(moment: PastMoment): void {
    if (moment.isAlone) this.#changed(moment);
    else this.#checked(moment);
  }

  /** There are no more moments. */
  end(): PastTimeline {
    this.#letGo(Infinity);
    return {
      spans: [...this.#spans.values()].toSorted((a, b) => a.from - b.from),
      incidents: [...this.#incidents.values()].filter(({ resolvedAt }) => resolvedAt !== null),
    };
  }

  /** The status changed; no other checks of this time are kept. */
  #changed({ status, result }: PastMoment): void {
    const from = Math.round(result.at);
    this.#letGo(from);
    if (status !== 'maintenance') this.#judge(status, result);
    if (status !== 'retrying') this.#held = { endpointId: result.endpointId, status, from };
  }

  #checked({ status, result }: PastMoment): void {
    this.#letGo(Math.round(result.at));
    if (status === 'maintenance') {
      this.#maintain(result);
      return;
    }
    this.#endMaintenance(result.at);
    if (!isUnbroken(this.#timeline, { at: result.at, mono: result.at }, this.#tolerance)) {
      this.#state = withoutUnconfirmed(this.#state);
    }
    this.#judge(status, result);
    const { timeline, changed } = extend(this.#timeline, result, result.at, this.#state, this.#tolerance);
    this.#timeline = timeline;
    this.#put(changed);
  }

  /** The other program has decided what is down, perhaps with different retries than it has now. */
  #judge(status: Exclude<PastStatus, 'maintenance'>, result: CheckResult): void {
    const { config, newIncidentId } = this.#options;
    const rules = { retries: status === 'retrying' ? Infinity : 0, retryInterval: config.retryInterval };
    const { state, incident } = next(this.#state, result, result.at, rules, newIncidentId);
    this.#state = state;
    if (incident !== null) this.#incidents.set(incident.id, incident);
  }

  #maintain(result: CheckResult): void {
    const at = Math.round(result.at);
    this.#put(interrupt(this.#timeline, { at, mono: at }, this.#tolerance).changed);
    this.#timeline = emptyTimeline;
    this.#state = pending(at, this.#state.incident);
    const before = this.#maintenance;
    const isSame = before !== null && at - before.to <= this.#tolerance;
    const from = isSame ? before.from : at;
    this.#maintenance = { endpointId: result.endpointId, status: 'maintenance', from, to: at };
    this.#put([this.#maintenance]);
  }

  #endMaintenance(at: EpochMs): void {
    const before = this.#maintenance;
    if (before !== null && at - before.to <= this.#tolerance) this.#put([{ ...before, to: Math.round(at) }]);
    this.#maintenance = null;
  }

  /** The held status lasted until now, where there were checks. */
  #letGo(until: EpochMs): void {
    const held = this.#held;
    this.#held = null;
    if (held === null) return;
    for (const { from, to } of this.#options.checked) {
      const part = { ...held, from: Math.max(held.from, from), to: Math.min(until, to) };
      if (part.from < part.to) this.#put([part]);
    }
  }

  #put(spans: readonly StatusSpan[]): void {
    for (const span of spans) this.#spans.set(span.from, span);
  }
}
