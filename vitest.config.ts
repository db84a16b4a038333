import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig, type Plugin } from 'vitest/config';

/**
 * Tests start threads from TypeScript, for which Node strips types with WebAssembly; V8 rarely crashes when many threads
 * begin with that at once (in `ThreadIsolation::UnregisterWasmAllocation`). What was stripped once is kept here.
 */
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url));

/**
 * How many test files run at a time. Vitest's default leaves one core free, which on two cores is one file at a time, but most
 * long tests only wait; so do most specs. Where Electron can open windows, only one spec runs at a time, because windows take the
 * focus from each other.
 */
const TEST_WORKERS = availableParallelism() + 1;
const { DISPLAY, WAYLAND_DISPLAY } = process.env;
const hasDisplay = process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
const SPEC_WORKERS = hasDisplay ? 1 : TEST_WORKERS;

/** Of each test, hook and `expect.poll`, in milliseconds. A busy machine may need long; a longer limit only delays failures. */
const LIMITS = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } };

/** Selects the random values of tests, and those that properties (fast-check) are tried with: `FUZZ_SEED=7 npm test` tries others. */
const FUZZ_SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_121);

/** Random ids and numbers are the same in each run, too. */
const SEEDED_RANDOM = { setupFiles: ['test/setup-random.ts'], provide: { seed: FUZZ_SEED } };

/** Tries properties with the same values in each run, so that a failure comes from the change that is tested. */
const seededProperties: Plugin = {
  name: 'seeded-properties',
  enforce: 'pre',
  transform: (code) =>
    /^import (?:\* as )?fc from 'fast-check';$/mu.test(code)
      ? { code: `${code}\nfc.configureGlobal({ seed: ${FUZZ_SEED} });\n`, map: null }
      : null,
};

/**
 * What a test file can leave behind, or find from another one: hooks, fakes, timers, files, threads, the page, loaded modules and
 * libraries.
 */
const STATE =
  /vi\.(?!fn)|node:|process\.|globalThis|@vitest-environment|(?:before|after)(?:All|Each)|\/testing\/|\/servers\/|setTimeout|import\(|performance|document|window|localStorage|Worker|[lL]ibraries/u;

/**
 * Tests that only call functions. They share processes and loaded modules, because a process of their own costs more than they
 * do: of 170 files, 28 of 38 seconds of processor time.
 */
const PURE_TESTS = globSync('src/**/*.test.ts', { cwd: import.meta.dirname })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !STATE.test(readFileSync(new URL(file, import.meta.url), 'utf8')));

export default defineConfig({
  test: {
    maxWorkers: TEST_WORKERS,
    projects: [
      {
        plugins: [seededProperties],
        test: { name: 'pure', ...LIMITS, include: PURE_TESTS, isolate: false },
      },
      {
        plugins: [seededProperties],
        test: {
          name: 'node',
          ...LIMITS,
          ...SEEDED_RANDOM,
          exclude: [...configDefaults.exclude, ...PURE_TESTS],
          include: [
            // Most tests of the page's TypeScript need no page; those that do say so with `@vitest-environment`.
            'src/**/*.test.ts',
            'test/**/*.test.ts',
            'scripts/**/*.test.{ts,mjs}',
          ],
        },
      },
      {
        plugins: [seededProperties],
        test: {
          name: 'renderer',
          ...LIMITS,
          ...SEEDED_RANDOM,
          environment: 'happy-dom',
          include: ['src/renderer/**/*.test.tsx', 'test/**/*.test.tsx'],
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          ...LIMITS,
          // A spec waits for the page several times, each time up to a minute.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
          maxWorkers: SPEC_WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
