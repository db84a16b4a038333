/** Defines check kinds. A kind is a folder in `kinds/` and a line in `registry.ts`; no other code names a kind. */
import type { z } from 'zod';
import type { DetailDescriptor, FormField, KindDescriptor } from '../../contract/descriptor.ts';
import type { CheckDetails, CheckOutcome, CheckResult } from '../../contract/model/check.ts';
import type { QueryRunner } from '../conditions/query-runner.ts';
import type { EvidencePart } from '../../contract/model/evidence.ts';
import type { ObservedValues } from '../../contract/model/condition.ts';
import type { CommonConfig, EndpointInput, Status } from '../../contract/model/endpoint.ts';
import type { EndpointId, EpochMs, Json, Ms } from '../../contract/model/units.ts';
import type { KindExporter } from './kind-exporter.ts';
import type { KindRecorder } from './kind-recorder.ts';

/** An address that a name resolves to. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Resolves names as this machine does. See `check/net/dns/resolve.ts`. */
export interface Resolver {
  /**
   * @param host a name, or an address, which is returned unchanged
   * @param family 4, 6, or 0 for both
   * @param onOwnWait called with the milliseconds that the name waited for others on this machine, if it did; that time
   *   is not the endpoint's
   * @throws FailureError with `dns.nxdomain`, `dns.nodata` or `dns.failed`; when the deadline passed, with
   *   `local.lookups` if the name had not had its turn, and with `timeout` if only the operating system had not
   *   answered; the signal's reason when aborted
   */
  resolve(
    host: string,
    family: 0 | 4 | 6,
    signal: AbortSignal,
    onOwnWait?: (ms: number) => void,
  ): Promise<readonly Address[]>;
  /**
   * Prepares what lookups of names need, so that the first one is timed as well as the thousandth. Done once; never rejects.
   * Absent: there is nothing to prepare.
   */
  warmUp?(): Promise<void>;
}

/** An endpoint on which another one depends. */
export interface Member {
  readonly id: EndpointId;
  readonly name: string;
  readonly status: Status;
}

/** The config of an endpoint that is a part of another one of the same kind. */
export interface MemberConfig {
  /** The kind's fields, with their secrets in clear. */
  readonly config: object;
  /** The secrets in it, and credentials that follow from them. No outcome may contain them. */
  readonly secrets: readonly string[];
}

/** The other endpoints of this Lookout. */
export interface Members {
  /**
   * The endpoints that a reference means: those of a name, or with `tag:NAME` or `group:NAME`. Never the one that is checked.
   */
  find(reference: string): readonly Member[];
  /** The names from the checked endpoint back to itself, if its status depends on itself; null: it does not. */
  circle(): readonly string[] | null;
  /**
   * The configs of the endpoints of the same kind that a reference means.
   * @throws FailureError `local.secret` when a secret cannot be read
   */
  configs(reference: string): Promise<readonly MemberConfig[]>;
}

/** What a watched job can report: that a run has started, succeeded or failed, or only a message. */
export type SignalType = 'start' | 'success' | 'fail' | 'log';

/** A report of a watched job. */
export interface Signal {
  readonly type: SignalType;
  readonly at: EpochMs;
  /** May be empty. */
  readonly message: string;
  /** Which run it is, so that a start and an end can be matched; may be empty. */
  readonly run: string;
  /** How long the run took, as the job says; null: it does not say. */
  readonly ms: Ms | null;
}

/** What the job that an endpoint watches has reported. */
export interface Signals {
  /** The last part of the address to which the job reports. */
  readonly key: string;
  /** The present time of the engine. */
  readonly now: () => EpochMs;
  /** The last signal of each type since Lookout was started. */
  readonly last: Readonly<Partial<Record<SignalType, Signal>>>;
  /** The details of the endpoint's last check, which may have been before a restart; null: there was none. */
  readonly previous: CheckDetails | null;
}

/** What earlier checks found for a detail that the kind tracks. */
export interface TrackedBefore {
  /** In the last check that found it. */
  readonly last: Json;
  /** In most of the last checks. */
  readonly usual: Json;
}

/** What a check may use besides Node itself. */
export interface CheckContext {
  /**
   * Aborted at the deadline (the reason is a `DeadlineError`), or when the check is cancelled (any other reason). After
   * an abort, `run` closes everything it opened and settles at once: at the deadline with a `timeout` failure,
   * otherwise by rejecting with the signal's reason.
   */
  readonly signal: AbortSignal;
  readonly resolver: Resolver;
  /**
   * The placeholders that the endpoint's conditions ask for, upper case, such as `BODY`. What costs something to provide,
   * such as a whole body, is provided only when it is in here.
   */
  readonly wanted: ReadonlySet<string>;
  /** Runs queries such as JSONPath in a thread; absent or null: this host has none, and they find nothing. */
  readonly queries?: QueryRunner | null;
  /** Only in a running Lookout: absent when a single check is run, such as by `lookout check`. */
  readonly members?: Members;
  /** Only in a running Lookout, for kinds with `signalKey`. */
  readonly signals?: Signals;
  /** What earlier checks found for each tracked detail, by its name. Absent: there were none. */
  readonly tracked?: Readonly<Record<string, TrackedBefore>>;
}

/** When something expires that people renew. */
export interface Expiry {
  readonly what: 'certificate' | 'domain';
  readonly at: EpochMs;
  /** Differs when it was renewed. */
  readonly id: string;
}

/** What only a running engine gives to a check. */
export type EngineContext = Pick<CheckContext, 'members' | 'signals'>;

/** The result of a kind's `run`. */
export interface KindOutcome extends CheckOutcome {
  /**
   * The values of the kind's placeholders, for conditions. They are not stored: `BODY` is a text, all others are JSON. A
   * value that the check did not get is missing. Absent: there are none.
   */
  readonly observed?: ObservedValues;
  /**
   * Makes the evidence that an incident keeps if it begins with this check. Absent: there is none besides the result.
   */
  readonly evidence?: () => Promise<readonly EvidencePart[]>;
}

/** The abort reason of a check's signal at its deadline. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`The deadline of ${timeoutMs} ms passed`);
    this.timeoutMs = timeoutMs;
  }
}

/** The exports of a kind's `run.ts`: the code that speaks the protocol. It is loaded when the kind is first used. */
export interface KindRunner<Fields extends object = object> {
  /** Runs one check. A failed check is an outcome, not an error; only bugs and cancellation reject. */
  run(fields: Fields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome>;
  /**
   * Prepares what checks with these fields need, so that the first one is timed as well as the thousandth: it runs the same
   * code against a loopback server of its own (`net/probe/warm-up.ts`), and creates what checks share, such as a TLS context.
   * @returns undefined if nothing is left to prepare; otherwise a promise that never rejects
   */
  warmUp?(fields: Fields): Promise<void> | undefined;
  /** Closes what the kind keeps between checks, such as idle connections. The engine calls it when it stops. */
  dispose?(): void;
}

/**
 * A check kind. Its module and everything it imports are loaded when Lookout starts, so it must not import protocol
 * libraries. Only the module that `load` imports may do that.
 * @typeParam Fields the kind's own fields, validated and with defaults
 */
export interface CheckKind<Fields extends object = object> extends Omit<KindDescriptor, 'fields'> {
  /** The kind's own fields with their defaults. The registry rejects unknown fields. */
  readonly schema: z.ZodObject<z.ZodRawShape> & z.ZodType<Fields>;
  /** The same fields as form fields, in the order in which they are shown. They also say which fields are secret. */
  readonly form: readonly FormField[];
  /**
   * The real servers that its tests run against, for the documentation; empty: only servers that the tests themselves contain.
   */
  readonly triedAgainst: string;
  /** Different defaults for common fields, such as a longer interval. */
  readonly defaults?: Partial<CommonConfig>;
  /** What is watched, as people read it, and as duplicates are found: `https://example.org/`, `host:port`. */
  target(fields: Fields): string;
  /** The host name for the per-host limit, in lower case; empty: no limit. */
  host(fields: Fields): string;
  /**
   * Interprets a pasted word as an endpoint of this kind; null: it is not one.
   * The registry asks the kinds in order and takes the first answer.
   */
  parse(text: string): EndpointInput | null;
  /**
   * Present: jobs report to endpoints of this kind, at `/push/KEY`, and each signal starts a check.
   * @returns the key; empty: the id of the endpoint
   */
  signalKey?(fields: Fields): string;
  /**
   * What expires, as this check found it; null: the check does not say. Default: the server's certificate, if there is
   * one.
   */
  expires?(result: Pick<CheckResult, 'details'>): Expiry | null;
  /**
   * Present: the status of an endpoint depends on other endpoints, and none may depend on itself. Kinds with a form field that
   * `holds: 'endpoints'` need not say so.
   */
  readonly dependsOn?: {
    /** The name of the field with the references. */
    readonly field: string;
    /** The names of the other endpoints, `tag:NAME` or `group:NAME`. */
    references(fields: Fields): readonly string[];
    /** True: names mean only endpoints of the same kind. */
    readonly onlyOwnKind?: true;
    /**
     * The fields with references that follow renamed endpoints.
     * @param follow what a reference becomes: one or several references
     */
    renamed(fields: Fields, follow: (reference: string) => readonly string[]): Partial<Fields>;
  };
  /**
   * Other credentials that follow from the secret fields, such as a header that is made from them. They are redacted
   * from failures and details like the secrets themselves. Other encodings of the secrets need not be listed.
   */
  derivedSecrets?(fields: Fields): readonly string[];
  /** `() => import('./record.ts')`. Absent: steps of this kind cannot be recorded. */
  loadRecorder?(): Promise<KindRecorder<Fields>>;
  /** Modules of `/probe` that need no config: their names, and the fields besides the target. */
  readonly probeModules?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** `() => import('./exporter.ts')`. Absent: blackbox_exporter has no such prober. */
  loadExporter?(): Promise<KindExporter<Fields>>;
  /** `() => import('./run.ts')`, or together with `./warm-up.ts`. Called once; see `runner.ts`. */
  load(): Promise<KindRunner<Fields>>;
}

/** The details whose changes are events. */
export function trackedDetails({ details }: Pick<CheckKind, 'details'>): readonly DetailDescriptor[] {
  return details.filter(({ tracked }) => tracked !== undefined);
}

const NO_NAMES: readonly string[] = [];

/** The names of the metrics that are stored with a sketch. */
export function chartedMetrics({ metrics }: Pick<CheckKind, 'metrics'>): readonly string[] {
  if (metrics.length === 0) return NO_NAMES;
  return metrics.filter(({ charted }) => charted).map(({ name }) => name);
}

/** The names of the metrics that are durations, which a busy process may make longer. */
export function durationMetrics({ metrics }: Pick<CheckKind, 'metrics'>): readonly string[] {
  if (metrics.length === 0) return NO_NAMES;
  return metrics.filter(({ unit }) => unit === 'millisecond' || unit === 'second').map(({ name }) => name);
}
