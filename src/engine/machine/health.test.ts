import { afterEach, describe, expect, it } from 'vitest';
import { createHealthMeter, type HealthMeter, type HealthSource } from './health.ts';

const source: HealthSource = {
  inFlight: 1,
  waiting: 2,
  missedSlots: 3,
  store: { queued: 0, writeMs: null, rowsWritten: 0, bytes: 0 },
};
const meters: HealthMeter[] = [];
afterEach(() => {
  for (const one of meters.splice(0)) one.stop();
});

/** A meter whose time a test moves. */
function setUp() {
  const at = { now: 1_000_000, busy: 0 };
  const loop = { turns: 0, isStopped: false };
  const delay = { p50: 1, p99: 2, max: 3 };
  const meter = createHealthMeter({
    now: () => at.now,
    loop: {
      read: () => delay,
      turn: () => void (loop.turns += 1),
      stop: () => void (loop.isStopped = true),
    },
    measureUtilization: () => {
      const from = { ...at };
      return () => (at.busy - from.busy) / (at.now - from.now);
    },
  });
  meters.push(meter);
  const pass = (ms: number, busyMs = 0) => {
    at.now += ms;
    at.busy += busyMs;
  };
  return { meter, loop, delay, pass, read: () => meter.read(source) };
}

describe('the health meter', () => {
  it('counts checks, the most in flight and queued, and how late they began', () => {
    const { meter, delay, pass, read } = setUp();
    meter.began(0.5, 7, 0);
    meter.began(20, 3, 9);
    meter.ended(false);
    meter.ended(true);
    pass(500, 100);
    const health = read();
    expect(health).toMatchObject({
      windowMs: 500,
      uptimeMs: 500,
      inFlight: 1,
      inFlightMax: 7,
      waiting: 2,
      waitingMax: 9,
      missedSlots: 3,
      checksTotal: 2,
      checks: 2,
      checksPerSecond: 4,
      disturbed: 1,
      loopUtilization: 0.2,
      loopDelay: delay,
    });
    expect(health.lateness.max).toBeCloseTo(20, 0);
    expect(health.lateness.p50).toBeCloseTo(0.5, 1);
    expect(health.memory.rss).toBeGreaterThan(1e6);
  });

  it('shows what is in flight and queued now when that is the most', () => {
    const { meter, read } = setUp();
    meter.began(0, 0, 1);
    expect(read()).toMatchObject({ inFlightMax: 1, waitingMax: 2 });
  });

  it('shows no lateness before the first check, and takes any', () => {
    const { meter, read } = setUp();
    expect(read().lateness).toEqual({ p50: 0, p99: 0, max: 0 });
    meter.began(0, 1, 0);
    meter.began(3_600_000, 1, 0);
    expect(read().lateness.max).toBeCloseTo(600_000, -4);
  });

  it('covers between one and two windows of five seconds', () => {
    const { meter, loop, pass, read } = setUp();
    meter.ended(true);
    meter.began(20, 7, 9);
    pass(4_999);
    expect(read()).toMatchObject({ checks: 1, windowMs: 4_999 });
    expect(loop.turns).toBe(0);
    pass(1);
    meter.ended(false);
    expect(read()).toMatchObject({ checks: 2, disturbed: 1, windowMs: 5_000, inFlightMax: 7 });
    expect(loop.turns).toBe(1);
    pass(4_000, 1_000);
    meter.ended(false);
    expect(read()).toMatchObject({ checks: 3, windowMs: 9_000, checksTotal: 3 });
    pass(1_000);
    // The first window is over. The one that is read now began five seconds ago.
    const health = read();
    expect(health).toMatchObject({ checks: 1, disturbed: 0, windowMs: 5_000, inFlightMax: 1, checksTotal: 3 });
    expect(health.lateness.max).toBe(0);
    expect(health.loopUtilization).toBe(0.2);
    expect(loop.turns).toBe(2);
  });

  it('stops the loop monitor', () => {
    const { meter, loop } = setUp();
    meter.stop();
    expect(loop.isStopped).toBe(true);
  });
});
