import type { QueryRunner } from '../conditions/query-runner.ts';
import type { CheckOutcome, CheckResult } from '../../contract/model/check.ts';
import type { EvidencePart } from '../../contract/model/evidence.ts';
import type { Failure } from '../../contract/model/failure.ts';
import type { Network } from '../../contract/model/notices.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import { isDisturbed } from '../../shared/latency.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import { chartedMetrics, type EngineContext, durationMetrics, type Resolver } from '../check/kind.ts';
import { isNetworkFailure } from '../check/net/network-failures.ts';
import { untilAborted } from '../base/until-aborted.ts';
import type { HealthMeter } from '../machine/health.ts';
import { isThisMachine } from '../machine/connectivity.ts';
import type { Ports } from '../ports.ts';
import type { ClockGaps } from '../machine/clock-gaps.ts';
import type { ConcurrencyGate } from '../base/concurrency-gate.ts';
import type { NextCheck, Run } from '../schedule/scheduler.ts';
import type { Transition } from '../verdict/status.ts';
import { checkWithSecrets } from './check-with-secrets.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { IncidentEvidence } from './incident-evidence.ts';
import { findLocalCause } from '../machine/local-cause.ts';
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
  /** Why a check is degraded because of its duration, from what is usual for the endpoint. Default: nothing is usual. */
  readonly unusual?: (monitor: Monitor, at: EpochMs, outcome: CheckOutcome) => Failure | null;
  /** Called when a check has ended and everything about it is recorded. */
  readonly onResult: (monitor: Monitor, transition: Transition, checked: CheckedAt) => void;
  readonly onNetwork: (network: Network) => void;
}

/** A result, and when its check began on the monotonic clock. */
export interface CheckedAt {
  readonly result: CheckResult;
  readonly startedAt: Ms;
}

interface Checked extends CheckedAt {
  /** Of a failed check that may begin an incident. */
  readonly evidence: readonly EvidencePart[] | null;
}

const ONLINE: Network = { online: true, reason: null };

/** Runs one check, from waiting in the gate to storing its result. The scheduler calls it. */
export function createCheckRunner(options: CheckRunnerOptions): (id: EndpointId, run: Run) => Promise<NextCheck> {
  const { ports, gate, store, vault, meter } = options;

  async function check(monitor: Monitor, { lateMs, signal, swallowed }: Run): Promise<Checked> {
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
      const { evidence = null, ...outcome } = await checkWithSecrets(confidential, {
        ports,
        resolver: options.resolver,
        queries: options.queries ?? null,
        memory: monitor.memory,
        ...options.contextFor?.(monitor),
        withEvidence: monitor.statusState.failing === 0,
        vault,
        signal,
      });
      release();
      const network = outcome.failure !== null && isNetworkFailure(monitor.kind, outcome.failure.code);
      const suspicion = { outcome, startedAt, timeout: config.timeout, host: monitor.host, network };
      const ours = await orAborted(findLocalCause(suspicion, options.gaps, ports.connectivity), signal);
      if (ours !== null && ours.offline !== null) options.onNetwork({ online: false, reason: ours.offline });
      else if (ours === null && isFromOutside(monitor.host, outcome)) options.onNetwork(ONLINE);
      const found = ours === null ? outcome : { ...outcome, failure: ours.failure };
      const judged = withWarning(found, options.unusual?.(monitor, at, found) ?? null);
      const verdict = judge(judged, config);
      const { id: endpointId } = monitor.endpoint;
      const figures = { queuedMs, lateMs, disturbed: isDisturbed(outcome), swallowed: swallowed() };
      const result = { ...judged, endpointId, at, verdict, ...figures };
      return { result, startedAt, evidence };
    } finally {
      release();
    }
  }

  const incidentEvidence = new IncidentEvidence({
    record: (incident, parts) => store.recordEvidence(incident, parts),
    isWatched: (id) => options.find(id) !== undefined,
    ...(options.traceRoute === undefined ? {} : { traceRoute: options.traceRoute }),
  });

  function record(monitor: Monitor, { result, startedAt, evidence }: Checked): Transition {
    const { transition, changed } = monitor.take(result, startedAt);
    store.recordResult(result, { charted: chartedMetrics(monitor.kind), durations: durationMetrics(monitor.kind) });
    const memory = monitor.memory.takeUnstored();
    if (memory !== null) store.recordMemory(monitor.endpoint.id, memory);
    for (const span of changed) store.recordSpan(span);
    if (transition.incident !== null) store.recordIncident(transition.incident, { soon: transition.event !== null });
    const { id } = monitor.endpoint;
    if (transition.state.failing === 0) incidentEvidence.drop(id);
    else if (evidence !== null && transition.state.failing === 1) incidentEvidence.hold(id, evidence);
    if (transition.event === 'wentDown' && transition.incident !== null) {
      const load = { inFlight: gate.inFlight, waiting: gate.waiting, lateMs: result.lateMs };
      const host = isThisMachine(monitor.host) ? '' : monitor.host;
      // It never rejects, and the check does not wait for it.
      void incidentEvidence.confirm(transition.incident, host, load);
    }
    return transition;
  }

  return async (id, run) => {
    const monitor = options.find(id);
    if (monitor === undefined) return { retryIn: null };
    const checked = await check(monitor, run);
    run.signal.throwIfAborted();
    meter.ended(checked.result.disturbed);
    if (checked.result.failure === null && isFromOutside(monitor.host, checked.result)) {
      ports.connectivity.answered(monitor.host);
    }
    const transition = record(monitor, checked);
    options.onResult(monitor, transition, checked);
    return { retryIn: transition.retryIn };
  };
}

/** Whether an answer proves that there is a network: any name may be one of this machine, for example by its hosts file. */
function isFromOutside(host: string, { details: { remoteAddress = '' } }: Pick<CheckOutcome, 'details'>): boolean {
  return !isThisMachine(host) && !isThisMachine(remoteAddress.replace(/:\d+$/u, ''));
}

/** The reason of a kind is more important than that the check was slow. */
function withWarning<Outcome extends CheckOutcome>(outcome: Outcome, warning: Failure | null): Outcome {
  if (warning === null || outcome.warning !== undefined) return outcome;
  return { ...outcome, warning, details: { ...outcome.details, warning: summarizeFailure(warning) } };
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
