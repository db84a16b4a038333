/** Runs each check once, in parallel. */
import type { CheckDetails, Metrics, Phases, Verdict } from '../../../contract/model/check.ts';
import type { EndpointConfig } from '../../../contract/model/endpoint.ts';
import type { Failure } from '../../../contract/model/failure.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import type { CheckKind } from '../../../engine/check/kind.ts';
import { createQueryRunner } from '../../../engine/conditions/query-runner.ts';
import { prepareRunner } from '../../../engine/check/runner.ts';
import { ipVersion } from '../../../engine/check/net/address/ip-version.ts';
import { createResolver } from '../../../engine/check/net/dns/resolve.ts';
import { runCheck } from '../../../engine/run/run-check.ts';
import { systemClock, systemTimers } from '../../../engine/node-ports.ts';
import type { Log } from '../../../engine/ports.ts';
import { isDisturbed } from '../../../shared/latency.ts';
import { createConcurrencyGate } from '../../../engine/base/concurrency-gate.ts';
import { judge } from '../../../engine/verdict/judge.ts';

export interface PreparedCheck {
  readonly kind: CheckKind;
  readonly config: EndpointConfig;
  readonly target: string;
}

/** An entry of `lookout check --json`, which has these fields in this order, and the sentence of the failure. */
export interface OnceResult {
  readonly name: string;
  readonly kind: string;
  readonly target: string;
  /** `unknown`: this machine could not judge, such as without IPv6, or because of a bug. */
  readonly status: Verdict;
  /** When the check began. */
  readonly at: EpochMs;
  readonly durationMs: Ms;
  readonly phases: Phases;
  /** Empty for a kind that measures only the duration. */
  readonly metrics: Metrics;
  readonly failure: Failure | null;
  readonly details: CheckDetails;
  /** The most that Lookout itself can have added to `durationMs`. */
  readonly selfMs: Ms;
  /** True: this is too much, so the duration says little about the target. The status still counts. */
  readonly disturbed: boolean;
}

export interface CheckOnceOptions {
  /** How many checks run at the same time, also to one host. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** The module of the thread that runs queries in conditions. */
  readonly queryWorkerUrl: URL;
}

/**
 * Runs each check once, without retries.
 * @returns the results in the order of the checks
 * @throws the signal's reason when aborted, after every check has closed its connections
 */
export async function checkOnce(
  checks: readonly PreparedCheck[],
  { concurrency, signal, log, queryWorkerUrl }: CheckOnceOptions,
): Promise<OnceResult[]> {
  // The same limit applies to all and to each host, so checks are not counted per host.
  const gate = createConcurrencyGate({ maxConcurrent: concurrency, maxPerHost: concurrency });
  const resolver = createResolver();
  const ports = { clock: systemClock, timers: systemTimers, log };
  const queries = createQueryRunner({ workerUrl: queryWorkerUrl, timers: systemTimers });

  async function checkOne({ kind, config, target }: PreparedCheck): Promise<OnceResult> {
    const leave = await gate.acquire('', signal);
    try {
      const at = ports.clock.now();
      const outcome = await runCheck(kind, config, { signal, resolver, ports, queries });
      const { durationMs, phases, metrics, failure, details, selfMs } = outcome;
      return {
        name: config.name,
        kind: config.kind,
        target,
        status: judge(outcome, config),
        at,
        durationMs,
        phases,
        metrics,
        failure,
        details,
        selfMs,
        disturbed: isDisturbed(outcome),
      };
    } finally {
      leave();
    }
  }

  // Done before any check is timed, and one after the other, because it would delay running checks.
  for (const { kind, config } of checks) await prepareRunner(kind, config);
  if (checks.some(({ kind, config }) => isName(kind.host(config)))) await resolver.warmUp?.();
  signal.throwIfAborted();
  // One turn of the loop for each: a check that has already connected would wait for the start of all others.
  const running: Promise<PromiseSettledResult<OnceResult>[]>[] = [];
  for (const prepared of checks) {
    running.push(Promise.allSettled([checkOne(prepared)]));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const settled = (await Promise.all(running)).flat();
  await queries.dispose();
  signal.throwIfAborted();
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** Whether a kind's host has to be looked up. */
function isName(host: string): boolean {
  return host !== '' && ipVersion(host.replace(/^\[|\]$/gu, '')) === 0;
}
