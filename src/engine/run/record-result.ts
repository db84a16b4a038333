/** Stores the result of a check, wherever it ran, and updates its endpoint. */
import type { CheckOutcome, CheckResult } from '../../contract/model/check.ts';
import type { EvidencePart } from '../../contract/model/evidence.ts';
import type { Failure } from '../../contract/model/failure.ts';
import type { EndpointId, Ms } from '../../contract/model/units.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import type { ConcurrencyGate } from '../base/concurrency-gate.ts';
import { chartedMetrics, durationMetrics } from '../check/kind.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import { isThisMachine } from '../machine/connectivity.ts';
import type { Store } from '../store/store.ts';
import type { Transition } from '../verdict/status.ts';
import { IncidentEvidence } from './incident-evidence.ts';

/** A result, and when its check began on the monotonic clock. */
export interface CheckedAt {
  readonly result: CheckResult;
  readonly startedAt: Ms;
}

/** A check that ended. */
export interface RecordedCheck extends CheckedAt {
  /** The evidence of a failed check that may begin an incident; null: there is none. */
  readonly evidence: readonly EvidencePart[] | null;
}

export interface ResultRecorderOptions {
  readonly store: Store;
  readonly find: (id: EndpointId) => Monitor | undefined;
  readonly gate: Pick<ConcurrencyGate, 'inFlight' | 'waiting'>;
  /** See `IncidentEvidence`. Default: the route is not traced. */
  readonly traceRoute?: ((host: string) => Promise<string | null>) | undefined;
}

/** Returns the function that stores a result and everything that follows from it. */
export function createResultRecorder({ store, find, gate, traceRoute }: ResultRecorderOptions) {
  const incidentEvidence = new IncidentEvidence({
    record: (incident, parts) => store.recordEvidence(incident, parts),
    isWatched: (id) => find(id) !== undefined,
    ...(traceRoute === undefined ? {} : { traceRoute }),
  });

  return (monitor: Monitor, { result, startedAt, evidence }: RecordedCheck): Transition => {
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
  };
}

/** The reason of a kind is more important than that the check was slow. */
export function withWarning<Outcome extends CheckOutcome>(outcome: Outcome, warning: Failure | null): Outcome {
  if (warning === null || outcome.warning !== undefined) return outcome;
  return { ...outcome, warning, details: { ...outcome.details, warning: summarizeFailure(warning) } };
}
