import { expect, it } from 'vitest';
import { fakeKind } from '../../../engine/check/testing/fake-kind.ts';
import { checkOnce } from './check-once.ts';

/** Checks that note what happens, in order. */
function noting(names: readonly string[], log: string[]) {
  const done = new Set<string>();
  const kind = fakeKind<{ name: string }>({
    warmUp({ name }) {
      if (done.has(name)) return undefined;
      log.push(`warms up ${name}`);
      return new Promise((resolve) => {
        setImmediate(() => {
          done.add(name);
          log.push(`is warm for ${name}`);
          resolve();
        });
      });
    },
    run: async ({ name }) => {
      log.push(`checks ${name}`);
      return { durationMs: 1, selfMs: name === 'busy' ? 50 : 0.3, phases: {}, metrics: {}, failure: null, details: {} };
    },
  });
  return names.map((name) => ({
    kind,
    config: { name, kind: 'fake', timeout: 1000, conditions: [] } as never,
    target: name,
  }));
}

const queryWorkerUrl = new URL('../../../engine/conditions/query-worker.ts', import.meta.url);
const options = { concurrency: 100, signal: new AbortController().signal, log: () => undefined, queryWorkerUrl };

it('prepares everything, one after the other, before it times anything', async () => {
  const log: string[] = [];
  await checkOnce(noting(['a', 'b'], log), options);
  expect(log).toEqual(['warms up a', 'is warm for a', 'warms up b', 'is warm for b', 'checks a', 'checks b']);
});

it('starts each check in its own turn of the loop', async () => {
  const log: string[] = [];
  let over = false;
  const turn = (): void => {
    log.push('turn');
    if (!over) setImmediate(turn);
  };
  const checks = noting(['a', 'b', 'c'], log);
  for (const { kind, config } of checks) await (await kind.load()).warmUp?.(config);
  setImmediate(turn);
  await checkOnce(checks, options);
  over = true;
  const started = log.slice(log.indexOf('checks a'), log.indexOf('checks c') + 1);
  expect(started).toEqual(['checks a', 'turn', 'checks b', 'turn', 'checks c']);
});

it('reports which checks it was too busy to time', async () => {
  const results = await checkOnce(noting(['calm', 'busy'], []), options);
  expect(results.map(({ disturbed }) => disturbed)).toEqual([false, true]);
});
