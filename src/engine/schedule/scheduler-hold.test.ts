import { describe, expect, it } from 'vitest';
import { settle } from '../testing/fake-ports.ts';
import { endlessCheck, setUp, slotAfterTime } from './testing/noted-scheduler.ts';

describe('a multiplier', () => {
  it('leaves an endpoint due when it is due sooner than its new slot', async () => {
    const { time, moved, scheduler, next } = setUp();
    scheduler.add('a', 60_000, 'now');
    scheduler.start();
    await time.advance(0);
    const before = next('a');
    moved.length = 0;
    scheduler.setIntervalMultiplier(10);
    expect(next('a')).toBe(before);
    expect(moved).toEqual([]);
    await scheduler.stop();
  });

  it('that is reduced moves the only endpoint, says so, and sets the timer for it', async () => {
    const { time, starts, moved, scheduler, next } = setUp();
    scheduler.setIntervalMultiplier(100);
    scheduler.add('a', 10_000, 'now');
    scheduler.start();
    await time.advance(0);
    await time.advance(60_000);
    moved.length = 0;
    starts.length = 0;
    scheduler.setIntervalMultiplier(1);
    expect(moved).toEqual(['a']);
    expect(next('a')).toBe(slotAfterTime('a', 10_000, 60_000));
    await time.advance(10_000);
    expect(starts).toEqual([{ id: 'a', at: slotAfterTime('a', 10_000, 60_000), lateMs: 0 }]);
    await scheduler.stop();
  });

  it('does not start a second check of an endpoint in flight', async () => {
    const { run, ends } = endlessCheck();
    const { time, starts, scheduler, next } = setUp(run);
    scheduler.setIntervalMultiplier(10);
    scheduler.add('a', 10_000, 'now');
    scheduler.start();
    await time.advance(0);
    scheduler.setIntervalMultiplier(1);
    expect(next('a')).toBe(null);
    await time.advance(50_000);
    expect(starts).toHaveLength(1);
    ends[0]?.({ retryIn: null });
    await settle();
    expect(next('a')).toBe(slotAfterTime('a', 10_000, 50_000));
    await scheduler.stop();
  });
});

describe('slots that were missed', () => {
  it.each([
    [59_999, 0, 1],
    [60_000, 1, 0],
    [119_999, 1, 0],
    [150_000, 2, 0],
  ])('count exactly: a loop that is blocked until %d ms after a slot drops %d', async (ms, dropped, checked) => {
    const { time, starts, moved, scheduler, next } = setUp();
    scheduler.add('a', 60_000, 'spread');
    scheduler.start();
    await time.advance(3_000);
    // A slot.
    const due = next('a') ?? 0;
    await time.advance(due - 3_001);
    starts.length = 0;
    moved.length = 0;
    time.block(ms + 1);
    await time.advance(0);
    expect(scheduler.missedSlots).toBe(dropped);
    expect(starts.map(({ lateMs }) => lateMs)).toEqual(checked === 1 ? [ms] : []);
    expect(moved).toEqual(['a']);
    if (checked === 0) expect(next('a')).toBe(slotAfterTime('a', 60_000, due + ms));
    await scheduler.stop();
  });

  it.each([
    [0, 1],
    [59_999, 1],
    [60_000, 2],
    [150_000, 3],
  ])('while held count exactly: %d ms after it fell due, %d', async (ms, missed) => {
    const { time, moved, scheduler, next } = setUp();
    scheduler.add('a', 60_000, 'now');
    scheduler.start();
    await time.advance(0);
    const due = next('a') ?? 0;
    scheduler.hold();
    time.block(due + ms);
    moved.length = 0;
    scheduler.start();
    expect(scheduler.missedSlots).toBe(missed);
    expect(moved).toEqual(['a']);
    expect(next('a')).toBe(slotAfterTime('a', 60_000, due + ms));
    await scheduler.stop();
  });

  it('while held are none when it has not fallen due', async () => {
    const { time, moved, scheduler, next } = setUp();
    scheduler.add('a', 60_000, 'now');
    scheduler.start();
    await time.advance(0);
    const due = next('a') ?? 0;
    scheduler.hold();
    time.block(due - 1);
    moved.length = 0;
    scheduler.start();
    expect(scheduler.missedSlots).toBe(0);
    expect(moved).toEqual([]);
    expect(next('a')).toBe(due);
    await scheduler.stop();
  });
});

describe('holding', () => {
  it('forgets how checks end that were in flight, and gives them their next slot', async () => {
    const { run, ends } = endlessCheck();
    const { time, starts, moved, scheduler, next } = setUp(run);
    scheduler.add('a', 60_000, 'now');
    scheduler.start();
    await time.advance(0);
    scheduler.hold();
    ends[0]?.({ retryIn: 5 });
    await settle();
    expect(moved).toEqual([]);
    await time.advance(1_000);
    scheduler.start();
    expect(moved).toEqual(['a']);
    expect(next('a')).toBe(slotAfterTime('a', 60_000, 1_000));
    expect(starts).toHaveLength(1);
    await scheduler.stop();
  });

  it('starts no second check of an endpoint before the cancelled one has ended, and ignores what it returns', async () => {
    const { run, ends } = endlessCheck();
    const { time, starts, scheduler, next } = setUp(run);
    scheduler.add('a', 60_000, 'now');
    scheduler.start();
    await time.advance(0);
    scheduler.hold();
    scheduler.start();
    const slot = slotAfterTime('a', 60_000, 0);
    expect(scheduler.checkNow('a', false)).toBe(false);
    await time.advance(slot);
    expect(starts).toHaveLength(1);
    expect(next('a')).toBe(null);
    ends[0]?.({ retryIn: 5 });
    await settle();
    expect(next('a')).toBeGreaterThanOrEqual(slot + 30_000);
    expect(scheduler.checkNow('a', false)).toBe(true);
    await scheduler.stop();
  });
});

describe('stopping', () => {
  it('waits for the end of every check, and starts none', async () => {
    const { run, ends } = endlessCheck();
    const { time, starts, scheduler, next } = setUp(run);
    scheduler.add('a', 60_000, 'now');
    scheduler.add('b', 60_000, 'now');
    scheduler.start();
    await time.advance(10);
    const stopped: string[] = [];
    const stopping = scheduler.stop().then(() => stopped.push('stopped'));
    ends[0]?.({ retryIn: 1 });
    await settle();
    expect(stopped).toEqual([]);
    ends[1]?.({ retryIn: 1 });
    await stopping;
    scheduler.start();
    await time.advance(120_000);
    expect(starts).toHaveLength(2);
    expect(next('a')).toBe(null);
    expect(time.pending).toBe(0);
  });
});

describe('launching many checks', () => {
  it('lets the loop turn after 1 ms of work, and works longer in a turn when the loop is busy otherwise', async () => {
    const { time, starts, scheduler } = setUp(async () => {
      time.block(1);
      return { retryIn: null };
    });
    for (let i = 0; i < 60; i++) scheduler.add(`e${i}`, 600_000, 'now');
    // All are due when it starts.
    time.block(1000);
    scheduler.start();
    /** How many checks one turn launches: the timer of the next turn is set for now. */
    const counts: number[] = [];
    for (const others of [0, 0, 0, 20]) {
      const before = starts.length;
      time.block(others);
      await time.step();
      counts.push(starts.length - before);
    }
    expect(counts).toEqual([1, 1, 1, 20]);
    await scheduler.stop();
  });
});
