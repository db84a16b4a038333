/** A scheduler for tests, which records everything it does. */
import { createFakeTime } from '../../testing/fake-ports.ts';
import { stableOffset } from '../cadence.ts';
import { createScheduler, type NextCheck, type Run } from '../scheduler.ts';

interface Started {
  readonly id: string;
  /** Milliseconds since the test began. */
  readonly at: number;
  readonly lateMs: number;
}

/**
 * A scheduler that records everything it does. Its time begins at a full minute, which makes slots easy to recognize.
 */
export function setUp(run: (id: string, run: Run) => Promise<NextCheck> = async () => ({ retryIn: null })) {
  const time = createFakeTime();
  const from = time.clock.now();
  const zero = time.clock.mono();
  const starts: Started[] = [];
  const moved: string[] = [];
  const scheduler = createScheduler({
    clock: time.clock,
    timers: time.timers,
    run: (id, options) => {
      starts.push({ id, at: time.clock.now() - from, lateMs: options.lateMs });
      return run(id, options);
    },
    onError: (_, error) => {
      throw error;
    },
    onMoved: (id) => void moved.push(id),
  });
  /** When the next check is due, since the test began. */
  const next = (id: string) => {
    const at = scheduler.nextAt(id);
    return at === null ? null : at - zero;
  };
  return { time, starts, moved, scheduler, next };
}

/** The first slot of an endpoint after a time. */
export function slotAfterTime(id: string, interval: number, after: number): number {
  const offset = stableOffset(id, interval);
  return offset + (Math.floor((after - offset) / interval) + 1) * interval;
}

/** A check that ends when the test says so, and ignores its signal. */
export function endlessCheck() {
  const ends: ((next: NextCheck) => void)[] = [];
  const run = () => new Promise<NextCheck>((resolve) => void ends.push(resolve));
  return { run, ends };
}
