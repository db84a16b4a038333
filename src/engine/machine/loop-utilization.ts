import { performance } from 'node:perf_hooks';
import type { Ms } from '../../contract/model/units.ts';

/**
 * Measures from now on how busy the event loop of this thread is. Electron drives its main loop itself, and Node's own
 * measure stays at zero there (`performance.eventLoopUtilization` counts from where Node's loop starts); the processor time
 * of the thread does not, and is less only where the loop waits for the disk or for a processor. To begin and to read take
 * about two microseconds each, and nothing runs in between.
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
 * Measures from now on how busy the event loop is, as `measureBusy` does.
 * @returns what gives the share of the time since then in which the loop had work, 0 to 1
 */
export function measureUtilization(): () => number {
  const from = performance.now();
  const busy = measureBusy();
  return () => Math.min(1, busy() / Math.max(1, performance.now() - from));
}
