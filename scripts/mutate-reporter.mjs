/** Prints what `mutate.mjs` finds: each change that no test notices, with its line, and the score of each file. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';

/** @typedef {import('@stryker-mutator/api/core').MutantResult} Mutant */

/** What a test noticed. A change with which the code does not end is noticed, too. */
const NOTICED = new Set(['Killed', 'Timeout']);
/** What no test noticed: tests ran the changed code, or none did. */
const MISSED = new Set(['Survived', 'NoCoverage']);

/**
 * The changed lines, before and after.
 * @param {Pick<Mutant, 'location' | 'replacement'>} mutant
 * @param {string} source
 */
export function changeOf({ location: { start, end }, replacement }, source) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const first = lines[0] ?? '';
  const last = lines.at(-1) ?? '';
  const changed = first.slice(0, start.column - 1) + replacement + last.slice(end.column - 1);
  return { before: lines, after: changed.split('\n') };
}

/** @param {Iterable<string>} statuses one per change */
export function scoreOf(statuses) {
  const all = [...statuses];
  const noticed = all.filter((status) => NOTICED.has(status)).length;
  const missed = all.filter((status) => MISSED.has(status)).length;
  const total = noticed + missed;
  return { total, noticed, missed, percent: total === 0 ? 100 : (100 * noticed) / total };
}

class LookoutReporter {
  /** @type {Map<string, string[]>} the statuses of each file's changes */
  #statuses = new Map();
  /** @type {Map<string, string>} what each file contained at the start; a person may work on it meanwhile */
  #sources = new Map();
  #planned = 0;
  #tested = 0;
  #began = Date.now();

  /** @param {import('@stryker-mutator/api/report').MutationTestingPlanReadyEvent} event */
  onMutationTestingPlanReady({ mutantPlans }) {
    this.#planned = mutantPlans.filter(({ mutant }) => mutant.status !== 'Ignored').length;
    for (const { mutant } of mutantPlans) {
      if (!this.#sources.has(mutant.fileName))
        this.#sources.set(mutant.fileName, readFileSync(mutant.fileName, 'utf8'));
    }
    console.log(`${this.#planned} changes`);
  }

  /** @param {Mutant} mutant */
  onMutantTested(mutant) {
    if (mutant.status === 'Ignored') return;
    const file = relative(process.cwd(), mutant.fileName);
    const statuses = this.#statuses.get(file) ?? [];
    this.#statuses.set(file, statuses);
    statuses.push(mutant.status);
    this.#tested += 1;
    if (this.#tested % 50 === 0) {
      const minutes = ((Date.now() - this.#began) / 60_000).toFixed(1);
      console.log(`… ${this.#tested} of ${this.#planned} tested in ${minutes} min`);
    }
    if (!MISSED.has(mutant.status)) return;
    const { before, after } = changeOf(mutant, this.#sources.get(mutant.fileName) ?? '');
    const why = mutant.status === 'NoCoverage' ? 'no test runs this' : 'no test notices';
    console.log(`\n${file}:${mutant.location.start.line}: ${why} (${mutant.mutatorName})`);
    for (const line of before) console.log(`-${line}`);
    for (const line of after) console.log(`+${line}`);
  }

  wrapUp() {
    const rows = [...this.#statuses].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const width = Math.max(5, ...rows.map(([file]) => file.length));
    /** @param {string} name @param {string[]} statuses */
    const print = (name, statuses) => {
      const { total, noticed, missed, percent } = scoreOf(statuses);
      const figures = [total, noticed, missed].map((figure) => String(figure).padStart(8));
      console.log(name.padEnd(width) + figures.join('') + `${percent.toFixed(1)} %`.padStart(9));
    };
    console.log(`\n${'file'.padEnd(width)} changes noticed  missed    score`);
    for (const [file, statuses] of rows) print(file, statuses);
    print(
      'total',
      rows.flatMap(([, statuses]) => statuses),
    );
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'lookout', LookoutReporter)];
