import { afterEach, expect, it, vi } from 'vitest';
import { inTimeSlices } from './time-slices.ts';
import { eachClockReadTakes, loopTurnsDuring } from '../testing/slow-time.ts';

afterEach(() => void vi.restoreAllMocks());

it('works through items in order, also when the work is asynchronous', async () => {
  const doubled = await inTimeSlices([3, 1, 2], async (item, index) => {
    await new Promise((resolve) => setTimeout(resolve, item));
    return `${index}: ${item * 2}`;
  });
  expect(doubled).toEqual(['0: 6', '1: 2', '2: 4']);
});

it('lets the loop continue after a time slice, and not before', async () => {
  const items = Array.from({ length: 20 }, (_, index) => index);
  eachClockReadTakes(6);
  expect(await loopTurnsDuring(() => inTimeSlices(items, (item) => item))).toBeGreaterThanOrEqual(10);
  eachClockReadTakes(0);
  expect(await loopTurnsDuring(() => inTimeSlices(items, (item) => item))).toBe(0);
});

it('ends in reasonable time on a busy loop', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  let over = false;
  const busy = (): void => {
    now += 50;
    if (!over) setImmediate(busy);
  };
  setImmediate(busy);
  await inTimeSlices(
    Array.from({ length: 100 }, () => null),
    () => (now += 5),
  );
  over = true;
  // This work gets half of the time: its 500 ms must not take 50 turns of 50 ms each.
  expect(now).toBeLessThan(1500);
});

it('stops at the first failure', async () => {
  const worked: number[] = [];
  const work = (item: number) => {
    worked.push(item);
    if (item === 2) throw new Error('no');
  };
  await expect(inTimeSlices([1, 2, 3], work)).rejects.toThrow('no');
  expect(worked).toEqual([1, 2]);
});
