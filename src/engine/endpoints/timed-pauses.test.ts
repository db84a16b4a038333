import { describe, expect, it } from 'vitest';
import { createFakeTime } from '../testing/fake-ports.ts';
import { createTimedPauses } from './timed-pauses.ts';

function setUp(fails = 0) {
  const time = createFakeTime();
  const resumed: string[][] = [];
  const errors: unknown[] = [];
  const pauses = createTimedPauses({
    clock: time.clock,
    timers: time.timers,
    async resume(ids) {
      if (fails-- > 0) throw new Error('The disk is full');
      resumed.push([...ids]);
      for (const id of ids) pauses.put({ id, pausedUntil: null });
    },
    onError: (error) => errors.push(error),
  });
  const inMs = (ms: number) => time.clock.now() + ms;
  return { time, pauses, resumed, errors, inMs };
}

describe('timed pauses', () => {
  it('end on time, the earliest first, in whatever order they were added', async () => {
    const { time, pauses, resumed, inMs } = setUp();
    pauses.put({ id: 'late', pausedUntil: inMs(500_000) });
    pauses.put({ id: 'soon', pausedUntil: inMs(1000) });
    pauses.put({ id: 'withSoon', pausedUntil: inMs(1000) });
    pauses.put({ id: 'for good', pausedUntil: null });
    await time.advance(999);
    expect(resumed).toEqual([]);
    await time.advance(1);
    expect(resumed).toEqual([['soon', 'withSoon']]);
    await time.advance(499_000);
    expect(resumed).toEqual([['soon', 'withSoon'], ['late']]);
    expect(time.pending).toBe(0);
  });

  it('end at once when their time has passed, for example after a restart', async () => {
    const { time, pauses, resumed, inMs } = setUp();
    pauses.put({ id: 'a', pausedUntil: inMs(-5000) });
    await time.advance(0);
    expect(resumed).toEqual([['a']]);
  });

  it('end soon after this machine slept through their end', async () => {
    const { time, pauses, resumed, inMs } = setUp();
    pauses.put({ id: 'a', pausedUntil: inMs(3_600_000) });
    time.sleep(7_200_000);
    await time.advance(60_000);
    expect(resumed).toEqual([['a']]);
  });

  it('are dropped when the endpoint is resumed, paused for longer, or removed', async () => {
    const { time, pauses, resumed, inMs } = setUp();
    for (const id of ['a', 'b', 'c']) pauses.put({ id, pausedUntil: inMs(1000) });
    pauses.put({ id: 'a', pausedUntil: null });
    pauses.put({ id: 'b', pausedUntil: inMs(2000) });
    pauses.remove('c');
    await time.advance(1500);
    expect(resumed).toEqual([]);
    await time.advance(500);
    expect(resumed).toEqual([['b']]);
  });

  it('are retried when they cannot be ended, and leave no timer behind', async () => {
    const { time, pauses, resumed, errors, inMs } = setUp(1);
    pauses.put({ id: 'a', pausedUntil: inMs(1000) });
    await time.advance(1000);
    expect(errors).toHaveLength(1);
    await time.advance(60_000);
    expect(resumed).toEqual([['a']]);
    pauses.put({ id: 'b', pausedUntil: inMs(1000) });
    pauses.stop();
    expect(time.pending).toBe(0);
  });
});
