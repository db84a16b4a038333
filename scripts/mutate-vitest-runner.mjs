/**
 * The vitest runner of `mutate.mjs`. It runs each test once as it is, which shows which changes the test reaches, and then once
 * more for each of them, with the change switched on. All of that happens in one process: to start one for each change would
 * take a hundred times longer.
 *
 * What happens is appended to a file, a line of JSON each, so that nothing is lost if a change stops this process.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { TestRunner } from 'vitest';

/** @typedef {{ id: string, test: string, what: 'reached' | 'began' | 'noticed' | 'missed' | 'atStart' | 'tooSlow' }} Event */

const { setTimeout, clearTimeout } = globalThis;
const EVENTS = process.env.LOOKOUT_MUTATE_EVENTS ?? '';
/** With this change, everything runs from the start: it is in code that runs only once, when its file is loaded. */
const FROM_START = process.env.__STRYKER_ACTIVE_MUTANT__;
/** A test that takes more CPU time than this runs only once. */
const MAX_TEST_MS = Number(process.env.LOOKOUT_MUTATE_TEST_MS ?? 300);
/** A hanging test is aborted after this time, or after ten times its normal duration. */
const HANGS_MS = 2_000;
/** A loop that runs this many times more often than before counts as endless. */
const HIT_FACTOR = 10;

/**
 * What the changed code looks at: see `syntax-helpers.js` of Stryker's instrumenter.
 * @type {{
 *   activeMutant?: string | undefined, currentTestId?: string | undefined, hitCount?: number, hitLimit?: number,
 *   mutantCoverage?: { static: Record<string, number>, perTest: Record<string, Record<string, number>> },
 * }}
 */
const switches = (globalThis.__stryker__ ??= {});

// It is enough that a change is noticed: shrinking the example would take a hundred times longer.
fc.configureGlobal({ endOnFailure: true });

/** @param {Event} event */
const report = (event) => appendFileSync(EVENTS, `${JSON.stringify(event)}\n`);

/** The changes to try. @type {{ ids: string[] }} */
const { ids } = JSON.parse(readFileSync(process.env.LOOKOUT_MUTATE_PLAN ?? '', 'utf8'));
const tried = new Set(ids);

/** The events of an earlier process that a change has blocked. @type {readonly Event[]} */
const before = readFileSync(EVENTS, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
/** The changes that need no further test. */
const done = new Set(before.filter(({ what }) => what === 'noticed').map(({ id }) => id));
/** Changes that a test has missed. */
const missed = new Set(before.filter(({ what }) => what === 'missed').map(({ id, test }) => `${id} ${test}`));

export default class MutatingRunner extends TestRunner {
  /** @type {[id: string, hits: number][]} changes that the running test still has to run with */
  #queue = [];
  /** @type {[id: string, hits: number] | undefined} */
  #change;
  #began = 0;
  #beganCpu = process.cpuUsage();
  #tookMs = 0;

  async onBeforeRunTask(test) {
    await super.onBeforeRunTask(test);
    if (FROM_START !== undefined) return;
    this.#queue = [];
    this.#change = undefined;
    let isFirst = true;
    // Compared after each run: another one follows as long as there are changes.
    test.repeats = {
      valueOf: () => {
        const isMore = isFirst || this.#change !== undefined;
        isFirst = false;
        return isMore ? Infinity : -1;
      },
    };
  }

  onBeforeTryTask(test, attempt) {
    if (FROM_START === undefined) {
      switches.activeMutant = this.#change?.[0];
      switches.currentTestId = this.#change === undefined ? test.id : undefined;
      switches.hitCount = 0;
      switches.hitLimit = HIT_FACTOR * (this.#change?.[1] ?? 0) + 1_000;
      this.#began = performance.now();
      this.#beganCpu = process.cpuUsage();
      if (this.#change !== undefined) report({ id: this.#change[0], test: nameOf(test), what: 'began' });
    }
    return super.onBeforeTryTask(test, attempt);
  }

  async runTask(test) {
    const run = TestRunner.getTestFn(test);
    if (this.#change === undefined) return run();
    let timer;
    const hangs = new Promise((_resolve, reject) => {
      const ms = Math.max(HANGS_MS, 10 * this.#tookMs);
      timer = setTimeout(() => reject(new Error(`The test took more than ${ms} ms`)), ms);
    });
    try {
      await Promise.race([run(), hangs]);
    } finally {
      clearTimeout(timer);
    }
  }

  async onAfterRetryTask(test, attempt) {
    await super.onAfterRetryTask(test, attempt);
    if (FROM_START !== undefined) return;
    switches.activeMutant = undefined;
    switches.currentTestId = undefined;
    const hasFailed = test.result.state === 'fail';
    // Otherwise they would be sent and printed.
    test.result.errors = undefined;
    test.result.attempts = [];
    if (this.#change === undefined) this.#plan(test, hasFailed);
    else {
      const [id] = this.#change;
      if (hasFailed) done.add(id);
      report({ id, test: nameOf(test), what: hasFailed ? 'noticed' : 'missed' });
    }
    const name = nameOf(test);
    do this.#change = this.#queue.shift();
    while (this.#change !== undefined && (done.has(this.#change[0]) || missed.has(`${this.#change[0]} ${name}`)));
  }

  /** Called after the unchanged run of a test. */
  #plan(test, hasFailed) {
    this.#tookMs = performance.now() - this.#began;
    const reached = Object.entries(switches.mutantCoverage?.perTest[test.id] ?? {}).filter(([id]) => tried.has(id));
    delete switches.mutantCoverage?.perTest[test.id];
    for (const [id] of reached) report({ id, test: nameOf(test), what: 'reached' });
    // CPU time, because on a busy machine a quick test may wait long.
    const { user, system } = process.cpuUsage(this.#beganCpu);
    const cpuMs = (user + system) / 1000;
    if (hasFailed) console.error(`Fails without any change: ${nameOf(test)}`);
    else if (cpuMs <= MAX_TEST_MS) this.#queue = reached;
    else if (reached.length > 0) report({ id: '', test: nameOf(test), what: 'tooSlow' });
  }

  onAfterRunFiles(files) {
    const test = files[0]?.filepath ?? '';
    if (FROM_START !== undefined) {
      const hasFailed = files.some((file) => file.result?.state === 'fail');
      if (hasFailed) report({ id: FROM_START, test, what: 'noticed' });
    }
    for (const id of Object.keys(switches.mutantCoverage?.static ?? {})) report({ id, test, what: 'atStart' });
    return super.onAfterRunFiles(files);
  }
}

function nameOf(test) {
  return `${test.file.name} > ${test.name}`;
}
