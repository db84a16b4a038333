import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Address } from '../../kind.ts';
import { createSystemQueue, NotLookedUpError, type SystemQueue } from './system-lookup.ts';

const FOUND: readonly Address[] = [{ address: '192.0.2.1', family: 4 }];

/** A system with this many threads for lookups; libuv uses half of its threads for them. */
class System {
  threads = 2;
  readonly begun: string[] = [];
  /** How long the lookup of a name takes, and its result. */
  readonly names = new Map<string, { readonly ms: number; readonly found: boolean }>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  readonly lookup = (name: string): Promise<readonly Address[]> =>
    new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        const { ms, found } = this.names.get(name) ?? { ms: 5, found: true };
        if (name !== 'localhost') this.begun.push(name);
        this.#running++;
        setTimeout(() => {
          this.#running--;
          if (found) resolve(FOUND);
          else reject(new Error(`getaddrinfo ENOTFOUND ${name}`));
          this.#begin();
        }, ms);
      });
      this.#begin();
    });

  #begin(): void {
    while (this.#running < this.threads) {
      const begin = this.#waiting.shift();
      if (begin === undefined) return;
      begin();
    }
  }

  take(ms: number, found: boolean, ...names: readonly string[]): void {
    for (const name of names) this.names.set(name, { ms, found });
  }
}

let system: System;
let queue: SystemQueue;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  system = new System();
  queue = createSystemQueue(system.lookup);
});
afterEach(() => void vi.useRealTimers());

const NOBODY = new AbortController().signal;

/** Asks as a check does, with a deadline. */
function ask(name: string, timeoutMs = 10_000) {
  const stop = new AbortController();
  const deadline = new Error('the deadline passed');
  const timer = setTimeout(() => stop.abort(deadline), timeoutMs);
  const outcome = queue.ask(name, stop.signal).then(
    () => 'found',
    (error: unknown) => {
      if (error instanceof NotLookedUpError) return 'not looked up';
      return error === deadline ? 'timeout' : 'not found';
    },
  );
  void outcome.then(() => clearTimeout(timer));
  return outcome;
}

/** Each name's outcome, check after check, at an interval of 30 s. */
async function watch(names: readonly string[], checks: number): Promise<Map<string, string[]>> {
  const outcomes = new Map(names.map((name) => [name, [] as string[]]));
  for (let check = 0; check < checks; check++) {
    for (const name of names) void ask(name).then((outcome) => outcomes.get(name)?.push(outcome));
    await vi.advanceTimersByTimeAsync(30_000);
  }
  return outcomes;
}

describe('createSystemQueue', () => {
  it('gives what the system finds, and how long the name waited', async () => {
    const first = queue.ask('a', NOBODY);
    await vi.advanceTimersByTimeAsync(5);
    expect(await first).toEqual({ addresses: FOUND, queuedMs: 0 });
    system.threads = 1;
    system.take(400, true, 'slow');
    const slow = queue.ask('slow', NOBODY);
    const next = queue.ask('next', NOBODY);
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await slow).queuedMs).toBe(0);
    expect((await next).queuedMs).toBe(400);
  });

  it('looks a name up once for all that ask at the same time, and again for those that ask later', async () => {
    const both = Promise.all([ask('a'), ask('a')]);
    await vi.advanceTimersByTimeAsync(5);
    expect(await both).toEqual(['found', 'found']);
    expect(system.begun).toEqual(['a']);
    const again = ask('a');
    await vi.advanceTimersByTimeAsync(5);
    expect(await again).toBe('found');
    expect(system.begun).toEqual(['a', 'a']);
  });

  it('waits four times as long as a lookup without a result took, then asks again', async () => {
    system.take(1_000, false, 'gone');
    const first = ask('gone');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await first).toBe('not found');
    await vi.advanceTimersByTimeAsync(3_999);
    expect(await ask('gone')).toBe('not found');
    expect(system.begun).toEqual(['gone']);
    system.take(5, true, 'gone');
    await vi.advanceTimersByTimeAsync(1);
    const later = ask('gone');
    await vi.advanceTimersByTimeAsync(5);
    expect(await later).toBe('found');
  });

  it('waits a minute at most', async () => {
    system.take(40_000, false, 'gone');
    void ask('gone');
    await vi.advanceTimersByTimeAsync(40_000 + 59_999);
    void ask('gone');
    expect(system.begun).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    void ask('gone');
    expect(system.begun).toHaveLength(2);
  });

  it('does not let one slow name delay others', async () => {
    system.take(60_000, false, 'slow');
    void ask('slow');
    const others = ['a', 'b', 'c', 'd'].map((name) => ask(name));
    await vi.advanceTimersByTimeAsync(100);
    expect(await Promise.all(others)).toEqual(['found', 'found', 'found', 'found']);
  });

  it.each([2, 8, 64])('finds 4 names among 24 that are slow and dead, with %i threads for lookups', async (threads) => {
    system.threads = threads;
    const dead = Array.from({ length: 24 }, (_, i) => `dead${i}`);
    const healthy = ['a', 'b', 'c', 'd'];
    system.take(8_000, false, ...dead);
    const outcomes = await watch([...dead, ...healthy], 20);
    for (const name of healthy) {
      const [first, ...later] = outcomes.get(name) ?? [];
      // It is not known yet that the others are slow.
      expect(['found', 'not looked up']).toContain(first);
      const missed = later.filter((outcome) => outcome !== 'found');
      expect(missed.filter((outcome) => outcome !== 'not looked up')).toEqual([]);
      if (threads > 2) expect(missed).toEqual([]);
      // Each dead name is treated as slow only after its first lookup was slow.
      else expect(outcomes.get(name)?.slice(-6)).toEqual(Array.from({ length: 6 }, () => 'found'));
    }
    for (const name of dead) {
      expect(outcomes.get(name)).not.toContain('found');
      expect(['not found', 'timeout']).toContain(outcomes.get(name)?.at(-1));
    }
  });

  it('finds 4 names at every check among 24 whose lookups hang for 40 s, with the threads that Lookout asks for', async () => {
    system.threads = 32;
    const hanging = Array.from({ length: 24 }, (_, i) => `hanging${i}`);
    system.take(40_000, false, ...hanging);
    const outcomes = await watch([...hanging, 'a', 'b', 'c', 'd'], 10);
    const always = Array.from({ length: 10 }, () => 'found');
    for (const name of ['a', 'b', 'c', 'd']) expect([name, outcomes.get(name)]).toEqual([name, always]);
  });

  it('finds a name that it has found before, however many new ones hang', async () => {
    system.threads = 32;
    const first = ask('a');
    await vi.advanceTimersByTimeAsync(100);
    expect(await first).toBe('found');
    const hanging = Array.from({ length: 100 }, (_, i) => `hanging${i}`);
    system.take(40_000, false, ...hanging);
    const outcomes = await watch([...hanging, 'a'], 10);
    expect(outcomes.get('a')).toEqual(Array.from({ length: 10 }, () => 'found'));
  });

  it('says that a name had no turn, and not that it does not exist', async () => {
    system.threads = 1;
    system.take(20_000, false, 'slow');
    void ask('slow');
    const waiting = ask('a');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await waiting).toBe('not looked up');
    // The next check will ask again.
    await vi.advanceTimersByTimeAsync(10_100);
    expect(system.begun).toEqual(['slow', 'a']);
  });

  it('says the same of a name that was found before, but reports one that was not found as missing for five minutes', async () => {
    system.threads = 1;
    system.take(1, false, 'gone');
    for (const name of ['gone', 'a']) void ask(name);
    await vi.advanceTimersByTimeAsync(100);
    system.take(400_000, false, 'slow');
    void ask('slow', 500_000);
    await vi.advanceTimersByTimeAsync(1_000);
    const waiting = [ask('a'), ask('gone')];
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await Promise.all(waiting)).toEqual(['not looked up', 'timeout']);
    await vi.advanceTimersByTimeAsync(300_000);
    const later = ask('gone');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await later).toBe('not looked up');
  });

  it('uses as many threads as there are, and no more than half of them for slow names', async () => {
    system.threads = 6;
    const names = Array.from({ length: 20 }, (_, i) => `n${i}`);
    system.take(400, true, ...names);
    const all = Promise.all(names.map((name) => ask(name)));
    await vi.advanceTimersByTimeAsync(100);
    expect(system.begun).toHaveLength(6);
    await vi.advanceTimersByTimeAsync(5_000);
    await all;
    system.begun.length = 0;
    system.take(5_000, false, ...names);
    void Promise.all(names.map((name) => ask(name, 60_000)));
    await vi.advanceTimersByTimeAsync(60_000);
    system.begun.length = 0;
    await vi.advanceTimersByTimeAsync(60_000);
    void Promise.all(names.map((name) => ask(name, 60_000)));
    await vi.advanceTimersByTimeAsync(100);
    expect(system.begun).toHaveLength(3);
  });

  it('has 32 lookups at the same time at most, 28 of them of new names, however many threads there are', async () => {
    system.threads = 1_000;
    const names = Array.from({ length: 200 }, (_, i) => `n${i}`);
    system.take(400, true, ...names);
    for (const atOnce of [28, 32]) {
      system.begun.length = 0;
      const found = Promise.all(names.map((name) => ask(name)));
      await vi.advanceTimersByTimeAsync(399);
      expect(system.begun).toHaveLength(atOnce);
      await vi.advanceTimersByTimeAsync(10_000);
      await found;
      expect(system.begun).toHaveLength(200);
    }
  });

  it('asks for nothing when the signal is aborted already', async () => {
    const reason = new Error('not wanted');
    await expect(queue.ask('a', AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(system.begun).toEqual([]);
  });

  it('remembers a thousand names at most', async () => {
    for (let i = 0; i < 3_000; i++) {
      const asking = ask(`n${i}`);
      await vi.advanceTimersByTimeAsync(5);
      expect(await asking).toBe('found');
    }
    expect(system.begun).toHaveLength(3_000);
  });
});

describe('the system itself', () => {
  it('knows localhost', async () => {
    vi.useRealTimers();
    const { addresses } = await createSystemQueue().ask('localhost', NOBODY);
    expect(addresses).toContainEqual({ address: '127.0.0.1', family: 4 });
  });
});
