/**
 * A Vitest reporter that writes the totals to the file named by `LOOKOUT_TEST_TOTALS`, as
 * `{"passed":1,"failed":0,"skipped":0}`. `test.mjs` prints them as the last line.
 */
import { writeFileSync } from 'node:fs';

/**
 * Counts tests. A file that could not be loaded, or an error outside every test, counts as one failed test: a failed
 * run never prints `0 failed`.
 *
 * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
 * @param {ReadonlyArray<unknown>} unhandledErrors
 */
export function countTests(modules, unhandledErrors) {
  const totals = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') totals.passed++;
      else if (state === 'skipped') totals.skipped++;
      // `failed`, or `pending`: it began and never ended.
      else failedHere++;
    }
    if (failedHere === 0 && module.state() === 'failed') failedHere = 1;
    totals.failed += failedHere;
  }
  return totals;
}

/**
 * The outermost titles of skipped tests: a title contains the reason.
 *
 * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
 */
export function skippedTitles(modules) {
  const titles = new Set();
  for (const module of modules) {
    for (const test of module.children.allTests('skipped')) titles.add(test.fullName.split(' > ')[0]);
  }
  return [...titles].sort((one, other) => one.localeCompare(other));
}

/** @param {{ passed: number, failed: number, skipped: number }} totals */
export function totalsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

export default class TotalsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env['LOOKOUT_TEST_TOTALS'];
    if (file) writeFileSync(file, JSON.stringify(countTests(modules, unhandledErrors)));
    const skipped = skippedTitles(modules);
    if (skipped.length > 0) console.log(['Skipped here:', ...skipped.map((title) => `  ${title}`), ''].join('\n'));
  }
}
