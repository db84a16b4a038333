import { createHistogram, performance, type RecordableHistogram } from 'node:perf_hooks';
import type { Health } from '../../contract/model/health.ts';
import type { Ms } from '../../contract/model/units.ts';
import { createLoopMonitor, type LoopMonitor } from './loop-monitor.ts';
import { measureUtilization as measureThisLoop } from './loop-utilization.ts';
import { tenths } from '../../shared/tenths.ts';

/** Figures cover between one and two windows. */
const WINDOW_MS = 5000;

export interface HealthSource {
  readonly inFlight: number;
  readonly waiting: number;
  readonly missedSlots: number;
  readonly store: Health['store'];
}

/** Measures the event loop and the checks. Start it with the engine and stop it, or its sampling timer keeps running. */
export interface HealthMeter {
  /** A check began this long after it was due. */
  began(lateMs: Ms, inFlight: number, waiting: number): void;
  /** @param disturbed the check was measured while Lookout was busy */
  ended(disturbed: boolean): void;
  read(source: HealthSource): Health;
  stop(): void;
}

/** A histogram's memory grows with its range, so a later check counts as this late. */
const LATEST_MICROS = 600e6;

/** The measurements of one window. */
interface Window {
  readonly from: number;
  /** In microseconds. */
  readonly lateness: RecordableHistogram;
  readonly utilization: () => number;
  readonly cpu: NodeJS.CpuUsage;
  ended: number;
  disturbed: number;
  inFlightMax: number;
  waitingMax: number;
}

export interface HealthMeterOptions {
  /** The monotonic clock. Default: `performance.now`. */
  readonly now?: () => Ms;
  /** Default: of this loop. */
  readonly loop?: LoopMonitor;
  /** Default: of this loop. */
  readonly measureUtilization?: () => () => number;
}

/** Two windows overlap, so that a reading never covers only a moment: the older one is read, and replaced when it is full. */
export function createHealthMeter({
  now = () => performance.now(),
  loop = createLoopMonitor(),
  measureUtilization = measureThisLoop,
}: HealthMeterOptions = {}): HealthMeter {
  const startedAt = now();
  let older = openWindow();
  let newer = openWindow();
  let checksTotal = 0;

  function openWindow(lateness = createHistogram({ highest: LATEST_MICROS })): Window {
    lateness.reset();
    return {
      from: now(),
      lateness,
      utilization: measureUtilization(),
      cpu: process.cpuUsage(),
      ended: 0,
      disturbed: 0,
      inFlightMax: 0,
      waitingMax: 0,
    };
  }

  function turn(): void {
    if (now() - newer.from < WINDOW_MS) return;
    loop.turn();
    const { lateness } = older;
    older = newer;
    newer = openWindow(lateness);
  }

  return {
    began(lateMs, inFlight, waiting) {
      const micros = Math.min(Math.max(1, Math.round(lateMs * 1000)), LATEST_MICROS);
      for (const window of [older, newer]) {
        window.lateness.record(micros);
        if (inFlight > window.inFlightMax) window.inFlightMax = inFlight;
        if (waiting > window.waitingMax) window.waitingMax = waiting;
      }
    },
    ended(disturbed) {
      checksTotal++;
      for (const window of [older, newer]) {
        window.ended++;
        if (disturbed) window.disturbed++;
      }
    },
    read({ inFlight, waiting, missedSlots, store }) {
      turn();
      const { lateness } = older;
      const windowMs = Math.max(1, now() - older.from);
      const cpu = process.cpuUsage(older.cpu);
      const memory = process.memoryUsage();
      const late = (micros: number): Ms => tenths(lateness.count === 0 ? 0 : micros / 1000);
      return {
        at: Date.now(),
        windowMs: Math.round(windowMs),
        loopDelay: loop.read(),
        loopUtilization: older.utilization(),
        checksPerSecond: tenths((older.ended * 1000) / windowMs),
        checks: older.ended,
        disturbed: older.disturbed,
        inFlight,
        inFlightMax: Math.max(older.inFlightMax, inFlight),
        waiting,
        waitingMax: Math.max(older.waitingMax, waiting),
        lateness: { p50: late(lateness.percentile(50)), p99: late(lateness.percentile(99)), max: late(lateness.max) },
        missedSlots,
        checksTotal,
        store,
        memory: { rss: memory.rss, heapUsed: memory.heapUsed },
        cpu: (cpu.user + cpu.system) / 1000 / windowMs,
        uptimeMs: Math.round(now() - startedAt),
      };
    },
    stop() {
      loop.stop();
    },
  };
}
