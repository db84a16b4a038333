/** Test code: runs one check of an endpoint with a deadline, like the engine. */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { Failure } from '../../../contract/model/failure.ts';
import type { QueryRunner } from '../../conditions/query-runner.ts';
import { DeadlineError, type KindOutcome, type Members, type Resolver, type TrackedBefore } from '../kind.ts';
import { createResolver } from '../net/dns/resolve.ts';
import { Stopwatch } from '../net/probe/stopwatch.ts';
import { findKind, parseEndpoint } from '../registry.ts';
import { loadRunner } from '../runner.ts';
import { texts } from './texts.ts';
import { expectDeclared } from './undeclared.ts';

const systemResolver = createResolver();

/**
 * No deadline is earlier, in milliseconds, whatever the timeout: tests with a short one ask in which phase it ends, and on a busy
 * machine connecting alone takes longer than a tenth of a second. Where the answers of another process come first, a test names
 * the phase with `deadlineAfter`.
 */
const EARLIEST_DEADLINE_MS = 400;
/** A machine that is so busy that it runs a timer late counts the lateness as one step, and the deadline comes later. */
const STEP_MS = 10;

/** Hear of each phase that any check enters. */
const phaseListeners = new Set<(phase: string) => void>();
for (const name of ['enter', 'enterOnArrival'] as const) {
  const descriptor = Object.getOwnPropertyDescriptor(Stopwatch.prototype, name);
  const value = function (this: Stopwatch, phase: string): void {
    descriptor?.value?.call(this, phase);
    for (const listener of phaseListeners) listener(phase);
  };
  Object.defineProperty(Stopwatch.prototype, name, { ...descriptor, value });
}

export interface CheckOnceOptions {
  /** The timeout begins only when the check has entered these phases, in this order, and perhaps others between them. */
  readonly deadlineAfter?: readonly string[];
  /** Cancels the check, as the engine does. */
  readonly stop?: AbortSignal;
  readonly resolver?: Resolver;
  /** The placeholders that conditions ask for; default: none. */
  readonly wanted?: ReadonlySet<string>;
  /** For kinds that run queries themselves; default: there are none. */
  readonly queries?: QueryRunner;
  /** For kinds that need other endpoints; default: there is no engine. */
  readonly members?: Members;
  /** What the checks before found; default: nothing. */
  readonly tracked?: Readonly<Record<string, TrackedBefore>>;
}

/** An outcome whose failure also has its sentence, as the page shows it. */
export interface ReadOutcome extends KindOutcome {
  readonly failure: (Failure & { readonly message: string }) | null;
}

/**
 * The check has a deadline only if the input has a timeout: on a busy machine, a check of a healthy server may take longer than
 * what people want to wait for.
 * @throws Error when the endpoint is invalid or the kind returns something that it does not declare; the reason of
 * `stop` when it is aborted
 */
export async function checkOnce(
  input: EndpointInput,
  { stop, resolver = systemResolver, deadlineAfter = [], ...options }: CheckOnceOptions = {},
): Promise<ReadOutcome> {
  const parsed = parseEndpoint(input);
  if (!parsed.ok) throw new Error(parsed.issues.map(texts.issueInFull).join('\n'));
  const { config } = parsed;
  const kind = findKind(config.kind);
  if (kind === undefined) throw new Error(`There is no kind ${config.kind} in the registry`);
  const { wanted = new Set<string>(), queries = null, members, tracked = {} } = options;
  const others = members === undefined ? {} : { members };
  const deadline = new AbortController();
  const signal = stop === undefined ? deadline.signal : AbortSignal.any([stop, deadline.signal]);
  const runner = await loadRunner(kind);
  const earliestMs = deadlineAfter.length === 0 ? EARLIEST_DEADLINE_MS : 0;
  let leftMs = input['timeout'] === undefined ? Infinity : Math.max(config.timeout, earliestMs);
  const awaited = [...deadlineAfter];
  const onPhase = (phase: string): void => void (phase === awaited[0] && awaited.shift());
  phaseListeners.add(onPhase);
  const timer = setInterval(() => {
    if (awaited.length === 0) leftMs -= STEP_MS;
    if (leftMs <= 0) deadline.abort(new DeadlineError(config.timeout));
  }, STEP_MS);
  try {
    const context = { signal, resolver, wanted, queries, tracked, ...others };
    const outcome = expectDeclared(kind, await runner.run(config, context));
    const { failure } = outcome;
    return {
      ...outcome,
      failure: failure === null ? null : { ...failure, message: texts.failure(failure, kind.kind) },
    };
  } finally {
    clearInterval(timer);
    phaseListeners.delete(onPhase);
  }
}
