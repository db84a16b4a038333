import type { CheckResult, EndpointId, EpochMs, Network } from '../contract/model.ts';
import type { Resolver } from './check/kind.ts';
import { untilAborted } from './base/until-aborted.ts';
import type { HealthMeter } from './machine/health.ts';
import { isThisMachine } from './machine/connectivity.ts';
import type { Ports } from './ports.ts';
import type { GapDetector } from './machine/clock-gaps.ts';
import type { Gate } from './base/concurrency-gate.ts';
import type { Again, Run } from './schedule/scheduler.ts';
import type { Transition } from './verdict/status.ts';
import { checkConfidential } from './run/check-with-secrets.ts';
import type { ConfigVault } from './secrets/config-vault.ts';
import { isItUs } from './machine/local-cause.ts';
import { judge } from './verdict/judge.ts';
import type { Store } from './store/store.ts';
import type { Watched } from './endpoints/monitor.ts';

export interface PollingOptions {
  readonly ports: Ports;
  readonly resolver: Resolver;
  readonly gate: Gate;
  readonly gaps: GapDetector;
  readonly meter: HealthMeter;
  readonly store: Store;
  readonly vault: ConfigVault;
  readonly find: (id: EndpointId) => Watched | undefined;
  /** A check ended and was judged; everything is recorded. */
  readonly onResult: (watched: Watched, transition: Transition) => void;
  readonly onNetwork: (network: Network) => void;
}

const ONLINE: Network = { online: true, reason: '' };

/** Carries one check out from the gate to the store. This is what the scheduler runs. */
export function createPolling(options: PollingOptions): (id: EndpointId, run: Run) => Promise<Again> {
  const { ports, gate, store, vault, meter } = options;

  async function check(watched: Watched, { lateMs, signal }: Run): Promise<CheckResult> {
    const { clock } = ports;
    const queuedFrom = clock.mono();
    const leave = await gate.acquire(watched.host, signal);
    try {
      signal.throwIfAborted();
      const startedAt = clock.mono();
      const queuedMs = startedAt - queuedFrom;
      meter.began(lateMs, gate.inFlight, gate.waiting);
      const at = clock.now();
      const { config } = watched.endpoint;
      const confidential = { kind: watched.kind, config: watched.stored.config };
      const outcome = await checkConfidential(confidential, { ports, resolver: options.resolver, vault, signal });
      leave();
      const suspicion = { outcome, startedAt, timeout: config.timeout, host: watched.host };
      const ours = await orAborted(isItUs(suspicion, options.gaps, ports.connectivity), signal);
      if (ours?.code === 'us.offline') options.onNetwork({ online: false, reason: ours.message });
      else if (ours === null && !isThisMachine(watched.host)) options.onNetwork(ONLINE);
      const judged = ours === null ? outcome : { ...outcome, failure: ours };
      return { ...judged, endpointId: watched.endpoint.id, at, verdict: judge(judged, config), queuedMs, lateMs };
    } finally {
      leave();
    }
  }

  function record(watched: Watched, result: CheckResult): Transition {
    const { transition, changed } = watched.take(result);
    store.recordResult(result);
    for (const span of changed) store.recordSpan(span);
    if (transition.incident !== null) store.recordIncident(transition.incident, { soon: transition.news !== null });
    return transition;
  }

  return async (id, run) => {
    const watched = options.find(id);
    if (watched === undefined) return { retryIn: null };
    const result = await check(watched, run);
    run.signal.throwIfAborted();
    meter.ended();
    if (result.failure === null) ports.connectivity.answered(watched.host);
    const transition = record(watched, result);
    options.onResult(watched, transition);
    return { retryIn: transition.retryIn };
  };
}

/** Does not wait for what is no longer wanted; it ends unheard. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return untilAborted(signal, (resolve, reject) => {
    promise.then(resolve, reject);
    return () => undefined;
  });
}

/** Wall-clock time of a moment on the monotonic clock. */
export function wallTime(mono: number | null, clock: Ports['clock']): EpochMs | null {
  return mono === null ? null : Math.round(clock.now() + mono - clock.mono());
}
