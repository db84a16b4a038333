import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** What `scripts/mutate.mjs` asks for. */
interface Plan {
  /** Patterns of test files. */
  readonly tests: readonly string[];
  /** The code with all changes, which are switched off, by file. */
  readonly code: Readonly<Record<string, string>>;
}

const plan = JSON.parse(readFileSync(process.env['LOOKOUT_MUTATE_PLAN'] ?? '', 'utf8')) as Plan;

/** No test file is this large. */
const FIRST_BYTES = 1_000_000;

/**
 * The tests of the changed files come first, short ones before long ones: a change that was noticed once is not tested
 * again.
 */
class OwnTestsFirst extends BaseSequencer {
  override sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      statSync(moduleId).size + (moduleId.replace(/\.test\.ts$/u, '.ts') in plan.code ? 0 : FIRST_BYTES);
    return Promise.resolve(specifications.toSorted((a, b) => rank(a) - rank(b)));
  }
}

const STORE_THREAD = fileURLToPath(new URL('scripts/mutate-store-thread.ts', import.meta.url));

export default defineConfig({
  plugins: [
    {
      name: 'changes',
      enforce: 'pre',
      load: (id) => plan.code[id] ?? null,
      resolveId: (id, importer) =>
        id === 'node:worker_threads' && importer?.endsWith('/store/sqlite/worker-client.ts') === true
          ? STORE_THREAD
          : null,
    },
  ],
  test: {
    include: [...plan.tests],
    // It would keep the changed code of an earlier run.
    fsModuleCache: false,
    runner: './scripts/mutate-vitest-runner.mjs',
    sequence: { sequencer: OwnTestsFirst },
    // What one file has noticed, the next one need not test.
    maxWorkers: 1,
    testTimeout: 20_000,
    hookTimeout: 15_000,
    reporters: ['dot'],
  },
});
