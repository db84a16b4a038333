import { describe, expect, it } from 'vitest';
import type { Presence } from '../store/status-history.ts';
import { createFakeTime } from '../testing/fake-ports.ts';
import { createPresenceRecorder } from './presence.ts';

function setUp() {
  const time = createFakeTime(0);
  const recorded: Presence[] = [];
  const store = { recordPresence: (presence: Presence) => void recorded.push(presence) };
  return { time, recorded, recorder: createPresenceRecorder({ clock: time.clock, store }) };
}

describe('presence', () => {
  it('is stored at the start, about once a minute, and at the end', () => {
    const { time, recorded, recorder } = setUp();
    expect(recorder.current()).toBeNull();
    recorder.start();
    for (let second = 0; second < 150; second += 1) {
      time.block(1000);
      recorder.tick();
    }
    recorder.stop();
    expect(recorded).toEqual([0, 60_000, 120_000, 150_000].map((to) => ({ state: 'running', from: 0, to })));
    expect(recorder.current()).toEqual({ state: 'running', from: 0, to: 150_000 });
  });

  it('records sleep that the system announced, and sleep that was noticed afterwards', () => {
    const { time, recorded, recorder } = setUp();
    recorder.start();
    time.block(1000);
    recorder.suspend();
    time.sleep(5000);
    recorder.resume();
    recorder.slept({ from: 7000, to: 9000 });
    expect(recorded.filter(({ state }) => state === 'asleep')).toEqual([{ state: 'asleep', from: 1000, to: 6000 }]);
    time.sleep(3000);
    recorder.slept({ from: 7000, to: 9000 });
    expect(recorded.at(-1)).toEqual({ state: 'asleep', from: 7000, to: 9000 });
  });

  it('does not end before it began when the clock is set back', () => {
    const { time, recorded, recorder } = setUp();
    time.block(10_000);
    recorder.start();
    time.sleep(-8000);
    recorder.stop();
    expect(recorded.at(-1)).toEqual({ state: 'running', from: 10_000, to: 10_000 });
  });
});
