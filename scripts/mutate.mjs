/**
 * Mutation testing: changes the code a little, thousands of times, and says which changes no test notices (Stryker).
 * It takes minutes to hours, so it is not part of the checks.
 *
 *   npm run mutate [-- PATH…]
 *
 * PATH is a folder or a file; without one, all folders of `FOLDERS` are mutated, one after the other. Only the tests in the
 * folder run: code is tested by the tests beside it. Texts are not mutated: most are messages for developers.
 */
import './require-node.mjs';
import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What must never be wrong: how checks are judged, scheduled, run, sent and stored. */
const FOLDERS = ['verdict', 'schedule', 'run', 'check/net', 'store'].map((folder) => `src/engine/${folder}`);

/** @param {string} path a folder or file, relative to the repository */
async function mutate(path) {
  const isFolder = statSync(join(ROOT, path)).isDirectory();
  const folder = isFolder ? path : dirname(path);
  // Read by vitest.mutate.config.ts, in processes that Stryker starts.
  process.env.LOOKOUT_MUTATE_TESTS = `${folder}/**/*.test.ts`;
  const stryker = new Stryker({
    mutate: isFolder ? [`${path}/**/*.ts`, '!**/*.test.ts', '!**/testing/**'] : [path],
    mutator: { excludedMutations: ['StringLiteral'] },
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'vitest.mutate.config.ts', related: false },
    coverageAnalysis: 'perTest',
    // TypeScript 7 lacks the functions with which Stryker would rewrite it. Nothing in it depends on the folder.
    tsconfigFile: 'none',
    tempDirName: join(tmpdir(), `lookout-mutate-${process.pid}`),
    ignorePatterns: ['/out', '/dist', '/bench', '/e2e'],
    reporters: ['clear-text'],
    clearTextReporter: { logTests: false, allowColor: false },
    concurrency: Number(process.env.LOOKOUT_MUTATE_CONCURRENCY ?? 2),
    timeoutMS: 15_000,
    disableTypeChecks: false,
    allowConsoleColors: false,
    fileLogLevel: 'off',
    logLevel: process.env.LOOKOUT_MUTATE_LOG ?? 'warn',
  });
  await stryker.runMutationTest();
}

const asked = process.argv.slice(2).map((path) => relative(ROOT, join(process.cwd(), path)));
const missing = asked.filter((path) => path.startsWith('..') || !existsSync(join(ROOT, path)));
if (missing.length > 0) {
  console.error(`Not a file or folder of this repository: ${missing.join(', ')}.`);
  process.exit(2);
}
process.chdir(ROOT);
for (const path of asked.length > 0 ? asked : FOLDERS) await mutate(path);
