import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loopClock } from '../../../base/loop-clock.ts';
import { Stopwatch } from './stopwatch.ts';

describe('Stopwatch', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  const pass = (ms: number) => vi.advanceTimersByTime(ms);

  it('measures phases in the order in which they were first entered, and adds up those entered again', () => {
    const watch = new Stopwatch();
    pass(1);
    watch.enter('dns');
    pass(10);
    watch.enter('connect');
    pass(20);
    watch.enter('dns');
    pass(30);
    expect(watch.phase).toBe('dns');
    const { durationMs, phases } = watch.stop();
    // What came before the first phase was preparation.
    expect(durationMs).toBe(60);
    expect(phases).toEqual({ dns: 40, connect: 20 });
    expect(Object.keys(phases)).toEqual(['dns', 'connect']);
  });

  it('does not count what comes after a pause, unless another phase is entered', () => {
    const watch = new Stopwatch();
    watch.enter('wait');
    pass(10);
    watch.pause();
    pass(100);
    watch.pause();
    expect(watch.phase).toBe('wait');
    expect(watch.stop()).toMatchObject({ durationMs: 10, phases: { wait: 10 } });

    const redirected = new Stopwatch();
    redirected.enter('wait');
    pass(10);
    redirected.pause();
    pass(100);
    redirected.enter('transfer');
    pass(1);
    expect(redirected.stop()).toMatchObject({ durationMs: 111, phases: { wait: 10, transfer: 1 } });
  });

  it('subtracts the time of this machine’s own work from the phase and from the total', () => {
    const watch = new Stopwatch();
    watch.enter('dns');
    pass(1_000);
    watch.exclude(900);
    watch.enter('connect');
    pass(5);
    expect(watch.stop()).toMatchObject({ durationMs: 105, phases: { dns: 100, connect: 5 } });
  });

  it('does not count what was done before begin(), neither for the phase nor for the whole check', () => {
    const watch = new Stopwatch();
    watch.enter('connect');
    pass(7);
    watch.begin();
    pass(10);
    watch.enter('wait');
    pass(5);
    watch.begin();
    pass(1);
    expect(watch.stop()).toMatchObject({ durationMs: 11, phases: { connect: 10, wait: 1 } });
  });

  it('has no phases when none was entered, and cuts figures to microseconds', () => {
    const watch = new Stopwatch();
    pass(1);
    expect(watch.phase).toBe(undefined);
    expect(watch.stop()).toMatchObject({ durationMs: 1, phases: {} });
    vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(1.234_567_8);
    expect(new Stopwatch().stop().durationMs).toBe(1.235);
  });
});

describe('what arrived while the loop was busy', () => {
  /** What the clock says from now on. */
  const clockSays = (now: number, arrivedAt = now, unseenMs = 0): void => {
    Object.assign(loopClock, { now, arrivedAt, unseenMs, heldMs: now - arrivedAt + unseenMs });
  };
  beforeEach(() => void vi.spyOn(loopClock, 'look').mockReturnValue());
  afterEach(() => void vi.restoreAllMocks());

  it.each([
    ['in the middle of the time in which it may have come', 1_090, 20, 80],
    ['but not before the phase began', 1_090, 500, 45],
    ['exactly, when the loop had waited for it', 1_090, 0, 90],
  ])('counts as having come %s', (_, arrivedAt, unseenMs, waitMs) => {
    clockSays(1_000);
    const watch = new Stopwatch();
    watch.enter('wait');
    clockSays(1_100, arrivedAt, unseenMs);
    watch.enterOnArrival('transfer');
    watch.pause();
    const { durationMs, phases, selfMs } = watch.stop();
    expect({ durationMs, phases }).toEqual({ durationMs: waitMs, phases: { wait: waitMs, transfer: 0 } });
    // The longest time that it may have waited for the loop, beyond the work that each check needs.
    expect(selfMs).toBeGreaterThanOrEqual(Math.max(0, Math.min(waitMs, unseenMs) - 10));
  });
});

describe('Stopwatch on a real loop', () => {
  function hold(ms: number): void {
    const until = performance.now() + ms;
    while (performance.now() < until);
  }

  it('says that the loop was held while an answer waited to be read, and only then', async () => {
    const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const check = async (meanwhile: () => void) => {
      const watch = new Stopwatch();
      watch.enter('connect');
      const socket = connect(port, '127.0.0.1');
      meanwhile();
      await once(socket, 'connect');
      watch.pause();
      socket.destroy();
      return watch.stop();
    };
    // The first one also loads code.
    await check(() => undefined);
    const held = await check(() => hold(80));
    // The answer came at some time during the 80 ms: their middle is reported.
    expect(held.durationMs).toBeGreaterThan(39);
    // Up to 10 ms are the check's own work.
    expect(held.selfMs).toBeGreaterThan(29);
    expect(held.selfMs).toBeLessThanOrEqual(Math.ceil(held.durationMs * 10) / 10);
    server.close();
    await once(server, 'close');
  });

  it('measures until an answer came, not until it was read', async () => {
    const server = createServer((socket) => socket.end('answer')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const began = performance.now();
    const watch = new Stopwatch();
    watch.enter('wait');
    await new Promise<void>((resolve) => {
      // Something else that the loop does first, in the same turn.
      socket.prependListener('data', () => hold(80));
      socket.once('data', () => {
        watch.enterOnArrival('transfer');
        hold(40);
        watch.pause();
        resolve();
      });
    });
    const tookMs = performance.now() - began;
    const { durationMs, phases } = watch.stop();
    expect(durationMs).toBeLessThan(tookMs - 119);
    expect(phases['transfer']).toBe(0);
    socket.destroy();
    server.close();
    await once(server, 'close');
  });

  it('does not count work that was done before the check', async () => {
    hold(300);
    const watch = new Stopwatch();
    watch.enter('wait');
    await new Promise((resolve) => setImmediate(resolve));
    expect(watch.stop().selfMs).toBeLessThan(200);
  });
});
