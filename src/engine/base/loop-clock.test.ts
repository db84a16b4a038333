import { describe, expect, it } from 'vitest';
import { LoopClock } from './loop-clock.ts';

/** A loop whose time a test moves. */
function fakeLoop() {
  const at = { now: 1000, idle: 500, turns: 7 };
  const clock = new LoopClock({ now: () => at.now, idle: () => at.idle, turns: () => at.turns });
  return {
    clock,
    /** The loop waits for events. */
    wait(ms: number) {
      at.now += ms;
      at.idle += ms;
      at.turns += 1;
    },
    /** The loop goes around without waiting: there were events already. */
    turn() {
      at.turns += 1;
    },
    work(ms: number) {
      at.now += ms;
    },
    held() {
      clock.look();
      return Math.round(clock.heldMs * 1000) / 1000;
    },
  };
}

describe('the loop clock', () => {
  it('counts what the loop did since it waited for events', () => {
    const loop = fakeLoop();
    loop.wait(100);
    expect(loop.held()).toBe(0);
    loop.wait(100);
    loop.work(5);
    expect(loop.held()).toBe(5);
    loop.work(2);
    expect(loop.held()).toBe(7);
    loop.wait(50);
    expect(loop.held()).toBe(0);
  });

  it('counts all of it when it was not looked at in between: it may have come after the event', () => {
    const loop = fakeLoop();
    loop.work(3);
    loop.wait(100);
    loop.work(4);
    loop.wait(100);
    expect(loop.held()).toBe(7);
  });

  it('does not take the time of a look for waiting', () => {
    const loop = fakeLoop();
    loop.work(3);
    expect(loop.held()).toBe(3);
    loop.wait(0.005);
    loop.work(4);
    expect(loop.held()).toBe(7);
  });

  it('counts no more than two turns of a loop that never waits', () => {
    const loop = fakeLoop();
    loop.wait(100);
    const held = Array.from({ length: 5 }, () => {
      loop.turn();
      loop.work(10);
      return loop.held();
    });
    // An event of a turn was not there in the turn before the one before.
    expect(held).toEqual([10, 20, 20, 20, 20]);
  });
});
