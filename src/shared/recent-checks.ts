import type { CheckResult, CheckSummary } from '../contract/model/check.ts';
import { RECENT_CHECKS, type RecentChecks } from '../contract/model/endpoint.ts';
import type { Failure, FailureSummary } from '../contract/model/failure.ts';
import type { EpochMs } from '../contract/model/units.ts';
import { warningOf } from './warning.ts';

/** The last `RECENT_CHECKS` checks of one endpoint, in columns. */
export class RecentRing {
  readonly #at: number[];
  readonly #durationMs: number[];
  readonly #verdict: RecentChecks['verdict'][number][];
  readonly #failure: (FailureSummary | null)[];
  #disturbed: readonly number[];

  constructor(recent: RecentChecks = NO_CHECKS) {
    this.#at = recent.at.slice(-RECENT_CHECKS);
    this.#durationMs = recent.durationMs.slice(-RECENT_CHECKS);
    this.#verdict = recent.verdict.slice(-RECENT_CHECKS);
    this.#failure = recent.failure.slice(-RECENT_CHECKS);
    this.#disturbed = since(recent.disturbed, this.#at);
  }

  /** @param checks oldest first */
  static of(checks: readonly CheckResult[]): RecentRing {
    const ring = new RecentRing();
    for (const check of checks) ring.push(check);
    return ring;
  }

  push(check: CheckResult): void {
    this.#at.push(check.at);
    this.#durationMs.push(check.durationMs);
    this.#verdict.push(check.verdict);
    this.#failure.push(sharedWith(this.#failure.at(-1) ?? null, reasonOf(check)));
    if (check.disturbed) this.#disturbed = [...this.#disturbed, check.at];
    if (this.#at.length <= RECENT_CHECKS) return;
    this.#at.shift();
    this.#durationMs.shift();
    this.#verdict.shift();
    this.#failure.shift();
    if (this.#disturbed.length > 0) this.#disturbed = since(this.#disturbed, this.#at);
  }

  /** Returns a copy that does not change later. */
  toColumns(): RecentChecks {
    return {
      at: [...this.#at],
      durationMs: [...this.#durationMs],
      verdict: [...this.#verdict],
      failure: [...this.#failure],
      disturbed: this.#disturbed,
    };
  }
}

/** During an outage every check fails in the same way: the failures of an endpoint then share one object. */
function sharedWith(before: FailureSummary | null, summary: FailureSummary | null): FailureSummary | null {
  if (summary === null) return null;
  const isSame = before?.code === summary.code && JSON.stringify(before) === JSON.stringify(summary);
  return isSame ? before : summary;
}

/** Why a check failed, or why it is degraded; null: neither. */
export function reasonOf({ failure, details }: Pick<CheckResult, 'failure' | 'details'>): FailureSummary | null {
  return failure === null ? warningOf({ failure, details }) : summarizeFailure(failure);
}

/** The failure without `raw`. */
export function summarizeFailure({ code, params, phase, message }: Failure): FailureSummary {
  return {
    code,
    ...(params === undefined ? {} : { params }),
    ...(phase === undefined ? {} : { phase }),
    ...(message === undefined ? {} : { message }),
  };
}

/** The checks of an endpoint that was never checked. */
export const NO_CHECKS: RecentChecks = { at: [], durationMs: [], verdict: [], failure: [], disturbed: [] };

/** The times that are among `at`. */
function since(times: readonly EpochMs[], at: readonly EpochMs[]): readonly EpochMs[] {
  return times.length === 0 ? times : times.filter((time) => at.includes(time));
}

/** The part of a check that the list shows. */
export function summarize(check: CheckResult): CheckSummary {
  const { at, durationMs, phases, metrics, verdict, failure, disturbed, swallowed } = check;
  const warning = warningOf(check);
  return {
    at,
    durationMs,
    phases,
    ...(Object.keys(metrics).length === 0 ? {} : { metrics }),
    verdict,
    failure: failure === null ? null : summarizeFailure(failure),
    ...(warning === null ? {} : { warning }),
    disturbed,
    swallowed,
  };
}

/** Appends a check. Drops the oldest one when there are more than `RECENT_CHECKS`. */
export function appendRecent(recent: RecentChecks, check: CheckSummary): RecentChecks {
  const from = Math.max(0, recent.at.length + 1 - RECENT_CHECKS);
  const at = [...recent.at.slice(from), check.at];
  return {
    at,
    durationMs: [...recent.durationMs.slice(from), check.durationMs],
    verdict: [...recent.verdict.slice(from), check.verdict],
    failure: [...recent.failure.slice(from), check.failure ?? check.warning ?? null],
    disturbed: since(check.disturbed ? [...recent.disturbed, check.at] : recent.disturbed, at),
  };
}
