import { stat } from 'node:fs';
import { expect, it } from 'vitest';
import { systemTimers } from './node-ports.ts';

it('calls back in this turn of the loop when it is to be at once', async () => {
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    // Within the answer to I/O: from there, what is at once always comes before any timer.
    stat(import.meta.dirname, () => {
      setTimeout(() => order.push('timer'), 0);
      systemTimers.set(() => order.push('at once'), 0);
      setTimeout(resolve, 20);
    });
  });
  expect(order).toEqual(['at once', 'timer']);
});

it('takes back what was set, at once or later', async () => {
  const called: string[] = [];
  const timers = [systemTimers.set(() => called.push('at once'), 0), systemTimers.set(() => called.push('later'), 5)];
  for (const timer of timers) systemTimers.clear(timer);
  await new Promise((resolve) => void systemTimers.set(() => resolve(undefined), 30));
  expect(called).toEqual([]);
});
