import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { LoopClock } from './loop-clock.ts';

/** A loop whose time the test controls. */
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
    /** The thread has work to do, but no processor runs it. */
    queue(ms: number) {
      at.now += ms;
      at.idle += ms;
      at.queued += ms;
    },
    /**
     * How long ago the event that is handled now arrived, and how much earlier it may have arrived, in milliseconds.
     */
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
    /** The loop makes a turn without waiting, because events are already there. */
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
  it('counts the work of the loop since it last waited for events', () => {
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

  it('counts all work since the last look, because it may have come after the event', () => {
    const loop = fakeLoop();
    loop.work(3);
    loop.wait(100);
    loop.work(4);
    loop.wait(100);
    expect(loop.held()).toBe(7);
  });

  it('does not count the time of a look as waiting', () => {
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
    // An event was not there two turns earlier.
    expect(held).toEqual([10, 20, 20, 20, 20]);
  });
});

describe('when something arrived', () => {
  /** A loop whose last turn was looked at, at its start and its end. */
  function seenLoop() {
    const loop = fakeLoop();
    loop.wait(100);
    loop.arrived();
    loop.endEvents();
    return loop;
  }

  it('is when the loop stopped waiting, however many events it handled first', () => {
    const loop = seenLoop();
    loop.wait(100);
    loop.work(4);
    expect(loop.arrived()).toEqual([4, 0]);
    loop.work(3);
    expect(loop.arrived()).toEqual([7, 0]);
  });

  it('is before the time that the thread waited for a CPU', () => {
    const loop = seenLoop();
    loop.wait(100);
    loop.queue(5);
    loop.work(1);
    expect(loop.arrived()).toEqual([6, 0]);
    expect(loop.held()).toBe(6);
  });

  it('is not before the loop asked for events, if it waited only for a CPU', () => {
    const loop = seenLoop();
    loop.wait(100);
    loop.arrived();
    loop.work(2);
    loop.endEvents();
    loop.turn();
    loop.queue(5);
    expect(loop.arrived()).toEqual([5, 2]);
  });

  it('is uncertain by the time that the loop handled earlier events', () => {
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

  it('is now after timers, which may have run before or after the loop asked for events', () => {
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
    // It may have come at any time since the loop last asked, while the loop was busy.
    expect(loop.arrived()).toEqual([0, 18]);
    loop.work(4);
    loop.endEvents();
    loop.turn();
    loop.work(1);
    // The timers after the events count: the loop may have asked before them.
    expect(loop.arrived()).toEqual([1, 12]);
  });

  it('is now if some turns were not looked at, with a bound', () => {
    const loop = seenLoop();
    loop.turn();
    loop.work(3);
    loop.turn();
    loop.work(2);
    expect(loop.arrived()).toEqual([0, 5]);
    // The end of this turn was not looked at.
    loop.wait(100);
    loop.work(4);
    expect(loop.arrived()).toEqual([0, 4]);
  });
});

describe('the loop of this thread', () => {
  it('knows when an event arrived that had to wait for another one', async () => {
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
