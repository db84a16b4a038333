import { describe, expect, it } from 'vitest';
import { createFakeTime } from '../testing/fake-ports.ts';
import { createPeriodicTasks } from '../base/periodic-tasks.ts';
import { createClockGaps, TICK_MS, type Gap } from './clock-gaps.ts';

function setUp() {
  const time = createFakeTime();
  const awake: Gap[] = [];
  const detector = createClockGaps(time.clock, (gap) => awake.push(gap));
  detector.tick();
  createPeriodicTasks({ timers: time.timers, onError: () => expect.unreachable() }).add(() => detector.tick(), TICK_MS);
  return { time, awake, detector };
}

describe('createClockGaps', () => {
  it('reports nothing while time passes evenly', async () => {
    const { time, awake, detector } = setUp();
    const from = time.clock.mono();
    await time.advance(60_000);
    expect(detector.worstSince(from)).toBe(null);
    expect(awake).toEqual([]);
  });

  it('detects sleep from the wall clock, even before the next tick', async () => {
    const { time, awake, detector } = setUp();
    await time.advance(2500);
    const from = time.clock.mono();
    time.sleep(600_000);
    expect(detector.worstSince(from)).toMatchObject({ kind: 'asleep', ms: 600_000 });
    await time.advance(2000);
    expect(awake.length).toBe(1);
    expect(detector.worstSince(time.clock.mono() - 100)).toBe(null);
  });

  it('detects a blocked loop, and counts a long block as sleep', async () => {
    const { time, detector } = setUp();
    const from = time.clock.mono();
    time.block(1700);
    await time.advance(0);
    expect(detector.worstSince(from)).toMatchObject({ kind: 'late', ms: 700 });
    time.block(60_000);
    expect(detector.worstSince(from)).toMatchObject({ kind: 'asleep' });
  });

  it('detects a clock that was set back', async () => {
    const { time, detector } = setUp();
    await time.advance(1500);
    const from = time.clock.mono();
    time.sleep(-3_600_000);
    expect(detector.worstSince(from)).toMatchObject({ kind: 'asleep', ms: 3_600_000 });
  });
});
