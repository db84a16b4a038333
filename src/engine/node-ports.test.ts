import { stat } from 'node:fs';
import { expect, it } from 'vitest';
import { systemTimers } from './node-ports.ts';

it('calls back in this turn of the loop when the delay is 0', async () => {
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    // In the callback of I/O, an immediate always runs before any timer.
    stat(import.meta.dirname, () => {
      setTimeout(() => order.push('timer'), 0);
      systemTimers.set(() => order.push('at once'), 0);
      setTimeout(resolve, 20);
    });
  });
  expect(order).toEqual(['at once', 'timer']);
});

it('clears immediates and timers', async () => {
  const called: string[] = [];
  const timers = [systemTimers.set(() => called.push('at once'), 0), systemTimers.set(() => called.push('later'), 5)];
  for (const timer of timers) systemTimers.clear(timer);
  await new Promise((resolve) => void systemTimers.set(() => resolve(undefined), 30));
  expect(called).toEqual([]);
});
