import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Health, Ms } from '../contract/model.ts';

/**
 * How often the loop's delay is sampled; part of what the histogram measures, and taken off again. Each sample wakes the
 * process, all day and on battery too: a loop with much to do does not notice, one at rest does little else.
 */
const BUSY_RESOLUTION_MS = 20;
const IDLE_RESOLUTION_MS = 250;
/** Share of its time from which on a loop is busy. */
const BUSY = 0.05;

type Delay = Health['loopDelay'];

const NONE: Delay = { p50: 0, p99: 0, max: 0 };

/** Measures how late the event loop comes to what is due. Stop it, or its sampling timer keeps running. */
export interface LoopMonitor {
  /** Since the last window began. */
  read(): Delay;
  /** Begins a window: what the one that ends has seen is read until the next begins, and what was before it is forgotten. */
  turn(): void;
  stop(): void;
}

export function createLoopMonitor(): LoopMonitor {
  // What starts it has much to do.
  let resolution = BUSY_RESOLUTION_MS;
  let histogram = sample(resolution);
  let utilization = performance.eventLoopUtilization();
  /** In the window before, and in this one until the resolution changed. */
  let before = NONE;
  let earlier = NONE;

  function now(): Delay {
    const late = (nanos: number): Ms => (histogram.count === 0 ? 0 : tenths(Math.max(0, nanos / 1e6 - resolution)));
    return { p50: late(histogram.percentile(50)), p99: late(histogram.percentile(99)), max: late(histogram.max) };
  }

  /** Looks closer while the loop has much to do. */
  function adapt(): void {
    const current = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(current, utilization).utilization > BUSY;
    utilization = current;
    const wanted = busy ? BUSY_RESOLUTION_MS : IDLE_RESOLUTION_MS;
    if (wanted === resolution) return;
    earlier = worse(earlier, now());
    histogram.disable();
    resolution = wanted;
    histogram = sample(resolution);
  }

  return {
    read() {
      const seen = worse(before, worse(earlier, now()));
      adapt();
      return seen;
    },
    turn() {
      before = worse(earlier, now());
      earlier = NONE;
      histogram.reset();
    },
    stop() {
      histogram.disable();
    },
  };
}

function sample(resolution: Ms): ReturnType<typeof monitorEventLoopDelay> {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  return histogram;
}

function worse(a: Delay, b: Delay): Delay {
  return { p50: Math.max(a.p50, b.p50), p99: Math.max(a.p99, b.p99), max: Math.max(a.max, b.max) };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
