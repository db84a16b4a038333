import type { QueryRunner } from '../conditions/query-runner.ts';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { Failure } from '../../contract/model/failure.ts';
import type { Network } from '../../contract/model/notices.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import { isDisturbed } from '../../shared/latency.ts';
import type { EngineContext, Resolver } from '../check/kind.ts';
import { isNetworkFailure } from '../check/net/probe/network-failures.ts';
import { untilAborted } from '../base/until-aborted.ts';
import type { HealthMeter } from '../machine/health.ts';
import type { Ports } from '../ports.ts';
import type { ClockGaps } from '../machine/clock-gaps.ts';
import type { ConcurrencyGate } from '../base/concurrency-gate.ts';
import type { NextCheck, Run } from '../schedule/scheduler.ts';
import type { Transition } from '../verdict/status.ts';
import { checkWithSecrets } from './check-with-secrets.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { createResultRecorder, withWarning, type CheckedAt, type RecordedCheck } from './record-result.ts';
import { findLocalCause, isFromOutside, type LocalCause } from '../machine/local-cause.ts';
import { judge } from '../verdict/judge.ts';
import type { Store } from '../store/store.ts';
import type { Monitor } from '../endpoints/monitor.ts';

export interface CheckRunnerOptions {
  readonly ports: Ports;
  readonly resolver: Resolver;
  readonly queries?: QueryRunner | null;
  /** See `IncidentEvidence`. */
  readonly traceRoute?: ((host: string) => Promise<string | null>) | undefined;
  readonly gate: ConcurrencyGate;
  readonly gaps: ClockGaps;
  readonly meter: HealthMeter;
  readonly store: Store;
  readonly vault: ConfigVault;
  readonly find: (id: EndpointId) => Monitor | undefined;
  /** What the engine gives to the checks of an endpoint. Default: nothing. */
  readonly contextFor?: (monitor: Monitor) => EngineContext;
  /** Why a check is degraded because it took longer than usual; null: it did not. Default: no check is. */
  readonly unusual?: (monitor: Monitor, at: EpochMs, outcome: CheckOutcome) => Failure | null;
  /** Called when a check has ended and everything about it is recorded. */
  readonly onResult: (monitor: Monitor, transition: Transition, checked: CheckedAt) => void;
  readonly onNetwork: (network: Network) => void;
}

const ONLINE: Network = { online: true, reason: null };

/** Runs one check, from waiting in the gate to storing its result. The scheduler calls it. */
export function createCheckRunner(options: CheckRunnerOptions): (id: EndpointId, run: Run) => Promise<NextCheck> {
  const { ports, gate, vault, meter } = options;

  async function check(
    monitor: Monitor,
    { lateMs, signal, swallowed }: Run,
  ): Promise<RecordedCheck & { readonly fromOutside: boolean }> {
    const { clock } = ports;
    const queuedFrom = clock.mono();
    const release = await gate.acquire(monitor.host, signal);
    try {
      signal.throwIfAborted();
      const startedAt = clock.mono();
      const queuedMs = startedAt - queuedFrom;
      meter.began(lateMs, gate.inFlight, gate.waiting);
      const at = clock.now();
      const { config } = monitor.endpoint;
      const confidential = { kind: monitor.kind, config: monitor.stored.config };
      const { evidence, ...outcome } = await checkWithSecrets(confidential, vault, {
        ports,
        resolver: options.resolver,
        queries: options.queries ?? null,
        memory: monitor.memory,
        ...options.contextFor?.(monitor),
        withEvidence: monitor.statusState.failing === 0,
        signal,
      });
      release();
      const ours =
        outcome.failure === null ? null : await findOurs(monitor, outcome, outcome.failure, startedAt, signal);
      const fromOutside = ours === null && isFromOutside(monitor.host, outcome);
      if (ours !== null && ours.offline !== null) options.onNetwork({ online: false, reason: ours.offline });
      else if (fromOutside) options.onNetwork(ONLINE);
      const found = ours === null ? outcome : { ...outcome, failure: ours.failure };
      const judged = withWarning(found, options.unusual?.(monitor, at, found) ?? null);
      const verdict = judge(judged, config);
      const { id: endpointId } = monitor.endpoint;
      const figures = { queuedMs, lateMs, disturbed: isDisturbed(outcome), swallowed: swallowed() };
      const result = { ...judged, endpointId, at, verdict, ...figures };
      return { result, startedAt, evidence: evidence ?? null, fromOutside };
    } finally {
      release();
    }
  }

  function findOurs(
    { host, kind, endpoint }: Monitor,
    outcome: CheckOutcome,
    { code }: Failure,
    startedAt: Ms,
    signal: AbortSignal,
  ): Promise<LocalCause | null> {
    const { timeout } = endpoint.config;
    const suspicion = { outcome, startedAt, timeout, host, network: isNetworkFailure(kind, code) };
    return orAborted(findLocalCause(suspicion, options.gaps, ports.connectivity), signal);
  }

  const recordResult = createResultRecorder(options);

  return async (id, run) => {
    const monitor = options.find(id);
    if (monitor === undefined) return { retryIn: null };
    const checked = await check(monitor, run);
    run.signal.throwIfAborted();
    meter.ended(checked.result.disturbed);
    if (checked.result.failure === null && checked.fromOutside) ports.connectivity.answered(monitor.host);
    const transition = recordResult(monitor, checked);
    options.onResult(monitor, transition, checked);
    return { retryIn: transition.retryIn };
  };
}

/** Rejects when the signal aborts. The promise goes on, and its outcome is ignored. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return untilAborted(signal, (resolve, reject) => {
    promise.then(resolve, reject);
    return () => undefined;
  });
}

/** Converts a moment on the monotonic clock to wall-clock time. */
export function wallTime(mono: number | null, clock: Ports['clock']): EpochMs | null {
  return mono === null ? null : Math.round(clock.now() + mono - clock.mono());
}
