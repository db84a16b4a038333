import { afterEach, expect, it, vi } from 'vitest';
import { inTimeSlices } from './time-slices.ts';
import { eachLookTakes, turnsDuring } from '../testing/slow-time.ts';

afterEach(() => void vi.restoreAllMocks());

it('works through items in order, also those whose work takes its time', async () => {
  const doubled = await inTimeSlices([3, 1, 2], async (item, index) => {
    await new Promise((resolve) => setTimeout(resolve, item));
    return `${index}: ${item * 2}`;
  });
  expect(doubled).toEqual(['0: 6', '1: 2', '2: 4']);
});

it('lets the loop go on when a slice of time has passed, and not before', async () => {
  const items = Array.from({ length: 20 }, (_, index) => index);
  eachLookTakes(6);
  expect(await turnsDuring(() => inTimeSlices(items, (item) => item))).toBeGreaterThanOrEqual(10);
  eachLookTakes(0);
  expect(await turnsDuring(() => inTimeSlices(items, (item) => item))).toBe(0);
});

it('gets to an end where the loop takes long to come around', async () => {
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
  // Half of the time is for this work: not 50 turns of 50 ms each for the 500 ms that it takes.
  expect(now).toBeLessThan(1500);
});

it('stops at what fails', async () => {
  const worked: number[] = [];
  const work = (item: number) => {
    worked.push(item);
    if (item === 2) throw new Error('no');
  };
  await expect(inTimeSlices([1, 2, 3], work)).rejects.toThrow('no');
  expect(worked).toEqual([1, 2]);
});
