import { expect, test } from 'vitest';
import { ReportJobs } from './report-jobs.ts';

/** A job that ends when it is told to, or is cancelled. */
function startJob(jobs: ReportJobs, name?: string) {
  const controls = Promise.withResolvers<string>();
  let report = (_done: number, _all: number): void => undefined;
  const running = jobs.run(name, (onProgress, signal) => {
    report = onProgress;
    signal.addEventListener('abort', () => controls.reject(signal.reason));
    return controls.promise;
  });
  return { running, finish: controls.resolve, report: (done: number, all: number) => report(done, all) };
}

test('a job says how far it is while it runs', async () => {
  const jobs = new ReportJobs();
  expect(jobs.progress('a')).toBeNull();
  const job = startJob(jobs, 'a');
  expect(jobs.progress('a')).toEqual({ done: 0, all: 0 });
  job.report(3, 7);
  expect(jobs.progress('a')).toEqual({ done: 3, all: 7 });
  job.finish('report');
  expect(await job.running).toBe('report');
  expect(jobs.progress('a')).toBeNull();
});

test('a cancelled job is refused, and its late progress does not bring it back', async () => {
  const jobs = new ReportJobs();
  const job = startJob(jobs, 'a');
  jobs.cancel('a');
  jobs.cancel('never there');
  await expect(job.running).rejects.toMatchObject({ code: 'unavailable' });
  job.report(1, 2);
  expect(jobs.progress('a')).toBeNull();
});

test('a second job of the same name ends the first and has its place', async () => {
  const jobs = new ReportJobs();
  const first = startJob(jobs, 'a');
  const second = startJob(jobs, 'a');
  await expect(first.running).rejects.toThrow('reportCancelled');
  second.report(1, 2);
  expect(jobs.progress('a')).toEqual({ done: 1, all: 2 });
  second.finish('done');
  expect(await second.running).toBe('done');
});

test('a job without a name just runs', async () => {
  const jobs = new ReportJobs();
  const job = startJob(jobs);
  job.report(1, 2);
  job.finish('report');
  expect(await job.running).toBe('report');
});
