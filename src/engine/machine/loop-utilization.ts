import { performance } from 'node:perf_hooks';
import type { Ms } from '../../contract/model/units.ts';

/**
 * Starts to measure how busy the event loop of this thread is. In Electron's main process, Node does not drive the loop, so
 * `performance.eventLoopUtilization` stays at zero. The processor time of the thread works there too; it is lower only where the
 * loop waits for the disk or for a processor. Starting and reading take about two microseconds each.
 * @returns what gives the milliseconds since then in which the loop had work
 */
export function measureBusy(): () => Ms {
  const loop = performance.eventLoopUtilization();
  const cpu = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(cpu);
    return Math.max(performance.eventLoopUtilization(loop).active, (user + system) / 1000);
  };
}

/**
 * Starts to measure how busy the event loop is, like `measureBusy`.
 * @returns what gives the share of the time since then in which the loop had work, 0 to 1
 */
export function measureUtilization(): () => number {
  const from = performance.now();
  const busy = measureBusy();
  return () => Math.min(1, busy() / Math.max(1, performance.now() - from));
}
