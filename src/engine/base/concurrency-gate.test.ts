import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../testing/fake-ports.ts';
import { createConcurrencyGate } from './concurrency-gate.ts';

const never = new AbortController().signal;

describe('gate', () => {
  it('admits checks up to the limit, and the next one after each release, in order', async () => {
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

  it('does not let a full host hold up another host', async () => {
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

  it('keeps the order of checks whose host was full', async () => {
    const gate = createConcurrencyGate({ maxConcurrent: 2, maxPerHost: 1 });
    const releaseA = await gate.acquire('a', never);
    const releaseB = await gate.acquire('b', never);
    const entered: string[] = [];
    for (const host of ['a', 'c', 'd']) void gate.acquire(host, never).then(() => entered.push(host));
    releaseB();
    await settle();
    expect(entered).toEqual(['c']);
    releaseA();
    await settle();
    expect(entered).toEqual(['c', 'a']);
  });

  it('admits a waiting check after another one of its host was aborted', async () => {
    const gate = createConcurrencyGate({ maxConcurrent: 2, maxPerHost: 1 });
    const releaseH = await gate.acquire('h', never);
    const releaseX = await gate.acquire('x', never);
    const entered: string[] = [];
    const abort = new AbortController();
    void gate.acquire('g', never).then((release) => {
      entered.push('g');
      release();
    });
    const first = gate.acquire('h', abort.signal);
    void gate.acquire('h', never).then(() => entered.push('h'));
    // The first waiting check of h moves to the total queue, behind g. Then it is aborted.
    releaseH();
    abort.abort(new Error('no longer wanted'));
    await expect(first).rejects.toThrow('no longer wanted');
    releaseX();
    await settle();
    expect(entered).toEqual(['g', 'h']);
    expect(gate.waiting).toBe(0);
  });

  it('rejects with the reason of an aborted signal, and drops the waiting check', async () => {
    const gate = createConcurrencyGate({ maxConcurrent: 1, maxPerHost: 1 });
    const release = await gate.acquire('a', never);
    const abort = new AbortController();
    const waiting = gate.acquire('a', abort.signal);
    abort.abort(new Error('no longer wanted'));
    await expect(waiting).rejects.toThrow('no longer wanted');
    await expect(gate.acquire('a', abort.signal)).rejects.toThrow('no longer wanted');
    expect(gate.waiting).toBe(0);
    release();
    expect(gate.inFlight).toBe(0);
  });

  it('never exceeds its limits, and admits every check', async () => {
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
