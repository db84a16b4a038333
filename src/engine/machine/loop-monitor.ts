import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Health } from '../../contract/model/health.ts';
import type { Ms } from '../../contract/model/units.ts';
import { measureUtilization } from './loop-utilization.ts';
import { tenths } from '../../shared/tenths.ts';

/**
 * How often the loop's delay is sampled; part of what the histogram measures, and taken off again. Each sample wakes the
 * process, all day and on battery too: a loop with much to do does not notice, one at rest does little else. What holds a
 * loop up between two samples delays nothing that was due and is not seen; what lasts longer is seen in part.
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
  let sampler = createSampler(BUSY_RESOLUTION_MS);
  /** The one before the resolution changed, for a reading more: a sampler that has just begun does not see what holds its first sample up. */
  let former: Sampler | null = null;
  let utilization = measureUtilization();
  /** In the window before, and in this one by samplers that are gone. */
  let before = NONE;
  let earlier = NONE;

  const seen = (): Delay => [sampler, former].reduce((all, one) => worse(all, one?.read() ?? NONE), earlier);

  /** Looks closer while the loop has much to do. */
  function adapt(): void {
    earlier = worse(earlier, former?.read() ?? NONE);
    former?.stop();
    former = null;
    const wanted = utilization() > BUSY ? BUSY_RESOLUTION_MS : IDLE_RESOLUTION_MS;
    utilization = measureUtilization();
    if (wanted === sampler.resolution) return;
    former = sampler;
    sampler = createSampler(wanted);
  }

  return {
    read() {
      const delay = worse(before, seen());
      adapt();
      return delay;
    },
    turn() {
      before = seen();
      earlier = NONE;
      sampler.reset();
      former?.reset();
    },
    stop() {
      sampler.stop();
      former?.stop();
    },
  };
}

interface Sampler {
  readonly resolution: Ms;
  read(): Delay;
  reset(): void;
  stop(): void;
}

function createSampler(resolution: Ms): Sampler {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  const late = (nanos: number): Ms => (histogram.count === 0 ? 0 : tenths(Math.max(0, nanos / 1e6 - resolution)));
  return {
    resolution,
    read: () => ({
      p50: late(histogram.percentile(50)),
      p99: late(histogram.percentile(99)),
      max: late(histogram.max),
    }),
    reset: () => histogram.reset(),
    stop: () => void histogram.disable(),
  };
}

function worse(a: Delay, b: Delay): Delay {
  return { p50: Math.max(a.p50, b.p50), p99: Math.max(a.p99, b.p99), max: Math.max(a.max, b.max) };
}
