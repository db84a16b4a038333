import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../testing/fake-ports.ts';
import { createConcurrencyGate } from './concurrency-gate.ts';

const never = new AbortController().signal;

describe('gate', () => {
  it('lets in up to the limit and the next when one leaves, in order', async () => {
    const gate = createConcurrencyGate({ maxConcurrent: 2, maxPerHost: 10 });
    const entered: string[] = [];
    const enter = async (name: string) => {
      const release = await gate.acquire(name, never);
      entered.push(name);
      return release;
    };
    const a = await enter('a');
    await enter('b');
    const c = enter('c');
    const d = enter('d');
    await settle();
    expect(entered).toEqual(['a', 'b']);
    expect(gate.waiting).toBe(2);
    a();
    a();
    await c;
    expect(entered).toEqual(['a', 'b', 'c']);
    expect(gate.inFlight).toBe(2);
    (await c)();
    await d;
    expect(gate.waiting).toBe(0);
  });

  it('does not let a full host hold up another', async () => {
    const gate = createConcurrencyGate({ maxConcurrent: 10, maxPerHost: 1 });
    await gate.acquire('slow', never);
    const second = gate.acquire('slow', never);
    await gate.acquire('other', never);
    expect(gate.inFlight).toBe(2);
    expect(gate.waiting).toBe(1);
    gate.setLimits({ maxConcurrent: 10, maxPerHost: 2 });
    await second;
    expect(gate.inFlight).toBe(3);
  });

  it('keeps the place in line of those whose host was full', async () => {
    const gate = createConcurrencyGate({ maxConcurrent: 2, maxPerHost: 1 });
    const leaveA = await gate.acquire('a', never);
    const leaveB = await gate.acquire('b', never);
    const entered: string[] = [];
    for (const host of ['a', 'c', 'd']) void gate.acquire(host, never).then(() => entered.push(host));
    leaveB();
    await settle();
    expect(entered).toEqual(['c']);
    leaveA();
    await settle();
    expect(entered).toEqual(['c', 'a']);
  });

  it('strands nobody behind one of the same host that gives up while it lines up', async () => {
    const gate = createConcurrencyGate({ maxConcurrent: 2, maxPerHost: 1 });
    const leaveH = await gate.acquire('h', never);
    const leaveX = await gate.acquire('x', never);
    const entered: string[] = [];
    const giveUp = new AbortController();
    void gate.acquire('g', never).then((release) => {
      entered.push('g');
      release();
    });
    const first = gate.acquire('h', giveUp.signal);
    void gate.acquire('h', never).then(() => entered.push('h'));
    // Whoever is next of h lines up behind g, which takes the place; then that one gives up.
    leaveH();
    giveUp.abort(new Error('no longer wanted'));
    await expect(first).rejects.toThrow('no longer wanted');
    leaveX();
    await settle();
    expect(entered).toEqual(['g', 'h']);
    expect(gate.waiting).toBe(0);
  });

  it('forgets one that gives up, and rejects with its reason', async () => {
    const gate = createConcurrencyGate({ maxConcurrent: 1, maxPerHost: 1 });
    const release = await gate.acquire('a', never);
    const giveUp = new AbortController();
    const waiting = gate.acquire('a', giveUp.signal);
    giveUp.abort(new Error('no longer wanted'));
    await expect(waiting).rejects.toThrow('no longer wanted');
    await expect(gate.acquire('a', giveUp.signal)).rejects.toThrow('no longer wanted');
    expect(gate.waiting).toBe(0);
    release();
    expect(gate.inFlight).toBe(0);
  });

  it('never passes its limits, and strands nobody', async () => {
    const step = fc.record({ host: fc.constantFrom('', 'a', 'b', 'c'), release: fc.boolean(), drop: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), async (steps, limit) => {
        const gate = createConcurrencyGate({ maxConcurrent: limit, maxPerHost: 2 });
        const inside = new Map<() => void, string>();
        const waiting = new Set<AbortController>();
        for (const { host, release, drop } of steps) {
          const abort = new AbortController();
          waiting.add(abort);
          gate.acquire(host, abort.signal).then(
            (release) => {
              waiting.delete(abort);
              inside.set(release, host);
            },
            () => waiting.delete(abort),
          );
          await Promise.resolve();
          if (drop) [...waiting][0]?.abort();
          const [first] = inside.keys();
          if (release && first !== undefined) {
            inside.delete(first);
            first();
          }
          await Promise.resolve();
          expect(gate.inFlight).toBeLessThanOrEqual(limit);
          for (const name of ['a', 'b', 'c']) {
            expect([...inside.values()].filter((host) => host === name).length).toBeLessThanOrEqual(2);
          }
        }
        for (let rounds = 0; rounds < 200 && (gate.inFlight > 0 || gate.waiting > 0); rounds++) {
          await Promise.resolve();
          for (const release of inside.keys()) {
            inside.delete(release);
            release();
          }
          await Promise.resolve();
        }
        expect(gate.inFlight).toBe(0);
        expect(gate.waiting).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
