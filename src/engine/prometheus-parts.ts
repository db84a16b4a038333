/** Connects the engine to Prometheus, if Prometheus triggers the checks. */
import type { CheckScheduler } from './endpoints/changes.ts';
import type { Monitor } from './endpoints/monitor.ts';
import type { EndpointRegistry } from './endpoints/registry.ts';
import type { Baselines } from './history/baselines.ts';
import { PrometheusSource } from './prometheus/prometheus-source.ts';
import { canBeProbed } from './prometheus/target-groups.ts';
import type { Publisher } from './publish/publisher.ts';
import { createResultRecorder, withWarning, type CheckedAt } from './run/record-result.ts';
import { judge } from './verdict/judge.ts';
import type { Transition } from './verdict/status.ts';
import type { EngineOptions } from './engine-options.ts';
import type { StateParts } from './state-parts.ts';

/** The parts that process results from Prometheus, besides the store. */
export interface PrometheusParts extends Pick<StateParts, 'registry' | 'vault' | 'gate' | 'setNotice' | 'pushBatches'> {
  readonly baselines: Baselines;
  readonly publisher: Publisher;
  readonly onResult: (monitor: Monitor, transition: Transition, checked: CheckedAt) => void;
  readonly signal: AbortSignal;
}

/** @returns null: this process checks the endpoints */
export function createPrometheusParts(
  { ports, store, traceRoute, prometheus }: EngineOptions,
  { registry, vault, gate, setNotice, pushBatches, baselines, publisher, onResult, signal }: PrometheusParts,
): PrometheusSource | null {
  if (prometheus === undefined) return null;
  const { clock } = ports;
  const recordResult = createResultRecorder({ store, find: (id) => registry.find(id), gate, traceRoute });
  return new PrometheusSource({
    ...prometheus,
    ports,
    registry,
    vault,
    setNotice,
    onChecked(monitor, at, outcome) {
      const { id, config } = monitor.endpoint;
      const judged = withWarning(outcome, baselines.judge(id, config, at, outcome));
      const figures = { queuedMs: 0, lateMs: 0, disturbed: false, swallowed: null };
      const result = { ...judged, endpointId: id, at, verdict: judge(judged, config), ...figures };
      const checked = { result, startedAt: clock.mono() - (clock.now() - at), evidence: null };
      onResult(monitor, recordResult(monitor, checked), checked);
      publisher.nextCheckChanged(id);
    },
    onStates: () => pushBatches.add({ type: 'changed', what: 'vantages' }),
    signal,
  });
}

/** The scheduler checks the endpoints that Prometheus cannot, such as a heartbeat. */
export function besidePrometheus(
  scheduler: CheckScheduler,
  prometheus: PrometheusSource | null,
  registry: EndpointRegistry,
): CheckScheduler {
  if (prometheus === null) return scheduler;
  return {
    add(id, interval, first) {
      const monitor = registry.find(id);
      if (monitor !== undefined && canBeProbed(monitor)) prometheus.put(monitor, first);
      else scheduler.add(id, interval, first);
    },
    remove(id) {
      prometheus.remove(id);
      scheduler.remove(id);
    },
    checkNow: (id, ofMany) => scheduler.checkNow(id, ofMany),
  };
}
