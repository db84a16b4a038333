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

it('reports no delay right after the start', () => {
  expect(start().read()).toEqual({ p50: 0, p99: 0, max: 0 });
});

it('measures a blocked loop, and remembers it for one more window', async () => {
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

it('samples an idle loop rarely, and still measures long blocks', async () => {
  const one = start();
  // Only samples run in this time.
  await pause(300);
  one.read();
  await pause(600);
  hold(900);
  await pause(300);
  const { max } = one.read();
  expect(max).toBeGreaterThan(500);
  // Busy again, so it samples often. Earlier measurements are kept.
  await pause(100);
  hold(150);
  await pause(100);
  expect(one.read().max).toBeGreaterThanOrEqual(max);
});

it('measures a block right after the sampling interval has changed', async () => {
  const one = start();
  await pause(300);
  // Samples rarely from here on.
  one.read();
  hold(600);
  await pause(600);
  expect(one.read().max).toBeGreaterThan(300);
});
