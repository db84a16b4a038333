import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { measureUtilization } from './loop-utilization.ts';

function fakeLoop() {
  const at = { now: 5_000, active: 700, processor: 900 };
  const utilization = measureUtilization({
    now: () => at.now,
    active: () => at.active,
    processor: () => at.processor,
  });
  return { at, utilization };
}

it('is the share of the time in which the loop worked since it is measured', () => {
  const { at, utilization } = fakeLoop();
  at.now += 200;
  at.active += 50;
  at.processor += 20;
  expect(utilization()).toBe(0.25);
  at.now += 200;
  expect(utilization()).toBe(0.125);
});

it('counts the processor time where Node does not drive the loop, or where that is more', () => {
  const { at, utilization } = fakeLoop();
  at.now += 200;
  at.processor += 150;
  expect(utilization()).toBe(0.75);
});

it('is never more than one, and not infinite at the start', () => {
  const { at, utilization } = fakeLoop();
  expect(utilization()).toBe(0);
  at.processor += 0.5;
  expect(utilization()).toBe(0.5);
  // The clocks of the system and of the thread differ a little.
  at.now += 100;
  at.processor += 100;
  expect(utilization()).toBe(1);
});

it('measures work where Node does not drive the loop, as in Electron', async () => {
  // Node's own measure is zero until the loop has started, which never happens in Electron's main process.
  const script = `
    const { measureUtilization } = require(${JSON.stringify(new URL('loop-utilization.ts', import.meta.url).pathname)});
    const measured = measureUtilization();
    const before = process.threadCpuUsage();
    while (process.threadCpuUsage(before).user < 50_000);
    console.log(JSON.stringify([performance.eventLoopUtilization().utilization, measured()]));`;
  const args = ['--disable-warning=ExperimentalWarning', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const [ofNode, ours] = JSON.parse(stdout) as [number, number];
  expect(ofNode).toBe(0);
  expect(ours).toBeGreaterThan(0);
});
