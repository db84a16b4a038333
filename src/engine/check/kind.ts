/** What a check kind is: a folder in `kinds/` and a line in `registry.ts`. Nothing else in Lookout names a kind. */
import type { z } from 'zod';
import type { FormField, KindDescriptor } from '../../contract/descriptor.ts';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { CommonConfig, EndpointInput } from '../../contract/model/endpoint.ts';

/** A name and what it resolves to; `family` 4 or 6. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Resolves names as this machine would, without its four-thread getaddrinfo queue. See `check/net/resolve.ts`. */
export interface Resolver {
  /**
   * @param host a name, or an address (given back as it is)
   * @param family 4, 6, or 0 for both
   * @throws FailureError with `dns.nxdomain`, `dns.nodata` or `dns.failed`; the signal's reason when aborted
   */
  resolve(host: string, family: 0 | 4 | 6, signal: AbortSignal): Promise<readonly Address[]>;
}

/** What a check may use besides Node itself. */
export interface CheckContext {
  /**
   * Aborted at the deadline (reason: a `DeadlineError`) or when the check is no longer wanted (any other reason).
   * After an abort, `run` closes what it opened and settles at once: on a deadline with a `timeout` failure,
   * otherwise by rejecting with the signal's reason.
   */
  readonly signal: AbortSignal;
  readonly resolver: Resolver;
}

/** The reason with which a check's signal is aborted at its deadline. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`The deadline of ${timeoutMs} ms passed`);
    this.timeoutMs = timeoutMs;
  }
}

/** What a kind's `run.ts` gives: the code that speaks the protocol, loaded when the kind is first used. */
export interface KindRunner<Fields extends object = object> {
  /** Checks once. A failed check is an outcome, not an error; only bugs and cancellation reject. */
  run(fields: Fields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<CheckOutcome>;
  /** Closes what it keeps between checks, such as idle connections; the engine calls it when it stops. */
  dispose?(): void;
}

/**
 * A check kind. Its module and all that it imports are read when Lookout starts, so it imports no protocol library:
 * those are for what `load` imports.
 * @typeParam Fields the kind's own fields, validated and with defaults filled in
 */
export interface CheckKind<Fields extends object = object> extends Omit<KindDescriptor, 'fields'> {
  /** The kind's own fields, with their defaults; strictness (no unknown fields) is added by the registry. */
  readonly schema: z.ZodObject<z.ZodRawShape> & z.ZodType<Fields>;
  /** The same fields for people, in the order in which they are shown; also says which are secret. */
  readonly form: readonly FormField[];
  /** Other defaults than the usual for common fields, such as a longer interval. */
  readonly defaults?: Partial<CommonConfig>;
  /** What is watched, for people and for finding duplicates: `https://example.org/`, `host:port`. */
  target(fields: Fields): string;
  /** The host that the gate counts it under, lower case; empty: none. */
  host(fields: Fields): string;
  /**
   * What a pasted word means for this kind, or null when it is not for this kind.
   * The registry asks the kinds in order and takes the first answer.
   */
  parse(text: string): EndpointInput | null;
  /**
   * Other credentials that follow from its secret fields, such as a header made of them; taken out of failures and details
   * as those are. Not needed for other ways of writing the values.
   */
  derivedSecrets?(fields: Fields): readonly string[];
  /** `() => import('./run.ts')`. Called once; see `runner.ts`. */
  load(): Promise<KindRunner<Fields>>;
}

/** Names of the metrics that are kept with a sketch. */
export function chartedMetrics({ metrics }: Pick<CheckKind, 'metrics'>): readonly string[] {
  return metrics.filter(({ charted }) => charted).map(({ name }) => name);
}
