import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Objects live for longer than one collection, as sockets of checks do. Prints the most that new objects took, in MB. */
const PROGRAM = `
  const { getHeapSpaceStatistics } = await import('node:v8');
  const { limitGarbage } = await import(${JSON.stringify(new URL('limit-garbage.ts', import.meta.url).href)});
  async function mostOfNewObjects(turns, until) {
    let most = 0;
    const kept = [];
    for (let turn = 0; turn < turns && most < until; turn += 1) {
      kept.push(Array.from({ length: 5_000 }, (_, index) => ({ index, list: [index] })));
      if (kept.length > 60) kept.shift();
      // The limits are adapted in a turn of the loop after a collection.
      await new Promise((resolve) => setImmediate(resolve));
      const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
      most = Math.max(most, space.space_size / 2 ** 20);
    }
    return most;
  }
  const end = limitGarbage();
  const limited = await mostOfNewObjects(200, Infinity);
  end();
  console.log(JSON.stringify({ limited, afterwards: await mostOfNewObjects(5_000, 32) }));
`;

test('new objects take some 8 MB while the limits are in force, and what V8 wants afterwards', async () => {
  const options = ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, options);
  const { limited, afterwards } = JSON.parse(stdout) as { readonly limited: number; readonly afterwards: number };
  // A collection needs some pages more.
  expect(limited).toBeLessThan(24);
  expect(afterwards).toBeGreaterThanOrEqual(32);
});
