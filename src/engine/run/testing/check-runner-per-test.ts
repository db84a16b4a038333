/** Test code: a check runner for one endpoint of a fake kind, with everything that it records. */
import { afterEach, beforeEach } from 'vitest';
import type { CheckOutcome, CheckResult } from '../../../contract/model/check.ts';
import type { EndpointConfig } from '../../../contract/model/endpoint.ts';
import type { Failure } from '../../../contract/model/failure.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import type { Network } from '../../../contract/model/notices.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { createConcurrencyGate } from '../../base/concurrency-gate.ts';
import type { CheckContext, KindOutcome } from '../../check/kind.ts';
import { fakeKind } from '../../check/testing/fake-kind.ts';
import { emptyHistory } from '../../endpoints/endpoint-history.ts';
import { Monitor } from '../../endpoints/monitor.ts';
import type { Gap } from '../../machine/clock-gaps.ts';
import { createHealthMeter } from '../../machine/health.ts';
import { createConfigVault } from '../../secrets/config-vault.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import type { MetricRoles, Store } from '../../store/store.ts';
import { createFakePorts } from '../../testing/fake-ports.ts';
import type { Transition } from '../../verdict/status.ts';
import { createCheckRunner } from '../check-runner.ts';

const config: EndpointConfig = {
  kind: 'fake',
  name: 'Fake',
  conditions: [],
  dialect: 'lookout',
  group: '',
  tags: [],
  interval: 10_000,
  timeout: 4_000,
  retries: 0,
  retryInterval: 1_000,
  degradedAbove: 500,
  notifications: true,
  note: '',
};

/** The outcome of a check with this failure; default: a check that succeeds. */
export const outcome = (failure: Failure | null = null): CheckOutcome => ({
  durationMs: 100,
  selfMs: 0.4,
  phases: { wait: 100 },
  metrics: {},
  failure,
  details: {},
});
export const REFUSED: Failure = { code: 'connect.refused', raw: 'connect ECONNREFUSED' };
export const NXDOMAIN: Failure = { code: 'dns.nxdomain' };

/** What a runner records, and what tests may set. `retries` and `host` count for the next `createRun`. */
function freshState() {
  return {
    ports: createFakePorts(),
    gate: createConcurrencyGate({ maxConcurrent: 1, maxPerHost: 1 }),
    meter: createHealthMeter(),
    gap: null as Gap | null,
    answered: [] as string[],
    networks: [] as Network[],
    results: [] as ({ readonly result: CheckResult } & MetricRoles)[],
    spans: [] as StatusSpan[],
    incidents: [] as { readonly incident: Incident; readonly soon: boolean | undefined }[],
    transitions: [] as Transition[],
    evidence: [] as { readonly incident: Pick<Incident, 'id'>; readonly names: readonly string[] }[],
    memories: [] as { readonly id: string; readonly tracked: object }[],
    check: (_context: CheckContext): Promise<KindOutcome> => Promise.resolve(outcome()),
    retries: 0,
    host: 'a.example',
    unusual: null as Failure | null,
    stop: new AbortController(),
  };
}

type State = ReturnType<typeof freshState>;

type PerTest = State & { readonly createRun: () => ReturnType<typeof createRun> };

/** Call this once in a test file. The state is new for each test. */
export function checkRunnerPerTest(): PerTest {
  const t = { createRun: () => createRun(t) } as PerTest;
  beforeEach(() => void Object.assign(t, freshState()));
  afterEach(() => t.meter.stop());
  return t;
}

/** A store that keeps what is recorded. */
function notingStore(t: State): Store {
  return {
    ...createMemoryStore(),
    recordResult: (result, metrics) => void t.results.push({ result, ...metrics }),
    recordSpan: (span) => void t.spans.push(span),
    recordIncident: (incident, given) => void t.incidents.push({ incident, soon: given?.soon }),
    recordMemory: (id, memory) => void t.memories.push({ id, tracked: memory.tracked }),
    recordEvidence: (incident, parts) => void t.evidence.push({ incident, names: parts.map(({ name }) => name) }),
  };
}

/** @returns a function that runs a check of the endpoint */
function createRun(t: State) {
  const kind = fakeKind({
    run: (_, context) => t.check(context),
    details: [{ name: 'answers', label: 'Answers', format: 'list', tracked: 'set' }],
    metrics: [
      { name: 'loss', label: 'Loss', unit: 'percent', charted: true },
      { name: 'rows', label: 'Rows', unit: 'count', charted: false },
      { name: 'rtt', label: 'Round trip', unit: 'millisecond', charted: false },
    ],
  });
  const stored = {
    id: 'e',
    config: { ...config, retries: t.retries },
    paused: false,
    pausedUntil: null,
    createdAt: 0,
    updatedAt: 0,
    source: 'local',
  };
  const sealed = { stored, kind, host: t.host } as unknown as ConstructorParameters<typeof Monitor>[0];
  const monitor = new Monitor(sealed, emptyHistory(t.ports.clock.now()), t.ports.clock.now());
  const runner = createCheckRunner({
    ports: {
      ...t.ports,
      connectivity: {
        whyOffline: (name) => t.ports.connectivity.whyOffline(name),
        answered: (name) => void t.answered.push(name),
      },
    },
    resolver: { resolve: async () => [] },
    gate: t.gate,
    gaps: { worstSince: () => t.gap, tick: () => undefined },
    meter: t.meter,
    store: notingStore(t),
    vault: createConfigVault(t.ports.secrets, () => 'keep'),
    find: (id) => (id === 'e' ? monitor : undefined),
    unusual: () => t.unusual,
    onResult: (_, transition) => void t.transitions.push(transition),
    onNetwork: (network) => void t.networks.push(network),
  });
  return (id = 'e') =>
    runner(id, { lateMs: 3, signal: t.stop.signal, swallowed: () => ({ slots: 2, interval: 10_000 }) });
}
