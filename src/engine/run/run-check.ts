import type { CheckOutcome } from '../../contract/model/check.ts';
import type { EvidencePart } from '../../contract/model/evidence.ts';
import type { ObservedValues } from '../../contract/model/condition.ts';
import { isLocal, type Failure } from '../../contract/model/failure.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { Ports } from '../ports.ts';
import { redactFailure, redactLog, redactSecretsOf, type Redact } from '../secrets/redact.ts';
import { cutFailure } from '../check/net/probe/failures.ts';
import { failureOf } from '../base/failure.ts';
import type { QueryRunner } from '../conditions/query-runner.ts';
import { applyConditions, loadConditions } from './endpoint-conditions.ts';
import { readableValues } from './readable-values.ts';
import { commonValues } from '../../shared/common-placeholders.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import {
  DeadlineError,
  trackedDetails,
  type CheckKind,
  type EngineContext,
  type KindOutcome,
  type Resolver,
} from '../check/kind.ts';
import { EndpointMemory } from '../verdict/endpoint-memory.ts';
import { prepareRunner } from '../check/runner.ts';

/** How long a check that ignores its signal is waited for before it is given up, in milliseconds. */
const GRACE_MS = 500;
const NOTHING: ReadonlySet<string> = new Set();
/**
 * The most characters of each text in a failure. Failures go into lists, pushes and notifications, and a server can
 * send a name of a megabyte.
 */
const FAILURE_CHARACTERS = 400;

export interface RunCheckOptions extends EngineContext {
  /** Aborted when the check is no longer wanted. */
  readonly signal: AbortSignal;
  readonly resolver: Resolver;
  readonly ports: Pick<Ports, 'clock' | 'timers' | 'log'>;
  /** Runs the queries in conditions; default: they fail. */
  readonly queries?: QueryRunner | null;
  /** True: the outcome of a failed check has its evidence. Default: it does not. */
  readonly withEvidence?: boolean;
  /** What the endpoint remembers of earlier checks, and remembers of this one. Default: nothing is known of an earlier check. */
  readonly memory?: EndpointMemory;
  /**
   * For a person who tries a config: asks the kind for more than the conditions need, and receives what the check
   * found.
   */
  readonly observe?: Observe;
}

export interface Observe {
  /** The names of placeholders, in addition to those in conditions. */
  readonly wanted: Iterable<string>;
  /** Called once, without secrets, unless the kind has a bug. Long values are cut; see `readableValues`. */
  readonly onObserved: (values: ObservedValues) => void;
}

/** The outcome of a check, and what an incident that begins with it keeps. */
export interface RunOutcome extends CheckOutcome {
  readonly evidence?: readonly EvidencePart[];
}

/**
 * Runs one check under its deadline, `config.timeout` from now: one signal from the first DNS query to the last byte.
 * It settles soon after the deadline whatever the kind does.
 * @param config with its secrets in clear; the outcome and the log do not contain them, even if the other side sends
 *   them back
 * @returns what the kind found; a bug in the kind gives a `local.bug` failure and a line in the log
 * @throws the reason of `options.signal` when that is aborted: the check leaves no outcome
 */
export async function runCheck(
  kind: CheckKind,
  config: EndpointConfig,
  {
    signal,
    resolver,
    ports,
    queries = null,
    memory = new EndpointMemory(),
    withEvidence = false,
    observe,
    ...rest
  }: RunCheckOptions,
): Promise<RunOutcome> {
  signal.throwIfAborted();
  const { clock, timers } = ports;
  const redact = redactSecretsOf(kind, config);
  const log = redactLog(ports.log, redact);
  // Done before the deadline begins: the time for loading code and running it for the first time is not the endpoint's.
  const prepared = prepareRunner(kind, config);
  const runner = prepared instanceof Promise ? await prepared : prepared;
  const conditions = config.conditions.length === 0 ? null : await loadConditions(kind, config);
  signal.throwIfAborted();
  const startedAt = clock.mono();
  const abort = new AbortController();
  const overrun = Promise.withResolvers<never>();
  let graceTimer = timers.set(() => {
    abort.abort(new DeadlineError(config.timeout));
    startGrace();
  }, config.timeout);
  const startGrace = () => {
    timers.clear(graceTimer);
    graceTimer = timers.set(() => overrun.reject(new OverrunError()), GRACE_MS);
  };
  const onStop = () => {
    abort.abort(signal.reason);
    startGrace();
  };
  signal.addEventListener('abort', onStop, { once: true });
  try {
    const asked = conditions?.wanted ?? NOTHING;
    const wanted = observe === undefined ? asked : new Set([...asked, ...observe.wanted]);
    const run = runner.run(config, {
      signal: abort.signal,
      resolver,
      wanted,
      queries,
      tracked: memory.known(),
      ...rest,
    });
    const raced = await Promise.race([run, overrun.promise]);
    signal.throwIfAborted();
    const { observed, evidence, ...found } = withChanges(kind, raced, memory, redact);
    const now = clock.now();
    observe?.onObserved(readableValues({ ...observed, ...commonValues(found, now) }, redact));
    const outcome =
      conditions === null
        ? found
        : await applyConditions(
            conditions,
            { ...found, observed: observed ?? {} },
            { queries, memory: memory.conditions, signal, now },
          );
    const failure = outcome.failure === null ? null : cutFailure(outcome.failure, FAILURE_CHARACTERS);
    const parts = withEvidence && failure !== null ? await evidence?.() : undefined;
    signal.throwIfAborted();
    // Most checks: nothing has to be added or removed.
    if (redact === null && failure === null && outcome.warning === undefined) return outcome;
    const clean = <Part>(part: Part): Part => (redact === null ? part : redact(part));
    const cleanFailure = (one: Failure): Failure => (redact === null ? one : redactFailure(one, redact));
    const warning =
      outcome.warning === undefined ? null : cleanFailure(cutFailure(outcome.warning, FAILURE_CHARACTERS));
    const details = clean(outcome.details);
    return {
      ...outcome,
      ...(parts === undefined ? {} : { evidence: clean(parts) }),
      failure: failure === null ? null : cleanFailure(failure),
      ...(warning === null ? {} : { warning }),
      details: warning === null ? details : { ...details, warning: summarizeFailure(warning) },
    };
  } catch (error) {
    signal.throwIfAborted();
    log('error', `A ${kind.kind} check failed because of a bug`, { error, target: kind.target(config) });
    const raw = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      durationMs: clock.mono() - startedAt,
      selfMs: 0,
      phases: {},
      metrics: {},
      failure: failureOf('local.bug', {}, { raw: redact === null ? raw : redact(raw) }),
      details: {},
    };
  } finally {
    timers.clear(graceTimer);
    signal.removeEventListener('abort', onStop);
  }
}

/** Adds what changed since the check before to the details and to what conditions can ask for. */
function withChanges(
  kind: CheckKind,
  outcome: KindOutcome,
  memory: EndpointMemory,
  redact: Redact | null,
): KindOutcome {
  const tracked = trackedDetails(kind);
  if (tracked.length === 0 || (outcome.failure !== null && isLocal(outcome.failure.code))) return outcome;
  // The memory is stored and shown, so it must contain no secrets.
  const changes = memory.track(tracked, redact === null ? outcome.details : redact(outcome.details));
  const names = new Set(changes.map(({ name }) => name));
  const changed = Object.fromEntries(tracked.map(({ name }) => [name, names.has(name)]));
  const { observed = {}, details } = outcome;
  return {
    ...outcome,
    ...(changes.length === 0 ? {} : { details: { ...details, changes } }),
    ...(Object.keys(observed).length === 0 ? {} : { observed: { ...observed, CHANGED: changed } }),
  };
}

class OverrunError extends Error {
  override readonly name = 'OverrunError';
  constructor() {
    super('The check went on after its signal was aborted');
  }
}
