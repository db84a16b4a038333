import type { Failure } from './failure.ts';
import type { EndpointId, EpochMs, Ms } from './units.ts';

/**
 * Milliseconds for each phase that the check reached, in the order in which they happened. The kind declares their names
 * (`PhaseDescriptor`), such as `dns`.
 */
export type Phases = Readonly<Record<string, Ms>>;

/**
 * What a kind measured besides duration: finite numbers in the units that it declares (`MetricDescriptor`), such as
 * `loss`. Empty for a kind without metrics; absent when this check did not measure it.
 */
export type Metrics = Readonly<Record<string, number>>;

/** The judgement on one check. `unknown`: this machine could not judge; it never counts as downtime. */
export const VERDICTS = ['up', 'degraded', 'down', 'unknown'] as const;

export type Verdict = (typeof VERDICTS)[number];

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** Subject alternative names (RFC 5280, 4.2.1.6), such as `DNS:example.org`. */
  readonly names: readonly string[];
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs;
  /** Hexadecimal, as in the certificate. */
  readonly serial: string;
  /** SHA-256 of the DER form, colon-separated hexadecimal. */
  readonly fingerprint: string;
}

export interface TlsDetails {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  /** The IANA name, such as `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
  /** What ALPN (RFC 7301) chose, such as `h2`; empty: nothing. */
  readonly alpn: string;
  /** From the server's own certificate up, at most 10. */
  readonly chain: readonly Certificate[];
  /** False when the chain was not accepted (and verification was off, or the check failed for it). */
  readonly authorized: boolean;
}

export interface Redirect {
  readonly status: number;
  /** Where it led: an absolute URL. */
  readonly url: string;
}

/** What a kind found besides phases: JSON, under the names that the kind declares (`DetailDescriptor`). */
export interface CheckDetails {
  /** `address:port` that answered; IPv6 in brackets. */
  readonly remoteAddress?: string;
  readonly tls?: TlsDetails;
  readonly [name: string]: unknown;
}

/** What a check kind gives back: what happened on the wire, not yet judged. */
export interface CheckOutcome {
  /** From the start of DNS to the last byte. */
  readonly durationMs: Ms;
  readonly phases: Phases;
  readonly metrics: Metrics;
  /** Null: everything that was asked for was found. */
  readonly failure: Failure | null;
  readonly details: CheckDetails;
}

/** One check that has ended and was judged. Exactly one comes from every check. */
export interface CheckResult extends CheckOutcome {
  readonly endpointId: EndpointId;
  /** When the check began. */
  readonly at: EpochMs;
  readonly verdict: Verdict;
  /** Waited in the gate before it began; not part of `durationMs`. */
  readonly queuedMs: Ms;
  /** Began this long after it was due, the wait in the gate not counted. */
  readonly lateMs: Ms;
  /**
   * How long the event loop of this process was busy between the start and the end of the check: with other checks, with
   * the page, and with the check's own work, which is usually less than a millisecond. The loop could read no answer in
   * that time. To 0.1 ms; 0 for checks of a Lookout that did not measure it.
   */
  readonly selfMs: Ms;
  /** Slots of the endpoint that passed while this check was in flight: checks that were skipped because it took so long. */
  readonly swallowed: number;
}

/** A check result without what only the detail view needs. */
export interface CheckSummary {
  readonly at: EpochMs;
  readonly durationMs: Ms;
  readonly phases: Phases;
  readonly verdict: Verdict;
  readonly failure: Pick<Failure, 'code' | 'message' | 'phase'> | null;
}
