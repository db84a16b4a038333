import { afterEach, expect, it } from 'vitest';
import { createLoopMonitor, type LoopMonitor } from './loop-monitor.ts';

const monitors: LoopMonitor[] = [];
const start = () => {
  const created = createLoopMonitor();
  monitors.push(created);
  return created;
};
const pause = (ms: number) => new Promise((resolve) => void setTimeout(resolve, ms));

function hold(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

afterEach(() => {
  for (const one of monitors.splice(0)) one.stop();
});

it('knows nothing bad when it has just begun', () => {
  expect(start().read()).toEqual({ p50: 0, p99: 0, max: 0 });
});

it('sees a loop that is held up, and remembers it for a window more', async () => {
  const one = start();
  await pause(100);
  hold(400);
  await pause(100);
  const { max } = one.read();
  expect(max).toBeGreaterThan(300);
  one.turn();
  expect(one.read().max).toBe(max);
  one.turn();
  expect(one.read().max).toBeLessThan(max);
});

it('samples a loop at rest seldom, and still sees what holds it up for long', async () => {
  const one = start();
  // Nothing happens in this time but the samples.
  await pause(300);
  one.read();
  await pause(600);
  hold(900);
  await pause(300);
  const { max } = one.read();
  expect(max).toBeGreaterThan(500);
  // Busy again, and looked at closely: what was seen until now is kept.
  await pause(100);
  hold(150);
  await pause(100);
  expect(one.read().max).toBeGreaterThanOrEqual(max);
});

it('sees what holds the loop up just when it has begun to sample at another pace', async () => {
  const one = start();
  await pause(300);
  // Samples seldom from here on.
  one.read();
  hold(600);
  await pause(600);
  expect(one.read().max).toBeGreaterThan(300);
});
