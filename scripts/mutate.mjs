/**
 * Mutation testing: changes the code a little, thousands of times, and says which changes no test notices (Stryker).
 * It takes minutes to hours, so it is not part of the checks.
 *
 *   npm run mutate [-- PATH…]
 *
 * PATH is a folder, a file, or lines of a file (`FILE:FROM-TO`); without one, all folders of `FOLDERS` are mutated. Only the
 * tests in the folder of PATH run: code is tested by the tests beside it, except `TESTED_ELSEWHERE`. Texts are not mutated:
 * most are messages for developers. Each change that no test notices is printed at once, and the score of each file at the end.
 *
 * LOOKOUT_MUTATE_CONCURRENCY: how many changes are tested at a time (2).
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
/** In memory on Linux. The tests of the store wait for the disk thousands of times otherwise. */
const FAST_DISK = '/dev/shm';

/** What several kinds share, and what their tests test; what is in no key is tested by the tests in its own folder. */
const TESTED_ELSEWHERE = [
  { path: 'check/net/mail', by: 'check/{net/mail,kinds/{smtp,imap,pop3,mail}}' },
  { path: 'check/net/starttls', by: 'check/{net/starttls,kinds/{tcp,tls,smtp}}' },
  { path: 'check/net/ask-datagrams.ts', by: 'check/kinds/{udp,dns}' },
  { path: 'check/net/connect-path.ts', by: 'check/kinds/tcp' },
  { path: 'check/net/connect-udp.ts', by: 'check/kinds/{snmp,radius}' },
  { path: 'check/net/expectation.ts', by: 'check/kinds/{tcp,udp}' },
  { path: 'check/net/proxy.ts', by: 'check/http' },
  { path: 'check/net/run-program.ts', by: 'check/kinds/process' },
  { path: 'check/net/without-texts.ts', by: 'check/kinds/http' },
].map(({ path, by }) => ({ path: `src/engine/${path}`, by: `src/engine/${by}` }));

/**
 * @typedef {object} Asked what to mutate
 * @property {string} path a folder or file, relative to the repository
 * @property {string} lines `:FROM-TO`, or empty
 *
 * @typedef {object} Work
 * @property {string} tests the folders whose tests run
 * @property {string[]} mutate patterns of files
 */

/**
 * @param {string} word
 * @returns {Asked}
 */
function parse(word) {
  const [, path = word, lines = ''] = /^(.*?)(:\d+-\d+)?$/u.exec(word) ?? [];
  return { path: relative(ROOT, join(process.cwd(), path)), lines };
}

/** @param {string} path @param {string} folder */
const isIn = (path, folder) => path === folder || path.startsWith(`${folder}/`);
/** @param {string} path */
const isFolder = (path) => statSync(join(ROOT, path)).isDirectory();

/**
 * @param {Asked} asked
 * @returns {Work[]}
 */
function plan({ path, lines }) {
  const elsewhere = TESTED_ELSEWHERE.find((one) => isIn(path, one.path));
  if (elsewhere !== undefined) return [{ tests: elsewhere.by, mutate: patterns(path, lines) }];
  if (!isFolder(path)) return [{ tests: dirname(path), mutate: [path + lines] }];
  const inside = TESTED_ELSEWHERE.filter((one) => isIn(one.path, path));
  const mutate = [...patterns(path), ...inside.flatMap((one) => patterns(one.path).map((pattern) => `!${pattern}`))];
  return [{ tests: path, mutate }, ...inside.flatMap((one) => plan({ path: one.path, lines: '' }))];
}

/** @param {string} path @param {string} [lines] */
function patterns(path, lines = '') {
  return isFolder(path) ? [`${path}/**/*.ts`] : [path + lines];
}

/** @param {Work} work */
async function mutate({ tests, mutate }) {
  // Read by vitest.mutate.config.ts, in processes that Stryker starts.
  process.env.LOOKOUT_MUTATE_TESTS = `${tests}/**/*.test.ts`;
  const stryker = new Stryker({
    mutate: [...mutate, '!**/*.test.ts', '!**/testing/**'],
    mutator: { excludedMutations: ['StringLiteral'] },
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner', fileURLToPath(new URL('mutate-reporter.mjs', import.meta.url))],
    vitest: { configFile: 'vitest.mutate.config.ts', related: true },
    coverageAnalysis: 'perTest',
    // TypeScript 7 lacks the functions with which Stryker would rewrite it. Nothing in it depends on the folder.
    tsconfigFile: 'none',
    tempDirName: join(tmpdir(), `lookout-mutate-${process.pid}`),
    ignorePatterns: ['/out', '/dist', '/bench', '/e2e'],
    reporters: ['lookout'],
    concurrency: Number(process.env.LOOKOUT_MUTATE_CONCURRENCY ?? 2),
    timeoutMS: 10_000,
    disableTypeChecks: false,
    allowConsoleColors: false,
    fileLogLevel: 'off',
    logLevel: process.env.LOOKOUT_MUTATE_LOG ?? 'error',
  });
  await stryker.runMutationTest();
}

const words = process.argv.slice(2);
const asked = (
  words.length > 0 ? words : FOLDERS.map((folder) => join(ROOT, folder)).map((path) => relative(process.cwd(), path))
).map(parse);
const missing = asked.filter(({ path }) => path.startsWith('..') || !existsSync(join(ROOT, path)));
if (missing.length > 0) {
  console.error(`Not a file or folder of this repository: ${missing.map(({ path }) => path).join(', ')}.`);
  process.exit(2);
}
process.chdir(ROOT);
if (existsSync(FAST_DISK)) process.env.TMPDIR = FAST_DISK;
for (const [tests, group] of Map.groupBy(asked.flatMap(plan), (work) => work.tests)) {
  await mutate({ tests, mutate: group.flatMap((work) => work.mutate) });
}
