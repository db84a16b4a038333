import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLoopMonitor, type DelayHistogram, type LoopMonitor } from './loop-monitor.ts';

const monitors: LoopMonitor[] = [];
afterEach(() => {
  for (const one of monitors.splice(0)) one.stop();
});

/** A histogram that a test fills. Like Node's, it includes the sampling interval, and its figures are nanoseconds. */
function fakeHistogram(resolution: number) {
  let samples: number[] = [];
  const sorted = () => samples.toSorted((a, b) => a - b);
  return {
    resolution,
    isOn: false,
    /** The loop ran a sample this many milliseconds late. */
    late(...ms: readonly number[]) {
      samples.push(...ms.map((one) => (one + resolution) * 1e6));
    },
    get count() {
      return samples.length;
    },
    get max() {
      return Math.max(0, ...samples);
    },
    percentile: (share: number) => sorted()[Math.ceil((share / 100) * samples.length) - 1] ?? 0,
    reset() {
      samples = [];
    },
    enable() {
      this.isOn = true;
      return true;
    },
    disable() {
      this.isOn = false;
      return true;
    },
  };
}

function setUp() {
  const histograms: ReturnType<typeof fakeHistogram>[] = [];
  const loop = { utilization: 0.5 };
  const monitor = createLoopMonitor({
    createHistogram(resolution): DelayHistogram {
      const histogram = fakeHistogram(resolution);
      histograms.push(histogram);
      return histogram;
    },
    measureUtilization: () => () => loop.utilization,
  });
  monitors.push(monitor);
  const active = () => histograms.filter(({ isOn }) => isOn).map(({ resolution }) => resolution);
  const newest = () => {
    const histogram = histograms.at(-1);
    if (histogram === undefined) throw new Error('nothing samples');
    return histogram;
  };
  return { monitor, loop, active, newest };
}

const NONE = { p50: 0, p99: 0, max: 0 };

describe('the loop monitor', () => {
  it('reports no delay before the first sample', () => {
    const { monitor } = setUp();
    expect(monitor.read()).toEqual(NONE);
  });

  it('reports the percentiles in milliseconds, without the time between two samples', () => {
    const { monitor, newest } = setUp();
    newest().late(...Array.from({ length: 98 }, () => 1.26), 40, 400);
    expect(monitor.read()).toEqual({ p50: 1.3, p99: 40, max: 400 });
  });

  it('reports no delay for a sample that came early', () => {
    const { monitor, newest } = setUp();
    newest().late(-0.4);
    expect(monitor.read()).toEqual(NONE);
  });

  it('remembers a delay for one more window', () => {
    const { monitor, newest } = setUp();
    newest().late(400);
    expect(monitor.read().max).toBe(400);
    monitor.turn();
    newest().late(3);
    expect(monitor.read().max).toBe(400);
    monitor.turn();
    expect(monitor.read().max).toBe(3);
    monitor.turn();
    expect(monitor.read()).toEqual(NONE);
  });

  it('samples an idle loop rarely, and a busy one often', () => {
    const { monitor, loop, active } = setUp();
    expect(active()).toEqual([20]);
    loop.utilization = 0.05;
    monitor.read();
    // The former one is kept for one more reading.
    expect(active()).toEqual([20, 250]);
    monitor.read();
    expect(active()).toEqual([250]);
    loop.utilization = 0.06;
    monitor.read();
    monitor.read();
    expect(active()).toEqual([20]);
  });

  it('keeps what it measured when the time between two samples changes', () => {
    const { monitor, loop, newest, active } = setUp();
    const often = newest();
    often.late(30);
    loop.utilization = 0;
    expect(monitor.read().max).toBe(30);
    // The new histogram does not see what delays its first sample; the former one does.
    often.late(600);
    expect(monitor.read().max).toBe(600);
    expect(active()).toEqual([250]);
    newest().late(50);
    expect(monitor.read().max).toBe(600);
    monitor.turn();
    monitor.turn();
    expect(monitor.read()).toEqual(NONE);
  });

  it('forgets in a new window what the former histogram measured, too', () => {
    const { monitor, loop, newest } = setUp();
    const often = newest();
    loop.utilization = 0;
    monitor.read();
    often.late(600);
    monitor.turn();
    monitor.turn();
    expect(monitor.read()).toEqual(NONE);
  });

  it('stops every histogram', () => {
    const { monitor, loop, active } = setUp();
    loop.utilization = 0;
    monitor.read();
    expect(active()).toHaveLength(2);
    monitor.stop();
    expect(active()).toEqual([]);
  });

  it('sees this loop when it is blocked', async () => {
    const monitor = createLoopMonitor();
    monitors.push(monitor);
    await vi.waitFor(() => {
      const until = performance.now() + 100;
      while (performance.now() < until);
      expect(monitor.read().max).toBeGreaterThan(60);
    }, 60_000);
  });
});
