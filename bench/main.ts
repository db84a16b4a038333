/**
 * `npm run bench [-- CASE… [--long] [--profile DIR]]`: runs all cases or those named, prints the results and writes
 * them to `bench/results.md`; with `--long` to `bench/results-long.md`.
 */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchCase, CaseOptions } from './case.ts';
import { baseline } from './cases/baseline.ts';
import { chart } from './cases/chart.ts';
import { costHttp, costHttps } from './cases/cost.ts';
import { concurrency } from './cases/concurrency.ts';
import { hangingChannels } from './cases/hanging-channels.ts';
import { history } from './cases/history.ts';
import { kinds } from './cases/kinds.ts';
import { many } from './cases/many.ts';
import { prometheus } from './cases/prometheus.ts';
import { rate } from './cases/rate.ts';
import { renderer } from './cases/renderer.ts';
import { sites } from './cases/sites.ts';
import { start } from './cases/start.ts';
import { store } from './cases/store.ts';
import { truth } from './cases/truth.ts';
import { manyDown } from './cases/many-down.ts';
import { whatIf } from './cases/what-if.ts';
import { bundleProcesses } from './harness/bundle.ts';
import { startFromBundles } from './harness/calls.ts';
import { describeLoad, describeMachine, describeVersion, othersShare } from './harness/machine.ts';
import { summarizeProfiles } from './harness/profile.ts';
import { formatSection, printReport, saveSection } from './harness/results.ts';
import { createTestBed } from './harness/test-bed.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RESULTS = fileURLToPath(new URL('results.md', import.meta.url));
const LONG_RESULTS = fileURLToPath(new URL('results-long.md', import.meta.url));

const CASES: readonly BenchCase[] = [
  costHttp,
  costHttps,
  many,
  rate,
  concurrency,
  store,
  history,
  prometheus,
  baseline,
  renderer,
  chart,
  start,
  truth,
  kinds,
  manyDown,
  hangingChannels,
  whatIf,
  sites,
];

async function runCase(one: BenchCase, options: CaseOptions & { readonly stopped: () => boolean }): Promise<boolean> {
  const load = describeLoad(await othersShare());
  const began = performance.now();
  try {
    const report = await one.run(options);
    printReport(one, report);
    const circumstances = {
      machine: describeMachine(),
      version: describeVersion(ROOT),
      load,
      long: options.long,
      tookMs: performance.now() - began,
    };
    // Profiling slows a case down, so these figures are not saved.
    if (options.profileDir === null) {
      const file = options.long ? LONG_RESULTS : RESULTS;
      saveSection(file, CASES, one.name, formatSection(one, report, circumstances));
    }
    return true;
  } catch (error) {
    // When the run is interrupted, its processes end before their cases do.
    if (!options.stopped()) console.error(`${one.name} failed:`, error);
    return false;
  } finally {
    await options.bed.endCase();
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { long: { type: 'boolean' }, profile: { type: 'string' } },
  });
  const unknown = positionals.filter((name) => !CASES.some((one) => one.name === name));
  if (unknown.length > 0) {
    console.error(`Unknown case: ${unknown.join(', ')}. Cases: ${CASES.map(({ name }) => name).join(', ')}`);
    return 2;
  }
  const chosen = positionals.length === 0 ? CASES : CASES.filter(({ name }) => positionals.includes(name));
  const profileDir = values.profile === undefined ? null : resolve(values.profile);
  if (profileDir !== null) await mkdir(profileDir, { recursive: true });
  const dir = await mkdtemp(join(tmpdir(), 'lookout-bench-'));
  // A profile names functions by file, so it needs the sources rather than bundles.
  if (profileDir === null) startFromBundles(await bundleProcesses(join(dir, 'processes')));
  const bed = await createTestBed(dir);
  // Processes of the test bed must not outlive it: Prometheus does not notice that its parent is gone.
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      stopped = true;
      void bed.close().finally(() => process.exit(130));
    });
  }
  let failed = 0;
  try {
    for (const [index, one] of chosen.entries()) {
      console.log(`\n[${index + 1}/${chosen.length}] ${one.name}`);
      const say = (line: string) => console.log(`  … ${line}`);
      if (!(await runCase(one, { bed, long: values.long ?? false, profileDir, say, stopped: () => stopped })))
        failed += 1;
    }
  } finally {
    await bed.close();
  }
  if (profileDir !== null) console.log(await summarizeProfiles(profileDir));
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
