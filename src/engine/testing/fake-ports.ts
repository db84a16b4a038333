/** Test code: ports whose time moves only when a test moves it. */
import type { Notification, OfflineReason } from '../../contract/model/notices.ts';
import { createTemporarySecrets } from '../secrets/key-secrets.ts';
import type { Clock, Log, LogLevel, Ports, Timer, Timers } from '../ports.ts';

interface Waiting {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

export interface FakeTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** The number of timers that have not fired. */
  readonly pending: number;
  /** Advances the time and fires each timer when it is due, in order. Promises settle between two timers. */
  advance(ms: number): Promise<void>;
  /** Fires the timer that is due first, if one is due now. */
  step(): Promise<void>;
  /** The machine sleeps: wall time advances, monotonic time does not (as on Linux), and no timer fires. */
  sleep(ms: number): void;
  /** The loop is blocked: both clocks advance and no timer fires. */
  block(ms: number): void;
}

/** Runs everything that is ready to run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}

export function createFakeTime(start = Date.UTC(2026, 0, 1)): FakeTime {
  let wall = start;
  let mono = 1000;
  let order = 0;
  const waiting = new Map<Timer, Waiting>();

  function nextDue(until: number): [Timer, Waiting] | undefined {
    let best: [Timer, Waiting] | undefined;
    for (const entry of waiting) {
      const [, item] = entry;
      if (item.at > until) continue;
      if (best === undefined || item.at < best[1].at || (item.at === best[1].at && item.order < best[1].order)) {
        best = entry;
      }
    }
    return best;
  }

  return {
    clock: {
      now: () => wall,
      mono: () => mono,
    },
    timers: {
      set(callback, ms) {
        const timer = {} as Timer;
        waiting.set(timer, { at: mono + Math.max(0, ms), order: order++, callback });
        return timer;
      },
      clear(timer) {
        waiting.delete(timer);
      },
    },
    get pending() {
      return waiting.size;
    },
    async advance(ms) {
      const until = mono + ms;
      await settle();
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        const [timer, item] = due;
        waiting.delete(timer);
        const step = Math.max(0, item.at - mono);
        mono += step;
        wall += step;
        item.callback();
        await settle();
      }
      wall += Math.max(0, until - mono);
      mono = Math.max(mono, until);
    },
    async step() {
      const due = nextDue(mono);
      if (due === undefined) return;
      waiting.delete(due[0]);
      due[1].callback();
      await settle();
    },
    sleep(ms) {
      wall += ms;
    },
    block(ms) {
      wall += ms;
      mono += ms;
    },
  };
}

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>> | undefined;
}

export interface FakePorts extends Ports {
  readonly time: FakeTime;
  readonly lines: LogLine[];
  readonly notifications: Notification[];
  /** The answer of `whyOffline`; null: online. */
  offline: OfflineReason | null;
}

export function createFakePorts(time: FakeTime = createFakeTime()): FakePorts {
  const lines: LogLine[] = [];
  const notifications: Notification[] = [];
  const log: Log = (level, message, facts) => void lines.push({ level, message, facts });
  const ports: FakePorts = {
    time,
    lines,
    notifications,
    offline: null,
    clock: time.clock,
    timers: time.timers,
    log,
    notifier: (notification) => void notifications.push(notification),
    connectivity: {
      whyOffline: async () => ports.offline,
      answered: () => undefined,
    },
    secrets: createTemporarySecrets(),
  };
  return ports;
}
