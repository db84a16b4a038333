import { expect, it } from 'vitest';
import { createPeriodicTasks } from './periodic-tasks.ts';
import { createFakeTime } from '../testing/fake-ports.ts';

function setUp() {
  const time = createFakeTime();
  const errors: unknown[] = [];
  const periodicTasks = createPeriodicTasks({ timers: time.timers, onError: (error) => errors.push(error) });
  return { time, errors, periodicTasks };
}

it('runs a task periodically, with a first delay of its own, and never twice at once', async () => {
  const { time, periodicTasks } = setUp();
  const from = time.clock.now();
  const begun: number[] = [];
  const work = async () => {
    begun.push(time.clock.now() - from);
    await new Promise<void>((resolve) => void time.timers.set(resolve, 300));
  };
  periodicTasks.add(work, 1000, 50);
  await time.advance(3000);
  expect(begun).toEqual([50, 1350, 2650]);
  periodicTasks.stop();
  await time.advance(5000);
  expect(begun).toHaveLength(3);
});

it('continues after a failure and reports it', async () => {
  const { time, errors, periodicTasks } = setUp();
  periodicTasks.add(() => {
    throw new Error('at once');
  }, 1000);
  periodicTasks.add(() => Promise.reject(new Error('later')), 1000);
  await time.advance(2000);
  expect(errors.map(String).toSorted()).toEqual(['Error: at once', 'Error: at once', 'Error: later', 'Error: later']);
  periodicTasks.stop();
  expect(time.pending).toBe(0);
});

it('does not run a task again that was running when it stopped', async () => {
  const { time, periodicTasks } = setUp();
  const work = Promise.withResolvers<void>();
  periodicTasks.add(() => work.promise, 1000);
  await time.advance(1000);
  periodicTasks.stop();
  work.resolve();
  await time.advance(0);
  expect(time.pending).toBe(0);
});
