import type { Failure } from '../../contract/model/failure.ts';
import type { CheckOutcome, EndpointConfig } from '../../contract/model.ts';
import type { Ports } from '../ports.ts';
import { redactLog, redactSecretsOf } from '../secrets/redact.ts';
import { DeadlineError, type CheckKind, type Resolver } from '../check/kind.ts';

/** How long a check that ignores its signal is waited for before it is given up, in milliseconds. */
const GRACE_MS = 500;
/** Forty of them fit into a push. */
const MESSAGE_CHARACTERS = 400;
const RAW_CHARACTERS = 2000;

export interface RunCheckOptions {
  /** Aborted when the check is no longer wanted. */
  readonly signal: AbortSignal;
  readonly resolver: Resolver;
  readonly ports: Pick<Ports, 'clock' | 'timers' | 'log'>;
}

/**
 * Runs one check under its deadline, `config.timeout` from now: one signal from the first DNS query to the last byte.
 * It settles soon after the deadline whatever the kind does.
 * @param config with its secrets in clear; they are in nothing that comes of it, even if the other side sends them back
 * @returns what the kind found; a bug in the kind gives a `us.bug` failure and a line in the log
 * @throws the reason of `options.signal` when that is aborted: the check leaves no outcome
 */
export async function runCheck(
  kind: CheckKind,
  config: EndpointConfig,
  { signal, resolver, ports }: RunCheckOptions,
): Promise<CheckOutcome> {
  signal.throwIfAborted();
  const { clock, timers } = ports;
  const redact = redactSecretsOf(kind, config);
  const log = redactLog(ports.log, redact);
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
    const outcome = await Promise.race([kind.run(config, { signal: abort.signal, resolver }), overrun.promise]);
    signal.throwIfAborted();
    const failure = outcome.failure === null ? null : shortened(outcome.failure);
    if (redact === null) return failure === null ? outcome : { ...outcome, failure };
    return { ...outcome, failure: redact(failure), details: redact(outcome.details) };
  } catch (error) {
    signal.throwIfAborted();
    log('error', `A ${kind.kind} check failed because of a bug`, { error, target: kind.target(config) });
    const raw = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      durationMs: clock.mono() - startedAt,
      phases: {},
      failure: {
        code: 'us.bug',
        message: 'Lookout itself failed while checking; its log says more.',
        raw: redact === null ? raw : redact(raw),
      },
      details: {},
    };
  } finally {
    timers.clear(graceTimer);
    signal.removeEventListener('abort', onStop);
  }
}

/** What a failure tells goes into lists, pushes and notifications; servers can put a megabyte into a name. */
function shortened(failure: Failure): Failure {
  const { message, raw } = failure;
  return {
    ...failure,
    message: cut(message, MESSAGE_CHARACTERS),
    ...(raw === undefined ? {} : { raw: cut(raw, RAW_CHARACTERS) }),
  };
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

class OverrunError extends Error {
  override readonly name = 'OverrunError';
  constructor() {
    super('The check went on after its signal was aborted');
  }
}
