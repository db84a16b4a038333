import { expect, test } from 'vitest';
import type { ReportProgress } from '../../contract/model/report.ts';
import { RequestError } from './request-error.ts';
import { Runs } from './runs.ts';

const createRuns = () =>
  new Runs<ReportProgress>({
    start: { done: 0, all: 0 },
    cancelled: () => new RequestError('reportCancelled', {}),
  });

/** A run that ends when it is told to, or is cancelled. */
function start(runs: Runs<ReportProgress>, name?: string) {
  const controls = Promise.withResolvers<string>();
  let report = (_progress: ReportProgress): void => undefined;
  const running = runs.run(name, ({ onProgress, signal }) => {
    report = onProgress;
    signal.addEventListener('abort', () => controls.reject(signal.reason));
    return controls.promise;
  });
  return { running, finish: controls.resolve, report: (done: number, all: number) => report({ done, all }) };
}

test('a run reports its progress until it ends', async () => {
  const runs = createRuns();
  expect(runs.progress('a')).toBeNull();
  const run = start(runs, 'a');
  expect(runs.progress('a')).toEqual({ done: 0, all: 0 });
  run.report(3, 7);
  expect(runs.progress('a')).toEqual({ done: 3, all: 7 });
  run.finish('report');
  expect(await run.running).toBe('report');
  expect(runs.progress('a')).toBeNull();
});

test('a cancelled run is refused, and its late progress does not bring it back', async () => {
  const runs = createRuns();
  const run = start(runs, 'a');
  runs.cancel('a');
  runs.cancel('never there');
  await expect(run.running).rejects.toMatchObject({ code: 'unavailable' });
  run.report(1, 2);
  expect(runs.progress('a')).toBeNull();
});

test('a second run with the same name ends the first one and replaces it', async () => {
  const runs = createRuns();
  const first = start(runs, 'a');
  const second = start(runs, 'a');
  await expect(first.running).rejects.toThrow('reportCancelled');
  second.report(1, 2);
  expect(runs.progress('a')).toEqual({ done: 1, all: 2 });
  second.finish('done');
  expect(await second.running).toBe('done');
});

test('a run without a name just runs', async () => {
  const runs = createRuns();
  const run = start(runs);
  run.report(1, 2);
  run.finish('report');
  expect(await run.running).toBe('report');
});
