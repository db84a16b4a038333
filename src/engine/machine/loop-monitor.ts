import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Health } from '../../contract/model/health.ts';
import type { Ms } from '../../contract/model/units.ts';
import { measureUtilization as measureThisLoop } from './loop-utilization.ts';
import { tenths } from '../../shared/tenths.ts';

/**
 * How often the loop's delay is sampled. The histogram includes this interval, so it is subtracted again. Each sample
 * wakes the process. That costs a busy loop nothing, but an idle one power. A block that ends before the next sample is
 * not seen, and a longer one is seen in part.
 */
const BUSY_RESOLUTION_MS = 20;
const IDLE_RESOLUTION_MS = 250;
/** A loop that works for a larger share of its time is busy. */
const BUSY = 0.05;

type Delay = Health['loopDelay'];

const NONE: Delay = { p50: 0, p99: 0, max: 0 };

/** Measures how late the event loop runs what is due. Stop it, or its sampling timer keeps running. */
export interface LoopMonitor {
  /** Since the last window began. */
  read(): Delay;
  /** Begins a window. Readings still include the window that ends now, but none before it. */
  turn(): void;
  stop(): void;
}

/** What a histogram of the loop's delays offers. Its figures are nanoseconds. */
export type DelayHistogram = Pick<
  ReturnType<typeof monitorEventLoopDelay>,
  'count' | 'max' | 'percentile' | 'reset' | 'enable' | 'disable'
>;

export interface LoopMonitorOptions {
  /** Default: Node's histogram of this loop, which samples every `resolution` milliseconds. */
  readonly createHistogram?: (resolution: Ms) => DelayHistogram;
  /** Default: of this loop. */
  readonly measureUtilization?: () => () => number;
}

export function createLoopMonitor({
  createHistogram = (resolution) => monitorEventLoopDelay({ resolution }),
  measureUtilization = measureThisLoop,
}: LoopMonitorOptions = {}): LoopMonitor {
  const createSampler = (resolution: Ms) => samplerOf(createHistogram(resolution), resolution);
  // The loop is busy at the start.
  let sampler = createSampler(BUSY_RESOLUTION_MS);
  /** The sampler before the resolution changed, kept for one more reading: a new sampler does not see what delays its first sample. */
  let former: Sampler | null = null;
  let utilization = measureUtilization();
  /** The delay in the previous window, and in this one from earlier samplers. */
  let before = NONE;
  let earlier = NONE;

  const seen = (): Delay => [sampler, former].reduce((all, one) => worse(all, one?.read() ?? NONE), earlier);

  /** Samples more often while the loop is busy. */
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

function samplerOf(histogram: DelayHistogram, resolution: Ms): Sampler {
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
