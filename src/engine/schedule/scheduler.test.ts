import { describe, expect, it } from 'vitest';
import { createFakeTime, settle } from '../testing/fake-ports.ts';
import { loopTurnsDuring } from '../testing/slow-time.ts';
import { stableOffset } from './cadence.ts';
import { createScheduler, type NextCheck, type Run } from './scheduler.ts';

function setUp(run: (id: string, run: Run) => Promise<NextCheck> = async () => ({ retryIn: null })) {
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

const untilAborted = (signal: AbortSignal): Promise<NextCheck> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

describe('scheduler', () => {
  it('keeps 1,000 slots without drift, although each check takes 137 ms', async () => {
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

  it('does not block the loop while it launches many checks, and launches each once', async () => {
    const { time, starts, scheduler } = setUp(async () => {
      time.block(1);
      return { retryIn: null };
    });
    const ids = Array.from({ length: 100 }, (_, index) => `e${index}`);
    for (const id of ids) scheduler.add(id, 60_000, 'spread');
    scheduler.start();
    await time.advance(3001);
    starts.length = 0;
    for (const id of ids) scheduler.checkNow(id, true);
    // The test's timers settle in three turns each, so launching all of them at once would take six turns.
    expect(await loopTurnsDuring(() => time.advance(1000))).toBeGreaterThan(25);
    expect(starts.length).toBe(100);
    // Each is late by the time that launching those before it took.
    expect(starts.map(({ lateMs }) => lateMs)).toEqual(Array.from({ length: 100 }, (_, before) => before));
    expect(new Set(starts.map(({ id }) => id)).size).toBe(100);
    await scheduler.stop();
  });

  it('never has two checks of one endpoint in flight, and counts the slots that it dropped', async () => {
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

  /** The first check takes no time, the others `ms`. `swallowed` lists how many slots each check swallowed. */
  function setUpSlow(ms: number) {
    const counts: number[] = [];
    const { time, scheduler } = setUp(async (_, { signal, swallowed }) => {
      const ended = new Promise<void>((resolve) => void time.timers.set(resolve, counts.length === 0 ? 0 : ms));
      await Promise.race([ended, untilAborted(signal)]);
      counts.push(swallowed()?.slots ?? 0);
      return { retryIn: null };
    });
    return { time, scheduler, swallowed: counts };
  }

  it('counts three swallowed slots for a check that takes three and a half intervals', async () => {
    const { time, scheduler, swallowed } = setUpSlow(3500);
    scheduler.add('a', 1000, 'now');
    scheduler.start();
    await time.advance(30_000);
    // The first two may not be at a slot.
    expect(swallowed.slice(2).length).toBeGreaterThan(5);
    expect(new Set(swallowed.slice(2))).toEqual(new Set([3]));
    expect(scheduler.missedSlots).toBe(swallowed.reduce((sum, slots) => sum + slots, 0));
    await scheduler.stop();
  });

  it('does not count as swallowed a slot that is too close to a manual check', async () => {
    const { time, scheduler, swallowed } = setUpSlow(450);
    scheduler.add('a', 1000, 'now');
    scheduler.start();
    await time.advance(10_000);
    // To 600 ms after a slot: the next slot comes before the check ends, but would be skipped in any case.
    await time.advance((stableOffset('a', 1000) + 600 + 1000 - (time.clock.now() % 1000)) % 1000);
    expect(scheduler.checkNow('a', false)).toBe(true);
    const before = swallowed.length;
    await time.advance(500);
    expect(swallowed.slice(before)).toEqual([0]);
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

  it('after a manual check, waits at least half an interval and at most one', async () => {
    const { time, starts, scheduler } = setUp();
    const slot = stableOffset('a', 10_000);
    scheduler.add('a', 10_000, 'now');
    scheduler.start();
    await time.advance(30_000);
    const waits = new Set<number>();
    for (let n = 0; n < 50; n++) {
      // Each round begins at another place in the interval.
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

  it('checks an edited endpoint at once, and again within an interval', async () => {
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

  it('checks many endpoints that start together only at their slots, after their first check', async () => {
    const { time, starts, scheduler } = setUp();
    for (let i = 0; i < 100; i++) scheduler.add(`e${i}`, 10_000, 'spread');
    scheduler.start();
    await time.advance(18_000);
    for (const [id, [, second]] of Map.groupBy(starts, (start) => start.id)) {
      expect((second?.at ?? 0) % 10_000).toBe(stableOffset(id, 10_000));
    }
    await scheduler.stop();
  });

  it('drops the slots that passed while the loop was blocked, and spreads the checks after it', async () => {
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

  it('cancels checks in flight on remove and hold, and continues when started again', async () => {
    const { time, starts, errors, scheduler } = setUp((_, { signal }) => untilAborted(signal));
    scheduler.add('a', 1000, 'now');
    scheduler.add('b', 1000, 'now');
    scheduler.start();
    await time.advance(10);
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

  it('spreads what fell due while it was held over the interval, but checks at once what was added meanwhile', async () => {
    const { time, starts, scheduler } = setUp();
    for (let i = 0; i < 100; i++) scheduler.add(`e${i}`, 60_000, 'spread');
    scheduler.start();
    await time.advance(100_000);
    scheduler.hold();
    // Shorter than the interval, on a machine whose monotonic clock continues while it sleeps.
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

  it('causes no second burst when many endpoints are checked at once', async () => {
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

  it('leaves half an interval between two checks when the multiplier is reduced', async () => {
    const { time, starts, scheduler } = setUp();
    for (let i = 0; i < 100; i++) scheduler.add(`e${i}`, 10_000, 'spread');
    scheduler.start();
    scheduler.setIntervalMultiplier(2);
    await time.advance(60_000);
    starts.length = 0;
    // To a time when some endpoints were just checked and are about to have a slot of the shorter interval.
    await time.advance(33_000);
    scheduler.setIntervalMultiplier(1);
    await time.advance(20_000);
    for (const ofOne of Map.groupBy(starts, ({ id }) => id).values()) {
      const gaps = ofOne.slice(1).map(({ at }, index) => at - (ofOne[index]?.at ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4999);
    }
    await scheduler.stop();
  });

  it('multiplies intervals, and does not wait for the end of a long one when the multiplier is reduced', async () => {
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

  it('reports a bug in a check and continues to check', async () => {
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
