import { describe, expect, it } from 'vitest';
import { settle } from '../testing/fake-ports.ts';
import { stableOffset } from './cadence.ts';
import { endlessCheck, setUp, slotAfterTime } from './testing/noted-scheduler.ts';

describe('the first check', () => {
  it('is spread over three seconds, or over the interval when that is shorter, at a place that stays the same', async () => {
    const { time, starts, scheduler, next } = setUp();
    scheduler.add('a', 60_000, 'spread');
    scheduler.add('b', 1_000, 'spread');
    scheduler.add('c', 60_000, 'now');
    expect([next('a'), next('b'), next('c')]).toEqual([null, null, null]);
    scheduler.start();
    expect(next('a')).toBe(stableOffset('a', 3_000));
    expect(next('b')).toBe(stableOffset('b', 1_000));
    expect(next('c')).toBe(0);
    expect([stableOffset('a', 3_000), stableOffset('b', 1_000)].every((offset) => offset > 0)).toBe(true);
    await time.advance(3_000);
    expect(starts.find(({ id }) => id === 'a')?.at).toBe(stableOffset('a', 3_000));
    await scheduler.stop();
  });

  it('comes also when the endpoint was added after the start', async () => {
    const { time, starts, scheduler } = setUp();
    scheduler.start();
    await time.advance(1_234);
    scheduler.add('a', 60_000, 'now');
    await time.advance(0);
    expect(starts).toEqual([{ id: 'a', at: 1_234, lateMs: 0 }]);
    await scheduler.stop();
  });

  it('at once comes 10 ms after the one before, so that checks do not hold each other up, and within 200 ms', async () => {
    const { time, starts, scheduler } = setUp();
    scheduler.start();
    for (let index = 0; index < 25; index += 1) scheduler.add(`e${index}`, 60_000, 'now');
    await time.advance(1_000);
    const expected = Array.from({ length: 25 }, (_, index) => Math.min(10 * index, 200));
    expect(starts.map(({ at }) => at)).toEqual(expected);
    expect(starts.every(({ lateMs }) => lateMs === 0)).toBe(true);
    // After a while, the next one starts at once again.
    expect(scheduler.checkNow('e3', false)).toBe(true);
    expect(scheduler.checkNow('e4', false)).toBe(true);
    await time.advance(0);
    expect(starts.at(-1)).toEqual({ id: 'e3', at: 1_000, lateMs: 0 });
    await time.advance(10);
    expect(starts.at(-1)).toEqual({ id: 'e4', at: 1_010, lateMs: 0 });
    await scheduler.stop();
  });

  it('of an endpoint that was not one of many is followed by one within an interval; of many, by its slot', async () => {
    const { time, scheduler, next } = setUp();
    // Just before its slot: the next one is more than an interval away.
    const slot = slotAfterTime('a', 60_000, 0);
    await time.advance(slot - 10_000);
    scheduler.add('a', 60_000, 'now');
    scheduler.start();
    await time.advance(0);
    expect(next('a')).toBe(slot + 60_000 - 30_000);
    expect(scheduler.checkNow('a', true)).toBe(true);
    await time.advance(0);
    expect(next('a')).toBe(slot + 60_000);
    await scheduler.stop();
  });
});

describe('adding an endpoint again', () => {
  it('changes its interval and leaves one check of it', async () => {
    const { time, starts, scheduler } = setUp();
    scheduler.add('a', 60_000, 'now');
    scheduler.start();
    await time.advance(100);
    scheduler.add('a', 1_000, 'now');
    starts.length = 0;
    await time.advance(20_000);
    const at = starts.slice(2).map((start) => start.at % 1_000);
    expect(new Set(at)).toEqual(new Set([stableOffset('a', 1_000)]));
    expect(starts.length).toBeGreaterThan(19);
    expect(starts.length).toBeLessThan(23);
    scheduler.remove('a');
    expect(time.pending).toBe(0);
    await scheduler.stop();
  });

  it('applies the multiplier to the new interval', async () => {
    const { time, starts, scheduler } = setUp();
    scheduler.setIntervalMultiplier(3);
    scheduler.add('a', 60_000, 'now');
    scheduler.start();
    scheduler.add('a', 1_000, 'now');
    await time.advance(30_000);
    const gaps = starts.slice(3).map(({ at }, n) => at - (starts[n + 2]?.at ?? 0));
    expect(new Set(gaps)).toEqual(new Set([3_000]));
    await scheduler.stop();
  });

  it('while its check is in flight waits for that check to end', async () => {
    const { run, ends } = endlessCheck();
    const { time, starts, scheduler, next } = setUp(run);
    scheduler.add('a', 60_000, 'now');
    scheduler.start();
    await time.advance(0);
    scheduler.add('a', 1_000, 'now');
    await time.advance(5_000);
    expect(starts).toHaveLength(1);
    expect(next('a')).toBe(null);
    ends[0]?.({ retryIn: null });
    await settle();
    expect(next('a')).toBe(slotAfterTime('a', 1_000, 5_000));
    scheduler.hold();
    ends[1]?.({ retryIn: null });
    await scheduler.stop();
  });
});

describe('removing an endpoint', () => {
  it('that is unknown changes nothing, and checking it is refused', () => {
    const { scheduler, next } = setUp();
    scheduler.remove('a');
    scheduler.start();
    expect(scheduler.checkNow('a', false)).toBe(false);
    expect(next('a')).toBe(null);
  });

  it('leaves no timer', async () => {
    const { time, scheduler } = setUp();
    scheduler.add('a', 60_000, 'now');
    scheduler.start();
    await time.advance(0);
    expect(time.pending).toBe(1);
    scheduler.remove('a');
    expect(time.pending).toBe(0);
    await scheduler.stop();
  });

  it('and adding it again while its check runs ignores how that ends', async () => {
    const { run, ends } = endlessCheck();
    const { time, starts, moved, scheduler, next } = setUp(run);
    scheduler.add('a', 60_000, 'now');
    scheduler.start();
    await time.advance(0);
    scheduler.remove('a');
    scheduler.add('a', 60_000, 'now');
    await time.advance(10);
    expect(starts).toHaveLength(2);
    ends[0]?.({ retryIn: 5 });
    await settle();
    expect(next('a')).toBe(null);
    expect(moved).toEqual([]);
    ends[1]?.({ retryIn: 7 });
    await settle();
    expect(next('a')).toBe(17);
    expect(moved).toEqual(['a']);
    await scheduler.stop();
  });
});

describe('checking now', () => {
  it('is refused before the start and while held', async () => {
    const { time, starts, scheduler } = setUp();
    scheduler.add('a', 60_000, 'now');
    expect(scheduler.checkNow('a', false)).toBe(false);
    scheduler.start();
    await time.advance(0);
    scheduler.hold();
    expect(scheduler.checkNow('a', false)).toBe(false);
    await time.advance(0);
    expect(starts).toHaveLength(1);
    await scheduler.stop();
  });
});

describe('when the next check is due', () => {
  it('is known for queued endpoints only', async () => {
    const { run, ends } = endlessCheck();
    const { time, scheduler, next } = setUp(run);
    scheduler.add('a', 60_000, 'now');
    scheduler.add('b', 60_000, 'spread');
    scheduler.start();
    expect([next('a'), next('b'), next('c')]).toEqual([0, stableOffset('b', 3_000), null]);
    await time.advance(0);
    expect(next('a')).toBe(null);
    ends[0]?.({ retryIn: 4_000 });
    await settle();
    expect(next('a')).toBe(4_000);
    scheduler.hold();
    expect([next('a'), next('b')]).toEqual([null, null]);
    await scheduler.stop();
  });
});
