import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { LoopClock } from './loop-clock.ts';

/** A loop whose time a test moves. */
function fakeLoop() {
  const at = { now: 1000, idle: 500, turns: 7, queued: 3 };
  let ended: (() => void) | undefined;
  const clock = new LoopClock({
    now: () => at.now,
    idle: () => at.idle,
    turns: () => at.turns,
    queued: () => at.queued,
    afterEvents(callback) {
      expect(ended).toBe(undefined);
      ended = callback;
    },
  });
  const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
  return {
    clock,
    /** The events of this turn are handled. */
    endEvents() {
      ended?.();
      ended = undefined;
    },
    /** The thread has something to do, but gets no processor. */
    queue(ms: number) {
      at.now += ms;
      at.idle += ms;
      at.queued += ms;
    },
    /** How long ago arrived what is handled now, and how much longer ago it may have been. */
    arrived() {
      clock.look();
      return [rounded(at.now - clock.arrivedAt), rounded(clock.unseenMs)];
    },
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
      return rounded(clock.heldMs);
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

describe('when something arrived', () => {
  /** A loop whose last turn was looked at, also at its end. */
  function seenLoop() {
    const loop = fakeLoop();
    loop.wait(100);
    loop.arrived();
    loop.endEvents();
    return loop;
  }

  it('is when the loop stopped to wait, however many events it handled first', () => {
    const loop = seenLoop();
    loop.wait(100);
    loop.work(4);
    expect(loop.arrived()).toEqual([4, 0]);
    loop.work(3);
    expect(loop.arrived()).toEqual([7, 0]);
  });

  it('is before the time for which the thread had to wait for a CPU', () => {
    const loop = seenLoop();
    loop.wait(100);
    loop.queue(5);
    loop.work(1);
    expect(loop.arrived()).toEqual([6, 0]);
    expect(loop.held()).toBe(6);
  });

  it('is not before the loop asked, when it only waited for a CPU and not for events', () => {
    const loop = seenLoop();
    loop.wait(100);
    loop.arrived();
    loop.work(2);
    loop.endEvents();
    loop.turn();
    loop.queue(5);
    expect(loop.arrived()).toEqual([5, 2]);
  });

  it('is unseen while the loop handles the events before', () => {
    const loop = seenLoop();
    loop.wait(100);
    loop.work(1);
    expect(loop.arrived()).toEqual([1, 0]);
    loop.work(8);
    loop.endEvents();
    loop.turn();
    loop.work(2);
    expect(loop.arrived()).toEqual([2, 9]);
    loop.endEvents();
    loop.wait(50);
    expect(loop.arrived()).toEqual([0, 0]);
  });

  it('is now for a timer, which comes after the events of its turn', () => {
    const loop = seenLoop();
    loop.wait(100);
    loop.work(3);
    expect(loop.arrived()).toEqual([3, 0]);
    loop.endEvents();
    loop.work(2);
    expect(loop.arrived()).toEqual([0, 0]);
  });

  it('is now after timers: they may have come before or after the loop asked', () => {
    const loop = seenLoop();
    loop.wait(100);
    loop.work(1);
    loop.arrived();
    loop.work(7);
    loop.endEvents();
    loop.work(2);
    expect(loop.arrived()).toEqual([0, 0]);
    loop.work(5);
    loop.turn();
    loop.work(3);
    // It came at any time since the loop asked before, while it was busy.
    expect(loop.arrived()).toEqual([0, 18]);
    loop.work(4);
    loop.endEvents();
    loop.turn();
    loop.work(1);
    // The timers after the events count: the loop may have asked before them.
    expect(loop.arrived()).toEqual([1, 12]);
  });

  it('is now when turns passed that were not looked at: only the bound is known', () => {
    const loop = seenLoop();
    loop.turn();
    loop.work(3);
    loop.turn();
    loop.work(2);
    expect(loop.arrived()).toEqual([0, 5]);
    // Nobody looked at the end of this turn.
    loop.wait(100);
    loop.work(4);
    expect(loop.arrived()).toEqual([0, 4]);
  });
});

describe('the loop of this thread', () => {
  it('knows when an event arrived that had to wait for another', async () => {
    const clock = new LoopClock();
    const looks = Promise.withResolvers<[number, number]>();
    // Both are ready when the loop asks next: the first holds up the second.
    const [first, second] = [new MessageChannel(), new MessageChannel()];
    first.port2.on('message', () => {
      clock.look();
      const until = performance.now() + 30;
      while (performance.now() < until);
    });
    second.port2.on('message', () => {
      clock.look();
      looks.resolve([clock.now - clock.arrivedAt, clock.heldMs]);
    });
    clock.look();
    await new Promise((resolve) => setImmediate(resolve));
    first.port1.postMessage('');
    second.port1.postMessage('');
    const [late, held] = await looks.promise;
    for (const { port1 } of [first, second]) port1.close();
    expect(late).toBeGreaterThan(29);
    expect(held).toBeGreaterThan(29);
  });
});
