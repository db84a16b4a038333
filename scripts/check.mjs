/** `npm run check`: everything that CI checks, the fastest steps first. Stops at the first failure. */
import './require-node.mjs';
import { fileURLToPath } from 'node:url';
import { runInForeground } from './foreground.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Each step is an npm script, so it can also run alone. */
const STEPS = [
  { name: 'format', args: ['format', '--', '--check'], fix: 'npm run format' },
  { name: 'lint', args: ['lint'] },
  { name: 'types', args: ['types'] },
  { name: 'generate', args: ['generate', '--', '--check'], fix: 'npm run generate' },
  { name: 'test', args: ['test'] },
];

async function npmRun(args) {
  const npm = process.env.npm_execpath;
  const [program, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
  // On Windows, npm alone is a command script, which needs a shell.
  const shell = npm === undefined && process.platform === 'win32';
  return (await runInForeground(program, [...first, 'run', '--silent', ...args], { cwd: ROOT, shell })).code;
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

async function main() {
  const begun = performance.now();
  const times = [];
  for (const { name, args, fix } of STEPS) {
    const stepBegun = performance.now();
    // The tests run last, so that their totals are the last line.
    if (name === 'test') console.log(`${times.join(', ')}, now the tests`);
    const code = await npmRun(args);
    if (code !== 0) {
      console.error(`check failed at ${name} after ${seconds(begun)}${fix ? `; "${fix}" fixes it` : ''}`);
      return code;
    }
    times.push(`${name} ${seconds(stepBegun)}`);
    if (name !== 'test') console.log(`✓ ${times.at(-1)}`);
  }
  return 0;
}

process.exitCode = await main();
