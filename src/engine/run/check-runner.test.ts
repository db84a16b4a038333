import { describe, expect, it } from 'vitest';
import type { OfflineReason } from '../../contract/model/notices.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { settle } from '../testing/fake-ports.ts';
import { wallTime } from './check-runner.ts';
import { checkRunnerPerTest, NXDOMAIN, outcome, REFUSED } from './testing/check-runner-per-test.ts';

const t = checkRunnerPerTest();

describe('createCheckRunner', () => {
  it('records what a check found, and returns when to run the next one', async () => {
    const run = t.createRun();
    const at = t.ports.clock.now();
    expect(await run()).toEqual({ retryIn: null });
    expect(t.results).toEqual([
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
    expect(t.spans).toEqual([{ endpointId: 'e', status: 'up', from: at, to: at + 100 }]);
    expect(t.incidents).toEqual([]);
    expect(t.transitions.map(({ state }) => state.status)).toEqual(['up']);
    const store = createMemoryStore().stats();
    expect(t.meter.read({ inFlight: 0, waiting: 0, missedSlots: 0, store }).checksTotal).toBe(1);
  });

  it('marks a check that this process was too busy to time, but still judges it', async () => {
    t.check = async () => ({ ...outcome(), durationMs: 600, selfMs: 70 });
    await t.createRun()();
    expect(t.results[0]?.result).toMatchObject({ verdict: 'degraded', selfMs: 70, disturbed: true });
  });

  it('degrades a check that is slower than usual, unless its kind has a reason of its own', async () => {
    t.unusual = { code: 'latency.unusual', params: { usualMs: 20, basis: 'week' } };
    const run = t.createRun();
    await run();
    expect(t.results[0]?.result).toMatchObject({ verdict: 'degraded', failure: null, details: { warning: t.unusual } });
    const warning = { code: 'tls.expiresSoon' };
    t.check = async () => ({ ...outcome(), warning, details: { warning } });
    await run();
    expect(t.results[1]?.result).toMatchObject({ verdict: 'degraded', details: { warning } });
  });

  it('keeps the evidence of the first failed check for the incident that it becomes', async () => {
    t.retries = 1;
    let failures = 0;
    t.check = async () => {
      failures += 1;
      const name = failures === 1 ? ('body' as const) : ('request' as const);
      return { ...outcome(REFUSED), evidence: async () => [{ name, content: 'x', cut: false }] };
    };
    const run = t.createRun();
    await run();
    expect([t.evidence, t.incidents]).toEqual([[], []]);
    await run();
    await settle();
    expect(t.evidence.map(({ names }) => names)).toEqual([['body', 'machine']]);
    expect(t.evidence[0]?.incident.id).toBe(t.incidents[0]?.incident.id);
    await run();
    expect(t.evidence).toHaveLength(1);
  });

  it('stores the memory of the endpoint when it has changed', async () => {
    const run = t.createRun();
    await run();
    expect(t.memories).toEqual([]);
    let answers = ['a'];
    t.check = async () => ({ ...outcome(), details: { answers } });
    await run();
    answers = ['b'];
    await run();
    expect(t.memories).toMatchObject([
      { id: 'e', tracked: { answers: { last: ['a'] } } },
      { id: 'e', tracked: { answers: { last: ['b'] } } },
    ]);
  });

  it('forgets the evidence of a failure that a retry does not confirm', async () => {
    t.retries = 1;
    let failures = 0;
    const run = t.createRun();
    t.check = async () => {
      failures += 1;
      return {
        ...outcome(REFUSED),
        evidence: async () => (failures === 1 ? [{ name: 'body' as const, content: 'x', cut: false }] : []),
      };
    };
    await run();
    const failing = t.check;
    t.check = async () => outcome();
    await run();
    t.check = failing;
    await run();
    await run();
    await settle();
    expect(t.evidence.map(({ names }) => names)).toEqual([['machine']]);
  });

  it('does nothing for a removed endpoint', async () => {
    expect(await t.createRun()('gone')).toEqual({ retryIn: null });
    expect(t.results).toEqual([]);
  });

  it('measures the wait in the gate apart from the check', async () => {
    const leave = await t.gate.acquire('', t.stop.signal);
    const running = t.createRun()();
    await t.ports.time.advance(700);
    expect(t.results).toEqual([]);
    const at = t.ports.clock.now();
    leave();
    await running;
    expect(t.results[0]?.result).toMatchObject({ queuedMs: 700, at });
    expect(t.gate.inFlight).toBe(0);
  });

  it('gives its place in the gate back before it finds out whether this machine is to blame', async () => {
    t.check = async () => outcome(NXDOMAIN);
    const asked = Promise.withResolvers<OfflineReason | null>();
    t.ports.connectivity.whyOffline = () => asked.promise;
    const running = t.createRun()();
    await settle();
    expect(t.gate.inFlight).toBe(0);
    asked.resolve(null);
    await running;
    expect(t.results[0]?.result.verdict).toBe('down');
  });

  it('gives its place in the gate back when the check throws a bug', async () => {
    t.check = async () => {
      throw new TypeError('a bug');
    };
    await t.createRun()();
    expect(t.results[0]?.result).toMatchObject({ verdict: 'unknown' });
    expect(t.gate.inFlight).toBe(0);
  });

  it('opens an incident, soon to be stored, and then only updates it', async () => {
    t.check = async () => outcome(REFUSED);
    const run = t.createRun();
    await run();
    await t.ports.time.advance(10_000);
    await run();
    expect(t.incidents.map(({ incident, soon }) => [incident.failures, incident.resolvedAt, soon])).toEqual([
      [1, null, true],
      [2, null, false],
    ]);
    expect(t.transitions.map(({ event }) => event)).toEqual(['wentDown', null]);
  });

  it('reports to the health meter how late checks begin, and how many there are', async () => {
    await t.createRun()();
    const health = t.meter.read({ inFlight: 0, waiting: 0, missedSlots: 0, store: createMemoryStore().stats() });
    expect(health.lateness.max).toBeCloseTo(3, 1);
    expect(health.inFlightMax).toBe(1);
  });
});

describe('wallTime', () => {
  it('is the wall-clock time of a moment on the monotonic clock', () => {
    const { clock } = t.ports;
    expect(wallTime(clock.mono() + 1_500.4, clock)).toBe(clock.now() + 1_500);
    expect(wallTime(clock.mono() - 1_500, clock)).toBe(clock.now() - 1_500);
    expect(wallTime(null, clock)).toBe(null);
  });
});
