import type { DetailChange } from './change.ts';
import type { ConditionResult } from './condition.ts';
import type { Failure, FailureSummary } from './failure.ts';
import type { EndpointId, EpochMs, Ms } from './units.ts';

/**
 * Milliseconds for each phase that the check reached, in the order in which they happened. The kind declares the names
 * (`PhaseDescriptor`), such as `dns`.
 */
export type Phases = Readonly<Record<string, Ms>>;

/**
 * What a kind measured besides the duration: finite numbers in the units that it declares (`MetricDescriptor`), such as
 * `loss`. Empty for a kind without metrics. A metric is absent when this check did not measure it.
 */
export type Metrics = Readonly<Record<string, number>>;

/** The judgment on one check. `unknown`: this machine could not judge; it never counts as downtime. */
export const VERDICTS = ['up', 'degraded', 'down', 'unknown'] as const;

export type Verdict = (typeof VERDICTS)[number];

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** Subject alternative names (RFC 5280, 4.2.1.6), such as `DNS:example.org`. */
  readonly names: readonly string[];
  /** Null: not known, because a vantage point reports only the expiry. */
  readonly validFrom: EpochMs | null;
  readonly validTo: EpochMs;
  /** Hexadecimal, as in the certificate; empty: not known. */
  readonly serial: string;
  /** SHA-256 of the DER form, colon-separated hexadecimal. */
  readonly fingerprint: string;
}

export interface TlsDetails {
  /** For example `TLSv1.3`; empty: not known. */
  readonly protocol: string;
  /** The IANA name, such as `TLS_AES_256_GCM_SHA384`; empty: not known. */
  readonly cipher: string;
  /** The protocol that ALPN (RFC 7301) selected, such as `h2`; empty: none. */
  readonly alpn: string;
  /** From the server's own certificate up to the root, at most 10. */
  readonly chain: readonly Certificate[];
  /** False: the chain was not accepted. Then either verification was off, or the check failed because of it. */
  readonly authorized: boolean;
  /** The chain was not accepted, but the endpoint trusts this very certificate. */
  readonly pinned?: true;
}

export interface Redirect {
  readonly status: number;
  /** The target of the redirect: an absolute URL. */
  readonly url: string;
}

/** One step of a check that has several. */
export interface StepResult {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  /** From the start of the check. */
  readonly startMs: Ms;
  readonly durationMs: Ms;
  /** `allowed`: it failed, which is allowed. `skipped`: it did not run, because an earlier step failed. */
  readonly outcome: 'passed' | 'failed' | 'allowed' | 'skipped';
  /** Absent: the first attempt. */
  readonly attempt?: number;
  /** The phases of this step alone. */
  readonly phases?: Phases;
  /** The status of a request over HTTP. */
  readonly status?: number;
  /** Why it failed; absent where it passed, or where the check was cut short. */
  readonly failure?: Failure;
}

/** What a kind found besides phases and metrics: JSON, under the names that the kind declares (`DetailDescriptor`). */
export interface CheckDetails {
  /** The `address:port` that answered; IPv6 in brackets. */
  readonly remoteAddress?: string;
  readonly tls?: TlsDetails;
  /** Why the kind found the endpoint degraded, such as a certificate that expires soon; see `CheckOutcome.warning`. */
  readonly warning?: FailureSummary;
  /**
   * The results of the endpoint's conditions, in their order. Absent: there are none, or the check did not get that
   * far.
   */
  readonly conditions?: readonly ConditionResult[];
  /** The tracked details that differ from those of the previous check. Absent: none do. */
  readonly changes?: readonly DetailChange[];
  readonly [name: string]: unknown;
}

/** The result of a kind's `run`: what happened on the network, before it is judged. */
export interface CheckOutcome {
  /** From the start of DNS to the last byte. */
  readonly durationMs: Ms;
  /**
   * The most by which this process itself can have delayed the check: the event loop was busy with something else for this
   * long just before it read what the check waited for. Without the check's own work. Rounded to 0.1 ms; 0 for results of
   * older versions of Lookout, which did not measure it.
   */
  readonly selfMs: Ms;
  readonly phases: Phases;
  readonly metrics: Metrics;
  /** Null: the check found everything that it asked for. */
  readonly failure: Failure | null;
  /**
   * Why the endpoint is degraded although the check found everything, such as a certificate that expires soon. It decides
   * the verdict, and is kept in `details.warning`. Absent: there is no reason.
   */
  readonly warning?: Failure;
  readonly details: CheckDetails;
}

/** One check that ended and was judged. Every check produces exactly one. */
export interface CheckResult extends CheckOutcome {
  readonly endpointId: EndpointId;
  /** When the check began. */
  readonly at: EpochMs;
  readonly verdict: Verdict;
  /** How long the check waited in the concurrency gate before it started; not part of `durationMs`. */
  readonly queuedMs: Ms;
  /** How long after its due time the check started, without the wait in the gate. */
  readonly lateMs: Ms;
  /**
   * True: Lookout was too busy to time this check well (`isDisturbed` in `shared/latency.ts`). Its verdict counts, but
   * its duration and phases are left out of latency statistics.
   */
  readonly disturbed: boolean;
  /** Null: no slot of the endpoint passed while the check was in flight. */
  readonly swallowed: SwallowedSlots | null;
}

/**
 * Slots of an endpoint that passed while one of its checks was in flight. Their checks could not start. Percentiles
 * count them with the latencies that they would have measured (`swallowedLatencies` in `shared/latency.ts`).
 */
export interface SwallowedSlots {
  /** At least 1. */
  readonly slots: number;
  /** From one slot to the next. */
  readonly interval: Ms;
}

/** A check result without what only the detail view needs. */
export interface CheckSummary {
  readonly at: EpochMs;
  readonly durationMs: Ms;
  readonly phases: Phases;
  /** Absent: the check measured none. */
  readonly metrics?: Metrics;
  readonly verdict: Verdict;
  readonly failure: FailureSummary | null;
  /** Why the check is degraded, if a condition or the kind decided that; see `warningOf`. Absent: neither did. */
  readonly warning?: FailureSummary;
  /** As in `CheckResult`. */
  readonly disturbed: boolean;
  readonly swallowed: SwallowedSlots | null;
}
