import { performance } from 'node:perf_hooks';
import type { Ms } from '../../contract/model/units.ts';

/** What a thread says about its loop. All times are since it started. */
export interface LoopUse {
  now(): Ms;
  /** How long the loop has worked so far, as far as Node drives it. */
  active(): Ms;
  /** How much CPU time the thread has used so far. */
  processor(): Ms;
}

/** This thread. Each figure takes about a microsecond. */
const thisThread: LoopUse = {
  now: () => performance.now(),
  active: () => performance.eventLoopUtilization().active,
  processor() {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  },
};

/**
 * Starts to measure how busy the event loop of this thread is. In Electron's main process, Node does not drive the
 * loop, so `performance.eventLoopUtilization` stays at zero. The CPU time of the thread works there too; it is lower
 * only where the loop waits for the disk or for a CPU.
 * @returns a function that gives the share of the time since then in which the loop had work, 0 to 1
 */
export function measureUtilization(loop: LoopUse = thisThread): () => number {
  const from = { now: loop.now(), active: loop.active(), processor: loop.processor() };
  return () => {
    const busy = Math.max(loop.active() - from.active, loop.processor() - from.processor);
    return Math.min(1, busy / Math.max(1, loop.now() - from.now));
  };
}
