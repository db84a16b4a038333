import { performance } from 'node:perf_hooks';

/**
 * Measures from now on how busy the event loop is. Electron drives its main loop itself, and Node's own measure stays at
 * zero there (`performance.eventLoopUtilization` counts from where Node's loop starts); the processor time of the thread
 * does not, and is less only where the loop waits for the disk or for a processor.
 * @returns what gives the share of the time since then in which the loop had work, 0 to 1
 */
export function measureUtilization(): () => number {
  const from = performance.now();
  const loop = performance.eventLoopUtilization();
  const cpu = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(cpu);
    const worked = (user + system) / 1000 / Math.max(1, performance.now() - from);
    return Math.min(1, Math.max(performance.eventLoopUtilization(loop).utilization, worked));
  };
}
