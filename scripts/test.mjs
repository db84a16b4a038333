/**
 * Runs the tests: `npm test`, or `npm test -- src/engine/store` with arguments for Vitest.
 *
 * Sees to what tests need and npm does not bring (installs it where this is a Debian and we may), builds what is out of
 * date, runs Vitest, and prints `N passed, N failed` as its last line. Ends with Vitest's exit code.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { runInForeground } from './foreground.mjs';
import { findProgram, missingRequirements } from './requirements.mjs';
import { totalsLine } from './totals-reporter.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INSTALL_LIMIT_MS = 5 * 60_000;

/** Installs Debian's packages. Whether it worked is seen by asking again what is missing. */
function install(packages) {
  const aptGet = findProgram(['apt-get']);
  if (aptGet === null || process.getuid?.() !== 0) return;
  console.log(`Installing what the tests need: ${packages.join(', ')}`);
  const until = Date.now() + INSTALL_LIMIT_MS;
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    const { status, error } = spawnSync(aptGet, ['--quiet', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: Math.max(1, until - Date.now()),
    });
    if (status !== 0) console.error(`apt-get ${args[0]} failed (${error?.message ?? `exit code ${status}`}).`);
  }
}

/** @returns whether the tests can run: they can without it all, except in CI */
function ensureRequirements() {
  let missing = missingRequirements();
  if (missing.length === 0) return true;
  install(missing.map((requirement) => requirement.package));
  missing = missingRequirements();
  for (const { name, package: debianPackage, tests } of missing) {
    const so = process.env.CI ? 'which CI must have' : `so the tests of ${tests} are skipped`;
    console.error(`${name} is missing (Debian: ${debianPackage}), ${so}.`);
  }
  return missing.length === 0 || !process.env.CI;
}

async function runVitest(args, totalsFile) {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'scripts', 'totals-reporter.mjs')}`];
  const env = { ...process.env, LOOKOUT_TEST_TOTALS: totalsFile };
  return (await runInForeground(process.execPath, [vitest, 'run', ...reporters, ...args], { cwd: ROOT, env })).code;
}

async function main() {
  if (!ensureRequirements()) return 1;
  try {
    await build();
  } catch (error) {
    console.error(error.message);
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'lookout-test-'));
  try {
    const totalsFile = join(folder, 'totals.json');
    const code = await runVitest(process.argv.slice(2), totalsFile);
    let totals;
    try {
      totals = JSON.parse(readFileSync(totalsFile, 'utf8'));
    } catch {
      console.error('Vitest ended without a result.');
      return code === 0 ? 1 : code;
    }
    console.log(totalsLine(totals));
    // A failure that only the count knows must not pass.
    return code === 0 && totals.failed > 0 ? 1 : code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
