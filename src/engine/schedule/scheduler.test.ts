import { describe, expect, it } from 'vitest';
import { createFakeTime, settle } from '../testing/fake-ports.ts';
import { turnsDuring } from '../testing/slow-time.ts';
import { stableOffset } from './cadence.ts';
import { createScheduler, type Again, type Run } from './scheduler.ts';

function setUp(run: (id: string, run: Run) => Promise<Again> = async () => ({ retryIn: null })) {
  const time = createFakeTime();
  const starts: { id: string; at: number; lateMs: number }[] = [];
  const errors: unknown[] = [];
  const scheduler = createScheduler({
    clock: time.clock,
    timers: time.timers,
    run: (id, options) => {
      starts.push({ id, at: time.clock.now(), lateMs: options.lateMs });
      return run(id, options);
    },
    onError: (_, error) => void errors.push(error),
  });
  return { time, starts, errors, scheduler };
}

const untilAborted = (signal: AbortSignal): Promise<Again> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

describe('scheduler', () => {
  it('keeps 1,000 slots without any drift, though each check takes a while', async () => {
    const { time, starts, scheduler } = setUp(async () => {
      await new Promise<void>((resolve) => void time.timers.set(resolve, 137));
      return { retryIn: null };
    });
    scheduler.add('a', 1000, 'spread');
    scheduler.start();
    await time.advance(1_003_500);
    const slots = starts.slice(1).map((start) => start.at);
    expect(slots.length).toBeGreaterThanOrEqual(1000);
    expect(slots.map((at, n) => at - ((slots[0] ?? 0) + n * 1000)).filter((error) => error !== 0)).toEqual([]);
    expect((slots[0] ?? 0) % 1000).toBe(stableOffset('a', 1000));
    await scheduler.stop();
    expect(time.pending).toBe(0);
  });

  it('spreads endpoints with one interval instead of checking them together', async () => {
    const { time, starts, scheduler } = setUp();
    for (let i = 0; i < 1000; i++) scheduler.add(`e${i}`, 10_000, 'spread');
    scheduler.start();
    await time.advance(3001);
    expect(new Set(starts.map((start) => start.id)).size).toBe(1000);
    starts.length = 0;
    await time.advance(20_000);
    const perSecond = new Map<number, number>();
    for (const { at } of starts) perSecond.set(Math.floor(at / 1000), (perSecond.get(Math.floor(at / 1000)) ?? 0) + 1);
    expect(Math.max(...perSecond.values())).toBeLessThan(200);
    await scheduler.stop();
  });

  it('lets the loop go on while it launches many, and launches each once', async () => {
    const { time, starts, scheduler } = setUp(async () => {
      time.block(1);
      return { retryIn: null };
    });
    for (let i = 0; i < 100; i++) scheduler.add(`e${i}`, 60_000, 'now');
    scheduler.start();
    // The timers of the test settle in three turns each: once for all that are due would be six.
    expect(await turnsDuring(() => time.advance(1000))).toBeGreaterThan(25);
    expect(starts.length).toBe(100);
    // Each is as late as the launching of all before it took.
    expect(starts.map(({ lateMs }) => lateMs)).toEqual(Array.from({ length: 100 }, (_, before) => before));
    expect(new Set(starts.map(({ id }) => id)).size).toBe(100);
    await scheduler.stop();
  });

  it('never has two checks of one endpoint in flight, and counts the slots it dropped', async () => {
    let inFlight = 0;
    let most = 0;
    const { time, scheduler } = setUp(async () => {
      most = Math.max(most, ++inFlight);
      await new Promise<void>((resolve) => void time.timers.set(resolve, 3500));
      inFlight--;
      return { retryIn: null };
    });
    scheduler.add('a', 1000, 'now');
    scheduler.start();
    await time.advance(2000);
    expect(scheduler.checkNow('a', false)).toBe(false);
    await time.advance(30_000);
    expect(most).toBe(1);
    expect(scheduler.missedSlots).toBeGreaterThan(15);
    await scheduler.stop();
  });

  /** The first check takes no time, the others so long; each tells at its end how many slots it swallowed. */
  function setUpSlow(ms: number) {
    const told: number[] = [];
    const { time, scheduler } = setUp(async (_, { signal, swallowed }) => {
      const ended = new Promise<void>((resolve) => void time.timers.set(resolve, told.length === 0 ? 0 : ms));
      await Promise.race([ended, untilAborted(signal)]);
      told.push(swallowed());
      return { retryIn: null };
    });
    return { time, scheduler, told };
  }

  it('tells a check that takes three and a half intervals that it swallowed three slots', async () => {
    const { time, scheduler, told } = setUpSlow(3500);
    scheduler.add('a', 1000, 'now');
    scheduler.start();
    await time.advance(30_000);
    // The first two may be out of turn.
    expect(told.slice(2).length).toBeGreaterThan(5);
    expect(new Set(told.slice(2))).toEqual(new Set([3]));
    expect(scheduler.missedSlots).toBe(told.reduce((sum, slots) => sum + slots, 0));
    await scheduler.stop();
  });

  it('does not count as swallowed a slot that is too close to a check out of turn', async () => {
    const { time, scheduler, told } = setUpSlow(450);
    scheduler.add('a', 1000, 'now');
    scheduler.start();
    await time.advance(10_000);
    // To 600 ms after a slot: the next one comes before the check ends, but would be left out in any case.
    await time.advance((stableOffset('a', 1000) + 600 + 1000 - (time.clock.now() % 1000)) % 1000);
    expect(scheduler.checkNow('a', false)).toBe(true);
    const before = told.length;
    await time.advance(500);
    expect(told.slice(before)).toEqual([0]);
    await scheduler.stop();
  });

  it('retries after the retry interval, then returns to its slots', async () => {
    let failures = 2;
    const { time, starts, scheduler } = setUp(async () => ({ retryIn: failures-- > 0 ? 700 : null }));
    scheduler.add('a', 10_000, 'now');
    scheduler.start();
    const from = time.clock.now();
    await time.advance(40_000);
    expect(starts.slice(0, 3).map((start) => start.at - from)).toEqual([0, 700, 1400]);
    // Half an interval before its slot, because the slot is more than an interval away.
    expect((starts[3]?.at ?? 0) % 10_000).toBe((stableOffset('a', 10_000) + 5000) % 10_000);
    expect((starts[4]?.at ?? 0) % 10_000).toBe(stableOffset('a', 10_000));
    await scheduler.stop();
  });

  it('after a check out of turn waits for no longer than the interval, and never less than half of it', async () => {
    const { time, starts, scheduler } = setUp();
    const slot = stableOffset('a', 10_000);
    scheduler.add('a', 10_000, 'now');
    scheduler.start();
    await time.advance(30_000);
    const waits = new Set<number>();
    for (let n = 0; n < 50; n++) {
      // Every moment of the interval has its turn.
      await time.advance(20_000 + n * 203);
      starts.length = 0;
      scheduler.checkNow('a', false);
      await time.advance(30_000);
      const gaps = starts.slice(1).map(({ at }, index) => at - (starts[index]?.at ?? 0));
      expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4999);
      expect((starts.at(-1)?.at ?? 0) % 10_000).toBe(slot);
      waits.add(Math.round((gaps[0] ?? 0) / 1000));
    }
    expect([...waits].toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9, 10]);
    await scheduler.stop();
  });

  it('checks what was edited at once, and within an interval again', async () => {
    const { time, starts, scheduler } = setUp();
    for (let i = 0; i < 20; i++) scheduler.add(`e${i}`, 10_000, 'spread');
    scheduler.start();
    await time.advance(30_000);
    starts.length = 0;
    for (let i = 0; i < 20; i++) {
      scheduler.remove(`e${i}`);
      scheduler.add(`e${i}`, 60_000, 'now');
    }
    await time.advance(60_000);
    const counts = Map.groupBy(starts, ({ id }) => id)
      .values()
      .map(({ length }) => length);
    expect([...new Set(counts)]).toEqual([2]);
    await scheduler.stop();
  });

  it('checks many that begin together at their slots only, after the first', async () => {
    const { time, starts, scheduler } = setUp();
    for (let i = 0; i < 100; i++) scheduler.add(`e${i}`, 10_000, 'spread');
    scheduler.start();
    await time.advance(18_000);
    for (const [id, [, second]] of Map.groupBy(starts, (start) => start.id)) {
      expect((second?.at ?? 0) % 10_000).toBe(stableOffset(id, 10_000));
    }
    await scheduler.stop();
  });

  it('drops the slots that passed while the loop was blocked, and spreads what follows', async () => {
    const { time, starts, scheduler } = setUp();
    for (let i = 0; i < 100; i++) scheduler.add(`e${i}`, 10_000, 'spread');
    scheduler.start();
    await time.advance(30_000);
    starts.length = 0;
    time.block(60_000);
    await time.advance(0);
    expect(starts).toEqual([]);
    expect(scheduler.missedSlots).toBeGreaterThanOrEqual(500);
    await time.advance(10_000);
    expect(new Set(starts.map((start) => start.id)).size).toBe(100);
    expect(Math.max(...starts.map((start) => start.lateMs))).toBe(0);
    await scheduler.stop();
  });

  it('cancels what is in flight when removed or held, and goes on when started again', async () => {
    const { time, starts, errors, scheduler } = setUp((_, { signal }) => untilAborted(signal));
    scheduler.add('a', 1000, 'now');
    scheduler.add('b', 1000, 'now');
    scheduler.start();
    await time.advance(0);
    expect(starts.length).toBe(2);
    expect(scheduler.nextAt('a')).toBe(null);
    scheduler.remove('a');
    scheduler.hold();
    await settle();
    expect(time.pending).toBe(0);
    await time.advance(5000);
    expect(starts.length).toBe(2);
    scheduler.start();
    await time.advance(1000);
    expect(starts.map((start) => start.id)).toEqual(['a', 'b', 'b']);
    expect(errors).toEqual([]);
    await scheduler.stop();
  });

  it('spreads what fell due while it was held over the interval, but not what was added meanwhile', async () => {
    const { time, starts, scheduler } = setUp();
    for (let i = 0; i < 100; i++) scheduler.add(`e${i}`, 60_000, 'spread');
    scheduler.start();
    await time.advance(100_000);
    scheduler.hold();
    // Shorter than the interval, on a machine whose monotonic clock goes on while it sleeps.
    time.block(50_000);
    scheduler.add('added', 60_000, 'now');
    starts.length = 0;
    scheduler.start();
    await time.advance(1);
    expect(starts.map((start) => start.id)).toContain('added');
    expect(starts.length).toBeLessThan(10);
    await time.advance(60_000);
    expect(new Set(starts.map((start) => start.id)).size).toBe(101);
    await scheduler.stop();
  });

  it('makes no second wave when many are checked now', async () => {
    const { time, starts, scheduler } = setUp();
    const ids = Array.from({ length: 100 }, (_, index) => `e${index}`);
    for (const id of ids) scheduler.add(id, 10_000, 'spread');
    scheduler.start();
    await time.advance(30_000);
    starts.length = 0;
    for (const id of ids) expect(scheduler.checkNow(id, true)).toBe(true);
    await time.advance(20_000);
    for (const [id, [, second]] of Map.groupBy(starts, (start) => start.id)) {
      expect((second?.at ?? 0) % 10_000).toBe(stableOffset(id, 10_000));
    }
    await scheduler.stop();
  });

  it('does not check sooner than half an interval after the check before when it returns to shorter ones', async () => {
    const { time, starts, scheduler } = setUp();
    for (let i = 0; i < 100; i++) scheduler.add(`e${i}`, 10_000, 'spread');
    scheduler.start();
    scheduler.setIntervalMultiplier(2);
    await time.advance(60_000);
    starts.length = 0;
    // In the stretched interval where some were checked just before a slot of the shorter one.
    await time.advance(33_000);
    scheduler.setIntervalMultiplier(1);
    await time.advance(20_000);
    for (const ofOne of Map.groupBy(starts, ({ id }) => id).values()) {
      const gaps = ofOne.slice(1).map(({ at }, index) => at - (ofOne[index]?.at ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4999);
    }
    await scheduler.stop();
  });

  it('stretches intervals, and returns to them without waiting a stretched one out', async () => {
    const { time, starts, scheduler } = setUp();
    for (let i = 0; i < 20; i++) scheduler.add(`e${i}`, 10_000, 'spread');
    scheduler.start();
    await time.advance(10_000);
    scheduler.setIntervalMultiplier(2);
    await time.advance(20_000);
    starts.length = 0;
    await time.advance(100_000);
    expect(starts).toHaveLength(20 * 5);
    scheduler.setIntervalMultiplier(1);
    starts.length = 0;
    await time.advance(10_000);
    expect(new Set(starts.map((start) => start.id)).size).toBe(20);
    await time.advance(10_000);
    starts.length = 0;
    await time.advance(100_000);
    expect(starts).toHaveLength(20 * 10);
    expect(() => scheduler.setIntervalMultiplier(0.5)).toThrow('Expected factor to be 1 or more, got 0.5');
    await scheduler.stop();
  });

  it('hears of a bug in a check and goes on checking', async () => {
    const { time, starts, errors, scheduler } = setUp(async () => {
      throw new TypeError('a bug');
    });
    scheduler.add('a', 1000, 'now');
    scheduler.start();
    await time.advance(5000);
    expect(starts.length).toBeGreaterThanOrEqual(5);
    expect(errors.length).toBe(starts.length);
    await scheduler.stop();
  });
});
