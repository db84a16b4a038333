/** Measures a process from inside over a window: CPU, lateness, event-loop delay, memory. */
import { createHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** How often the loop delay is sampled. The histogram includes this time, so it is subtracted. */
const RESOLUTION_MS = 10;

/** The measurements of one window. Times in milliseconds. */
export interface Measured {
  readonly seconds: number;
  /** User and system, all threads. */
  readonly cpuMs: number;
  /** Checks or requests that ended. */
  readonly count: number;
  readonly failed: number;
  readonly lateness: { readonly p50: number; readonly p99: number; readonly max: number };
  /** How late the loop ran a 10 ms timer. */
  readonly loopDelay: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Of the main thread's loop, 0 to 1. */
  readonly utilization: number;
  /** At the end of the window. */
  readonly rssBytes: number;
  readonly heapBytes: number;
}

export class Meter {
  #lateness = createHistogram();
  #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #from = 0;
  #cpu = process.cpuUsage();
  #utilization = performance.eventLoopUtilization();
  #count = 0;
  #failed = 0;

  begin(): void {
    this.#delay.disable();
    this.#delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.#lateness = createHistogram();
    this.#count = 0;
    this.#failed = 0;
    this.#utilization = performance.eventLoopUtilization();
    this.#from = performance.now();
    this.#cpu = process.cpuUsage();
    this.#delay.enable();
  }

  /** @param lateMs from when it was due to when it began */
  record(lateMs: number, ok: boolean): void {
    this.#count += 1;
    if (!ok) this.#failed += 1;
    this.#lateness.record(Math.max(1, Math.round(lateMs * 1000)));
  }

  end(): Measured {
    const cpu = process.cpuUsage(this.#cpu);
    const seconds = (performance.now() - this.#from) / 1000;
    this.#delay.disable();
    const late = (micros: number) => (this.#lateness.count === 0 ? 0 : micros / 1000);
    const delay = (nanos: number) => (this.#delay.count === 0 ? 0 : Math.max(0, nanos / 1e6 - RESOLUTION_MS));
    const { rss, heapUsed } = process.memoryUsage();
    return {
      seconds,
      cpuMs: (cpu.user + cpu.system) / 1000,
      count: this.#count,
      failed: this.#failed,
      lateness: {
        p50: late(this.#lateness.percentile(50)),
        p99: late(this.#lateness.percentile(99)),
        max: late(this.#lateness.max),
      },
      loopDelay: {
        p50: delay(this.#delay.percentile(50)),
        p99: delay(this.#delay.percentile(99)),
        max: delay(this.#delay.max),
      },
      utilization: performance.eventLoopUtilization(this.#utilization).utilization,
      rssBytes: rss,
      heapBytes: heapUsed,
    };
  }
}

/** User and system time of this process and its threads since it started. */
export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
