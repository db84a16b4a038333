/**
 * Mutation testing: changes the code a little, thousands of times, and says which changes no test notices. It takes
 * minutes per folder, so it is not part of the checks.
 *
 * npm run mutate [-- PATH… [--sample N]]
 *
 * PATH is a folder or a file; without one, all folders of `FOLDERS` are mutated. With `--sample`, only N changes of
 * each file are tried, always the same ones as long as the file is unchanged. Only the tests in the folder of PATH run:
 * code is tested by the tests beside it, except `TESTED_ELSEWHERE`. Strings are not mutated, because most are messages
 * for developers. Prints each change that no test notices, and the score of each file.
 *
 * LOOKOUT_MUTATE_QUICK=1 leaves out changes of code that runs only once, when its file is loaded, because each needs
 * its own run. LOOKOUT_MUTATE_TEST_MS=3000 also repeats tests that take up to 3 s of CPU time (default: 300 ms).
 * LOOKOUT_MUTATE_LOG=1 prints vitest's output.
 *
 * Stryker's instrumenter makes the changes, each with a switch, and `mutate-vitest-runner.mjs` runs the tests with one
 * of them switched on after the other. Stryker itself starts the tests again for each change, which takes hours.
 */
import './require-node.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { formatMissed, formatScores } from './mutate-report.mjs';
import { sampleOf } from './mutate-sample.mjs';

/** @typedef {import('./mutate-report.mjs').Change} Change */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The most important code: how checks are judged, scheduled, run, sent and stored. */
const FOLDERS = ['verdict', 'schedule', 'run', 'check/net', 'store'].map((folder) => `src/engine/${folder}`);
/** In memory on Linux. The tests of the store wait for the disk thousands of times otherwise. */
const FAST_DISK = '/dev/shm';
/** A change that blocks the process for this long counts as noticed. */
const BLOCKED_MS = 60_000;

/**
 * Code that is tested by tests in other folders: shared code of several kinds, and parts that tests of the whole also
 * cover.
 */
const TESTED_ELSEWHERE = [
  { path: 'check/net/mail/smtp.ts', by: ['check/kinds/smtp', 'check/kinds/mail'] },
  { path: 'check/net/mail/imap.ts', by: ['check/kinds/imap', 'check/kinds/mail'] },
  { path: 'check/net/mail/pop3.ts', by: ['check/kinds/pop3'] },
  { path: 'check/net/mail/receiving.ts', by: ['check/kinds/imap', 'check/kinds/pop3'] },
  { path: 'check/net/mail/note-greeting.ts', by: ['check/kinds/smtp'] },
  { path: 'check/net/connect/ask-datagrams.ts', by: ['check/kinds/udp', 'check/kinds/dns'] },
  { path: 'check/net/connect/connect-path.ts', by: ['check/kinds/tcp'] },
  { path: 'check/net/connect/connect-udp.ts', by: ['check/kinds/radius'] },
  { path: 'check/fields/expectation.ts', by: ['check/kinds/tcp', 'check/kinds/udp'] },
  { path: 'check/net/run-system-program.ts', by: ['check/kinds/icmp'] },
  { path: 'check/net/probe/without-texts.ts', by: ['check/kinds/http'] },
  { path: 'check/net', by: ['check/net'] },
].map(({ path, by }) => ({ path: `src/engine/${path}`, by: by.map((folder) => `src/engine/${folder}`) }));

/** @param {string} path @param {string} folder */
const isIn = (path, folder) => path === folder || path.startsWith(`${folder}/`);

/** The source files in a folder, or the file. @param {string} path */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return globSync(`${path}/**/*.ts`)
    .filter((file) => !/\.test\.ts$|\/testing\//u.test(file))
    .toSorted();
}

/** The folders whose tests test a file. @param {string} file @param {string} asked the folder, or the file */
function testersOf(file, asked) {
  const elsewhere = TESTED_ELSEWHERE.find(({ path }) => isIn(file, path));
  const beside = file === asked ? dirname(file) : asked;
  return [beside, ...(elsewhere?.by ?? [])];
}

/** @param {readonly string[]} files */
async function instrument(files) {
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent, isDebugEnabled: () => false };
  // @ts-expect-error -- it needs no more of the logger
  const instrumenter = new Instrumenter(log);
  const sources = files.map((name) => ({ name, mutate: true, content: readFileSync(name, 'utf8') }));
  const options = { plugins: null, excludedMutations: ['StringLiteral'], ignorers: [] };
  const { files: code, mutants } = await instrumenter.instrument(sources, options);
  const changes = mutants.filter(({ status }) => status !== 'Ignored');
  return {
    code: Object.fromEntries(code.map(({ name, content }) => [join(ROOT, name), content])),
    changes:
      sampleSize === null
        ? changes
        : files.flatMap((file) =>
            sampleOf(
              changes.filter(({ fileName }) => fileName === file),
              sampleSize,
            ),
          ),
    sources: new Map(sources.map(({ name, content }) => [name, content])),
  };
}

class Run {
  #folder;
  /** @type {Map<string, Set<string>>} the events of each change */
  #events = new Map();
  /** @type {Set<string>} tests that ran only once, because they take long */
  slowTests = new Set();

  /** @param {string} folder for scratch files */
  constructor(folder) {
    this.#folder = folder;
  }

  /** @param {string} id */
  what(id) {
    return this.#events.get(id) ?? new Set();
  }

  /**
   * Runs tests until they end, and again without the change that blocked them.
   * @param {Record<string, string>} code @param {readonly string[]} ids of the changes to try
   * @param {readonly string[]} tests @param {string} [change] the change that is switched on from the start
   */
  async tests(code, ids, tests, change) {
    const plan = join(this.#folder, 'plan.json');
    await writeFile(plan, JSON.stringify({ code, ids, tests }));
    const events = join(this.#folder, 'events.jsonl');
    await writeFile(events, '', { flag: 'a' });
    for (let isOver = false; !isOver;) {
      isOver = await this.#vitest(Object.keys(code), events, {
        LOOKOUT_MUTATE_PLAN: plan,
        LOOKOUT_MUTATE_EVENTS: events,
        TMPDIR: this.#folder,
        ...(change === undefined ? {} : { __STRYKER_ACTIVE_MUTANT__: change }),
      });
      const lines = (await readFile(events, 'utf8')).split('\n').filter((line) => line !== '');
      const last = JSON.parse(lines.at(-1) ?? '{}');
      if (!isOver && (change ?? last.id)) {
        lines.push(JSON.stringify({ id: change ?? last.id, test: 'blocked', what: 'noticed' }));
        await writeFile(events, `${lines.join('\n')}\n`);
        if (change !== undefined) isOver = true;
      }
      for (const line of lines) {
        const { id, test, what } = JSON.parse(line);
        if (what === 'tooSlow') this.slowTests.add(test);
        this.#events.set(id, this.what(id).add(what));
      }
    }
  }

  /**
   * @param {readonly string[]} files only tests that import one of them run
   * @param {string} events @param {Record<string, string>} env @returns {Promise<boolean>} false: it was blocked
   */
  async #vitest(files, events, env) {
    const args = [
      'node_modules/vitest/vitest.mjs',
      'related',
      '--run',
      '--config',
      'vitest.mutate.config.ts',
      ...files,
    ];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', process.env.LOOKOUT_MUTATE_LOG ? 'inherit' : 'ignore'],
    });
    let size = -1;
    let isBlocked = false;
    const watch = setInterval(() => {
      const now = statSync(events).size;
      // Before the first test has begun, the machine is only slow.
      if (now === size && now > 0) {
        isBlocked = true;
        child.kill('SIGKILL');
      }
      size = now;
    }, BLOCKED_MS);
    await once(child, 'exit');
    clearInterval(watch);
    return !isBlocked;
  }
}

const isQuick = process.env.LOOKOUT_MUTATE_QUICK === '1';

/** It runs once, when its file is loaded, and so has to be on from the start. @param {ReadonlySet<string>} what */
const isOnlyAtStart = (what) => what.has('atStart') && !what.has('reached');

/** @param {readonly string[]} files @param {readonly string[]} folders whose tests run */
async function mutate(files, folders) {
  const { code, changes, sources } = await instrument(files);
  const folder = await mkdtemp(join(existsSync(FAST_DISK) ? FAST_DISK : tmpdir(), 'lookout-mutate-'));
  const run = new Run(folder);
  try {
    console.log(`${changes.length} changes in ${files.length} files, tested in ${folders.join(', ')}`);
    await run.tests(
      code,
      changes.map(({ id }) => id),
      folders.map((path) => `${path}/**/*.test.ts`),
    );
    for (const { id, fileName } of isQuick ? [] : changes) {
      if (!isOnlyAtStart(run.what(id))) continue;
      const own = fileName.replace(/\.ts$/u, '.test.ts');
      await run.tests(code, [id], existsSync(own) ? [own] : folders.map((path) => `${path}/*.test.ts`), id);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  for (const test of run.slowTests) console.log(`Too slow to be repeated with each change: ${test}`);
  /** @type {Map<string, import('./mutate-report.mjs').Outcome[]>} */
  const outcomes = new Map(files.map((file) => [file, []]));
  for (const change of changes) {
    const what = run.what(change.id);
    if (isQuick && isOnlyAtStart(what)) continue;
    const isRun = what.has('reached') || what.has('atStart');
    const outcome = what.has('noticed') ? 'noticed' : isRun ? 'missed' : 'not run';
    outcomes.get(change.fileName)?.push(outcome);
    if (outcome !== 'noticed') console.log(formatMissed(change, outcome, sources.get(change.fileName) ?? ''));
  }
  return outcomes;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { sample: { type: 'string' } } });
const sampleSize = values.sample === undefined ? null : Number(values.sample);
if (sampleSize !== null && !(Number.isInteger(sampleSize) && sampleSize > 0)) {
  console.error('The sample must be a whole number of changes per file, at least 1.');
  process.exit(2);
}
const words = positionals.map((path) => relative(ROOT, join(process.cwd(), path)));
const missing = words.filter((path) => path.startsWith('..') || !existsSync(join(ROOT, path)));
if (missing.length > 0) {
  console.error(`Not a file or folder of this repository: ${missing.join(', ')}.`);
  process.exit(2);
}
process.chdir(ROOT);
const moved = TESTED_ELSEWHERE.flatMap(({ path, by }) => [path, ...by]).filter((path) => !existsSync(path));
if (moved.length > 0) {
  console.error(`Not here any more, but in TESTED_ELSEWHERE: ${moved.join(', ')}.`);
  process.exit(2);
}
const works = (words.length > 0 ? words : FOLDERS).flatMap((path) =>
  filesOf(path).map((file) => ({ file, testers: testersOf(file, path) })),
);
/** @type {Map<string, import('./mutate-report.mjs').Outcome[]>} */
const all = new Map();
for (const group of Map.groupBy(works, ({ testers }) => testers.join()).values()) {
  const outcomes = await mutate(
    group.map(({ file }) => file),
    group[0]?.testers ?? [],
  );
  for (const [file, list] of outcomes) all.set(file, list);
}
if (sampleSize !== null) console.log(`At most ${sampleSize} changes of each file were tried.`);
console.log(formatScores(new Map([...all].toSorted(([a], [b]) => (a < b ? -1 : 1)))));
