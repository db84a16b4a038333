import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { measureUtilization } from './loop-utilization.ts';

function hold(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it('is near one while the loop works, and near zero while it waits', async () => {
  const working = measureUtilization();
  hold(200);
  const worked = working();
  const waiting = measureUtilization();
  await new Promise((resolve) => void setTimeout(resolve, 300));
  expect(worked).toBeLessThanOrEqual(1);
  expect(worked).toBeGreaterThan(waiting() + 0.2);
});

it('measures work where Node does not drive the loop, as in Electron', async () => {
  // Node's own measure is zero until the loop has started, which never happens in Electron's main process.
  const script = `
    const { measureUtilization } = require(${JSON.stringify(new URL('loop-utilization.ts', import.meta.url).pathname)});
    const measured = measureUtilization();
    const until = performance.now() + 200;
    while (performance.now() < until);
    console.log(JSON.stringify([performance.eventLoopUtilization().utilization, measured()]));`;
  const args = ['--disable-warning=ExperimentalWarning', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const [ofNode, ours] = JSON.parse(stdout) as [number, number];
  expect(ofNode).toBe(0);
  expect(ours).toBeGreaterThan(0.1);
});
