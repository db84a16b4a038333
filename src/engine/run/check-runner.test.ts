import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckOutcome, CheckResult } from '../../contract/model/check.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { Failure } from '../../contract/model/failure.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Network, OfflineReason } from '../../contract/model/notices.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { createConcurrencyGate, type ConcurrencyGate } from '../base/concurrency-gate.ts';
import type { CheckContext, KindOutcome } from '../check/kind.ts';
import { fakeKind } from '../check/testing/fake-kind.ts';
import { emptyHistory } from '../endpoints/endpoint-history.ts';
import { Monitor } from '../endpoints/monitor.ts';
import type { Gap } from '../machine/clock-gaps.ts';
import { createHealthMeter, type HealthMeter } from '../machine/health.ts';
import { createConfigVault } from '../secrets/config-vault.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import type { MetricRoles, Store } from '../store/store.ts';
import { createFakePorts, settle, type FakePorts } from '../testing/fake-ports.ts';
import type { Transition } from '../verdict/status.ts';
import { createCheckRunner, wallTime } from './check-runner.ts';

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

const outcome = (failure: Failure | null = null): CheckOutcome => ({
  durationMs: 100,
  selfMs: 0.4,
  phases: { wait: 100 },
  metrics: {},
  failure,
  details: {},
});
const REFUSED: Failure = { code: 'connect.refused', raw: 'connect ECONNREFUSED' };
const NXDOMAIN: Failure = { code: 'dns.nxdomain' };

let ports: FakePorts;
let gate: ConcurrencyGate;
let meter: HealthMeter;
let gap: Gap | null;
let answered: string[];
let networks: Network[];
let results: ({ readonly result: CheckResult } & MetricRoles)[];
let spans: StatusSpan[];
let incidents: { readonly incident: Incident; readonly soon: boolean | undefined }[];
let transitions: Transition[];
let evidence: { readonly incident: Pick<Incident, 'id'>; readonly names: readonly string[] }[];
let memories: { readonly id: string; readonly tracked: object }[];
let check: (context: CheckContext) => Promise<KindOutcome>;
let retries: number;
let host: string;
let unusual: Failure | null;
let stop: AbortController;

beforeEach(() => {
  ports = createFakePorts();
  gate = createConcurrencyGate({ maxConcurrent: 1, maxPerHost: 1 });
  meter = createHealthMeter();
  gap = null;
  answered = [];
  networks = [];
  results = [];
  spans = [];
  incidents = [];
  transitions = [];
  evidence = [];
  memories = [];
  check = async () => outcome();
  retries = 0;
  host = 'a.example';
  unusual = null;
  stop = new AbortController();
});
afterEach(() => meter.stop());

/** A store that keeps what is recorded. */
function notingStore(): Store {
  return {
    ...createMemoryStore(),
    recordResult: (result, metrics) => void results.push({ result, ...metrics }),
    recordSpan: (span) => void spans.push(span),
    recordIncident: (incident, given) => void incidents.push({ incident, soon: given?.soon }),
    recordMemory: (id, memory) => void memories.push({ id, tracked: memory.tracked }),
    recordEvidence: (incident, parts) => void evidence.push({ incident, names: parts.map(({ name }) => name) }),
  };
}

function createRun() {
  const kind = fakeKind({
    run: (_, context) => check(context),
    details: [{ name: 'answers', label: 'Answers', format: 'list', tracked: 'set' }],
    metrics: [
      { name: 'loss', label: 'Loss', unit: 'percent', charted: true },
      { name: 'rows', label: 'Rows', unit: 'count', charted: false },
      { name: 'rtt', label: 'Round trip', unit: 'millisecond', charted: false },
    ],
  });
  const stored = {
    id: 'e',
    config: { ...config, retries },
    paused: false,
    pausedUntil: null,
    createdAt: 0,
    updatedAt: 0,
    source: 'local',
  };
  const sealed = { stored, kind, host } as unknown as ConstructorParameters<typeof Monitor>[0];
  const monitor = new Monitor(sealed, emptyHistory(ports.clock.now()), ports.clock.now());
  const runner = createCheckRunner({
    ports: {
      ...ports,
      connectivity: {
        whyOffline: (name) => ports.connectivity.whyOffline(name),
        answered: (name) => void answered.push(name),
      },
    },
    resolver: { resolve: async () => [] },
    gate,
    gaps: { worstSince: () => gap, tick: () => undefined },
    meter,
    store: notingStore(),
    vault: createConfigVault(ports.secrets, () => 'keep'),
    find: (id) => (id === 'e' ? monitor : undefined),
    unusual: () => unusual,
    onResult: (_, transition) => void transitions.push(transition),
    onNetwork: (network) => void networks.push(network),
  });
  return (id = 'e') =>
    runner(id, { lateMs: 3, signal: stop.signal, swallowed: () => ({ slots: 2, interval: 10_000 }) });
}

describe('createCheckRunner', () => {
  it('records what a check found, and says when the next is wanted', async () => {
    const run = createRun();
    const at = ports.clock.now();
    expect(await run()).toEqual({ retryIn: null });
    expect(results).toEqual([
      {
        charted: ['loss'],
        durations: ['rtt'],
        result: {
          ...outcome(),
          endpointId: 'e',
          at,
          verdict: 'up',
          queuedMs: 0,
          lateMs: 3,
          disturbed: false,
          swallowed: { slots: 2, interval: 10_000 },
        },
      },
    ]);
    expect(spans).toEqual([{ endpointId: 'e', status: 'up', from: at, to: at + 100 }]);
    expect(incidents).toEqual([]);
    expect(transitions.map(({ state }) => state.status)).toEqual(['up']);
    const store = createMemoryStore().stats();
    expect(meter.read({ inFlight: 0, waiting: 0, missedSlots: 0, store }).checksTotal).toBe(1);
  });

  it('marks a check that this process was too busy to time, and judges it all the same', async () => {
    check = async () => ({ ...outcome(), durationMs: 600, selfMs: 70 });
    await createRun()();
    expect(results[0]?.result).toMatchObject({ verdict: 'degraded', selfMs: 70, disturbed: true });
  });

  it('degrades a check that is slower than usual, unless its kind has a reason of its own', async () => {
    unusual = { code: 'latency.unusual', params: { usualMs: 20, basis: 'week' } };
    const run = createRun();
    await run();
    expect(results[0]?.result).toMatchObject({ verdict: 'degraded', failure: null, details: { warning: unusual } });
    const warning = { code: 'tls.expiresSoon' };
    check = async () => ({ ...outcome(), warning, details: { warning } });
    await run();
    expect(results[1]?.result).toMatchObject({ verdict: 'degraded', details: { warning } });
  });

  it('keeps the evidence of the first failed check for the incident that it becomes', async () => {
    retries = 1;
    let failures = 0;
    check = async () => {
      failures += 1;
      const name = failures === 1 ? ('body' as const) : ('request' as const);
      return { ...outcome(REFUSED), evidence: async () => [{ name, content: 'x', cut: false }] };
    };
    const run = createRun();
    await run();
    expect([evidence, incidents]).toEqual([[], []]);
    await run();
    await settle();
    expect(evidence.map(({ names }) => names)).toEqual([['body', 'machine']]);
    expect(evidence[0]?.incident.id).toBe(incidents[0]?.incident.id);
    await run();
    expect(evidence).toHaveLength(1);
  });

  it('stores what the endpoint remembers when it has changed', async () => {
    const run = createRun();
    await run();
    expect(memories).toEqual([]);
    let answers = ['a'];
    check = async () => ({ ...outcome(), details: { answers } });
    await run();
    answers = ['b'];
    await run();
    expect(memories).toMatchObject([
      { id: 'e', tracked: { answers: { last: ['a'] } } },
      { id: 'e', tracked: { answers: { last: ['b'] } } },
    ]);
  });

  it('forgets the evidence of a failure that a retry does not confirm', async () => {
    retries = 1;
    let failures = 0;
    const run = createRun();
    check = async () => {
      failures += 1;
      return {
        ...outcome(REFUSED),
        evidence: async () => (failures === 1 ? [{ name: 'body' as const, content: 'x', cut: false }] : []),
      };
    };
    await run();
    const failing = check;
    check = async () => outcome();
    await run();
    check = failing;
    await run();
    await run();
    await settle();
    expect(evidence.map(({ names }) => names)).toEqual([['machine']]);
  });

  it('does nothing for an endpoint that is gone', async () => {
    expect(await createRun()('gone')).toEqual({ retryIn: null });
    expect(results).toEqual([]);
  });

  it('measures the wait in the gate apart from the check', async () => {
    const leave = await gate.acquire('', stop.signal);
    const running = createRun()();
    await ports.time.advance(700);
    expect(results).toEqual([]);
    const at = ports.clock.now();
    leave();
    await running;
    expect(results[0]?.result).toMatchObject({ queuedMs: 700, at });
    expect(gate.inFlight).toBe(0);
  });

  it('gives its place in the gate back before it asks whether this machine is to blame', async () => {
    check = async () => outcome(NXDOMAIN);
    const asked = Promise.withResolvers<OfflineReason | null>();
    ports.connectivity.whyOffline = () => asked.promise;
    const running = createRun()();
    await settle();
    expect(gate.inFlight).toBe(0);
    asked.resolve(null);
    await running;
    expect(results[0]?.result.verdict).toBe('down');
  });

  it('gives its place back when the check is a bug', async () => {
    check = async () => {
      throw new TypeError('a bug');
    };
    await createRun()();
    expect(results[0]?.result).toMatchObject({ verdict: 'unknown' });
    expect(gate.inFlight).toBe(0);
  });

  it('opens an incident, soon to be stored, and then only updates it', async () => {
    check = async () => outcome(REFUSED);
    const run = createRun();
    await run();
    await ports.time.advance(10_000);
    await run();
    expect(incidents.map(({ incident, soon }) => [incident.failures, incident.resolvedAt, soon])).toEqual([
      [1, null, true],
      [2, null, false],
    ]);
    expect(transitions.map(({ event }) => event)).toEqual(['wentDown', null]);
  });

  it('takes no answer of this machine for proof of a network, whatever the name is', async () => {
    const run = createRun();
    for (const remoteAddress of ['127.0.0.1:8080', '[::1]:8080']) {
      check = async () => ({ ...outcome(), details: { remoteAddress } });
      await run();
    }
    expect([answered, networks]).toEqual([[], []]);
    check = async () => ({ ...outcome(), details: { remoteAddress: '[2001:db8::127.0.0.1]:80' } });
    await run();
    expect([answered.length, networks.length]).toEqual([1, 1]);
  });

  it('takes only success for proof that there is a network, and for a host beyond this machine', async () => {
    check = async () => outcome(REFUSED);
    const run = createRun();
    await run();
    expect(answered).toEqual([]);
    check = async () => outcome();
    await run();
    expect(answered).toEqual(['a.example']);
    expect(networks).toEqual([
      { online: true, reason: null },
      { online: true, reason: null },
    ]);
  });

  it('says nothing about the network when it has checked this machine itself', async () => {
    host = '127.0.0.1';
    await createRun()();
    expect(networks).toEqual([]);
    expect(results[0]?.result.verdict).toBe('up');
  });

  it('blames a missing network for what a missing network does', async () => {
    ports.offline = 'noAddress';
    check = async () => outcome(NXDOMAIN);
    const run = createRun();
    await run();
    expect(results[0]?.result).toMatchObject({ verdict: 'unknown', failure: { code: 'local.offline' } });
    expect(networks).toEqual([{ online: false, reason: 'noAddress' }]);
    check = async () => outcome(REFUSED);
    await run();
    expect(results[1]?.result).toMatchObject({ verdict: 'down', failure: REFUSED });
  });

  it('does not call the machine online for a check that sleep spoiled', async () => {
    gap = { from: 0, to: 1, kind: 'asleep', ms: 60_000, noticedAt: 1 };
    check = async () => outcome(REFUSED);
    await createRun()();
    expect(results[0]?.result).toMatchObject({ verdict: 'unknown', failure: { code: 'local.asleep' } });
    expect(networks).toEqual([]);
  });

  it('leaves nothing when it is no longer wanted while it waits for the gate', async () => {
    const leave = await gate.acquire('', new AbortController().signal);
    const reason = new Error('paused');
    const running = createRun()();
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    leave();
    await settle();
    expect([results, gate.inFlight, gate.waiting]).toEqual([[], 0, 0]);
  });

  it('runs no check that is no longer wanted once the gate lets it in', async () => {
    let runs = 0;
    check = async () => {
      runs++;
      return outcome();
    };
    const reason = new Error('paused');
    const leave = await gate.acquire('', new AbortController().signal);
    const running = createRun()();
    leave();
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect([runs, gate.inFlight]).toEqual([0, 0]);
  });

  it('tells the health meter how late checks begin, and how many there are', async () => {
    await createRun()();
    const health = meter.read({ inFlight: 0, waiting: 0, missedSlots: 0, store: createMemoryStore().stats() });
    expect(health.lateness.max).toBeCloseTo(3, 1);
    expect(health.inFlightMax).toBe(1);
  });

  it('gives its place back when it is no longer wanted and the kind ignores that', async () => {
    const reason = new Error('paused');
    check = () => new Promise(() => undefined);
    const outcomeOf = createRun()().catch((error: unknown) => error);
    await settle();
    expect(gate.inFlight).toBe(1);
    stop.abort(reason);
    await ports.time.advance(500);
    expect(await outcomeOf).toBe(reason);
    expect(gate.inFlight).toBe(0);
  });

  it('leaves nothing when it is no longer wanted while the machine asks itself', async () => {
    const reason = new Error('paused');
    ports.connectivity.whyOffline = () => new Promise(() => undefined);
    check = async () => outcome(NXDOMAIN);
    const running = createRun()();
    await settle();
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect([results, transitions, gate.inFlight]).toEqual([[], [], 0]);
  });

  it('leaves nothing when it is no longer wanted just as it ends', async () => {
    const reason = new Error('paused');
    check = async () => {
      queueMicrotask(() => stop.abort(reason));
      return outcome();
    };
    await expect(createRun()()).rejects.toBe(reason);
    expect([results, answered]).toEqual([[], []]);
  });
});

describe('wallTime', () => {
  it('is the wall-clock time of a moment on the monotonic clock', () => {
    const { clock } = ports;
    expect(wallTime(clock.mono() + 1_500.4, clock)).toBe(clock.now() + 1_500);
    expect(wallTime(clock.mono() - 1_500, clock)).toBe(clock.now() - 1_500);
    expect(wallTime(null, clock)).toBe(null);
  });
});
