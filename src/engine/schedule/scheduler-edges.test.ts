import { describe, expect, it } from 'vitest';
import { createFakeTime, settle } from '../testing/fake-ports.ts';
import { stableOffset } from './cadence.ts';
import { createScheduler, type NextCheck, type Run } from './scheduler.ts';

interface Started {
  readonly id: string;
  /** Milliseconds since the test began. */
  readonly at: number;
  readonly lateMs: number;
}

/** A scheduler of which everything is noted. Its time begins at a full minute, so slots are easy to tell. */
function setUp(run: (id: string, run: Run) => Promise<NextCheck> = async () => ({ retryIn: null })) {
  const time = createFakeTime();
  const from = time.clock.now();
  const zero = time.clock.mono();
  const starts: Started[] = [];
  const moved: string[] = [];
  const scheduler = createScheduler({
    clock: time.clock,
    timers: time.timers,
    run: (id, options) => {
      starts.push({ id, at: time.clock.now() - from, lateMs: options.lateMs });
      return run(id, options);
    },
    onError: (_, error) => {
      throw error;
    },
    onMoved: (id) => void moved.push(id),
  });
  /** When the next check is due, since the test began. */
  const next = (id: string) => {
    const at = scheduler.nextAt(id);
    return at === null ? null : at - zero;
  };
  return { time, starts, moved, scheduler, next };
}

/** The first slot of an endpoint after a time. */
function slotAfterTime(id: string, interval: number, after: number): number {
  const offset = stableOffset(id, interval);
  return offset + (Math.floor((after - offset) / interval) + 1) * interval;
}

/** A check that ends when the test says so, and ignores its signal. */
function endlessCheck() {
  const ends: ((next: NextCheck) => void)[] = [];
  const run = () => new Promise<NextCheck>((resolve) => void ends.push(resolve));
  return { run, ends };
}

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

  it('while its check is in flight waits for the end of that', async () => {
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
    await time.advance(0);
    expect(starts).toHaveLength(2);
    ends[0]?.({ retryIn: 5 });
    await settle();
    expect(next('a')).toBe(null);
    expect(moved).toEqual([]);
    ends[1]?.({ retryIn: 7 });
    await settle();
    expect(next('a')).toBe(7);
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
    await time.advance(0);
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
