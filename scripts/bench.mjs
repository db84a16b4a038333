/**
 * Builds what the benchmarks need, then runs them (`bench/main.ts`).
 *
 * npm run bench [-- CASE… [--long] [--profile DIR]]
 */
import './require-node.mjs';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { runInForeground } from './foreground.mjs';

try {
  await build();
} catch (error) {
  // Most cases run from the sources, so a failed build must not stop them.
  console.error(`${error.message}\nCases that need the build may fail.`);
}
const main = fileURLToPath(new URL('../bench/main.ts', import.meta.url));
const { code } = await runInForeground(process.execPath, [
  '--disable-warning=ExperimentalWarning',
  main,
  ...process.argv.slice(2),
]);
process.exitCode = code;
