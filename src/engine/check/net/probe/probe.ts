import { isLocal, type Failure } from '../../../../contract/model/failure.ts';
import type { CheckDetails } from '../../../../contract/model/check.ts';
import type { Json, Ms } from '../../../../contract/model/units.ts';
import { DeadlineError, type CheckContext, type KindOutcome, type Resolver } from '../../kind.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { EvidenceNotes } from './evidence.ts';
import { cutFailure, timeoutFailure, toFailure, type UnderWay } from './failures.ts';
import { Stopwatch } from './stopwatch.ts';

/** One check under way: what it may use, and what it has found so far. */
export interface Probe {
  readonly signal: AbortSignal;
  readonly resolver: Resolver;
  readonly watch: Stopwatch;
  /** Filled as things become known, so that they are in the outcome of a failed check too. */
  readonly details: { -readonly [Key in keyof CheckDetails]: CheckDetails[Key] };
  /** Filled by kinds that measure something besides duration. */
  readonly metrics: Record<string, number>;
  /** The values of the kind's placeholders, filled as they become known. */
  readonly observed: Record<string, Json>;
  /** The evidence that the check can provide if it fails. */
  readonly evidence: EvidenceNotes;
  /** The placeholders that the endpoint's conditions ask for. See `CheckContext.wanted`. */
  readonly wanted: ReadonlySet<string>;
  /** Why the endpoint is degraded; see `CheckOutcome.warning`. */
  warning?: Failure;
  /** What the check is waiting for, which a timeout failure names; absent: what is usual in the phase. */
  underWay?: UnderWay | undefined;
}

/**
 * Runs a check's work and makes the outcome: errors that a check can expect become failures, the deadline becomes a
 * `timeout` in the phase it cut short; other aborts reject with the signal's reason, and bugs reject as they are.
 * @param work gives the failure that the answer itself means, or null; throws for everything else that goes wrong
 */
export async function conductCheck(
  context: CheckContext,
  timeout: Ms,
  work: (probe: Probe) => Promise<Failure | null>,
): Promise<KindOutcome> {
  const { signal, wanted } = context;
  signal.throwIfAborted();
  const evidence = new EvidenceNotes();
  const resolver = notingLookups(context.resolver, evidence);
  const watch = new Stopwatch();
  const probe: Probe = { signal, resolver, watch, details: {}, metrics: {}, observed: {}, evidence, wanted };
  let failure: Failure | null;
  try {
    failure = await work(probe);
  } catch (error) {
    failure = failureOf(error, probe, timeout);
  }
  const { durationMs, selfMs, phases } = probe.watch.stop();
  const { metrics, details, observed } = probe;
  return {
    durationMs,
    selfMs,
    phases,
    metrics,
    failure: failure === null ? null : cutFailure(failure, FAILURE_CHARACTERS),
    ...(failure === null && probe.warning !== undefined ? { warning: probe.warning } : {}),
    details,
    observed,
    evidence: () => evidence.make(),
  };
}

/** The same resolver, which also adds its results to the evidence of a failure. */
function notingLookups(resolver: Resolver, evidence: EvidenceNotes): Resolver {
  const lines: string[] = [];
  const note = (line: string) => {
    lines.push(line);
    evidence.note('lookups', () => lines.join('\n'));
  };
  return {
    async resolve(host, family, ...rest) {
      try {
        const addresses = await resolver.resolve(host, family, ...rest);
        note(`${host}: ${addresses.map(({ address }) => address).join(', ')}`);
        return addresses;
      } catch (error) {
        if (error instanceof FailureError) note(`${host}: ${error.failure.raw ?? error.failure.code}`);
        throw error;
      }
    },
  };
}

/** Failures are kept, pushed and shown: a server must not decide how long their texts are. */
const FAILURE_CHARACTERS = 1_000;

function failureOf(error: unknown, { signal, watch, underWay }: Probe, timeout: Ms): Failure {
  // The place where the error happened knows better whether this machine is to blame.
  const isOurs = error instanceof FailureError && isLocal(error.failure.code);
  if (signal.aborted && !isOurs) {
    if (signal.reason instanceof DeadlineError) {
      const isSystem = error instanceof FailureError && error.failure.params?.['resolver'] === 'system';
      return timeoutFailure(timeout, watch.phase, isSystem ? { ...underWay, resolver: 'system' } : underWay);
    }
    throw signal.reason;
  }
  const failure = toFailure(error, watch.phase);
  if (failure === null) throw error;
  return failure;
}

/** At most this many characters of an answer are kept, with failures that concern it. */
const SNIPPET_CHARACTERS = 1_000;
/** This many bytes hold `SNIPPET_CHARACTERS` characters in any encoding. */
export const SNIPPET_BYTES = 4 * SNIPPET_CHARACTERS;

/** The start of an answer for people; control characters other than line breaks and tabs are shown as `·`. */
export function toSnippet(text: string): string {
  return toVisible(text.slice(0, SNIPPET_CHARACTERS));
}

/** A whole answer for people, in the same way. */
export function toVisible(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu, '·');
}
