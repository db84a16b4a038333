/**
 * Runs the tests: `npm test`, or `npm test -- src/engine/store` with arguments for Vitest.
 *
 * Some tests need programs that npm does not install, such as nginx. In CI, and with `npm test -- --install`, this
 * installs them as Debian packages; elsewhere it lists the missing ones and skips their tests. Then it builds what is
 * out of date, runs Vitest, and prints `N passed, N failed` as its last line. The exit code is Vitest's.
 */
import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { runInForeground } from './foreground.mjs';
import { explainMissing, findProgram, missingRequirements } from './requirements.mjs';
import { totalsLine } from './totals-reporter.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INSTALL_LIMIT_MS = 5 * 60_000;

/** Installs Debian packages. Only reports a failure: the caller looks again at what is missing. */
function install(packages) {
  const aptGet = findProgram(['apt-get']);
  if (aptGet === null || process.getuid?.() !== 0) {
    console.error('Packages can be installed only as root on Debian or a system like it.');
    return;
  }
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

/**
 * @param {boolean} mayInstall in CI, or when the user asked for it
 * @returns {boolean} whether the tests can run: with a missing program they can, except in CI
 */
function ensureRequirements(mayInstall) {
  let missing = missingRequirements();
  if (missing.length > 0 && mayInstall) {
    install(missing.map((requirement) => requirement.package));
    missing = missingRequirements();
  }
  for (const line of explainMissing(missing, { ci: Boolean(process.env.CI), mayInstall })) console.error(line);
  return missing.length === 0 || !process.env.CI;
}

async function runVitest(args, totalsFile) {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'scripts', 'totals-reporter.mjs')}`];
  const env = { ...process.env, LOOKOUT_TEST_TOTALS: totalsFile };
  return (await runInForeground(process.execPath, [vitest, 'run', ...reporters, ...args], { cwd: ROOT, env })).code;
}

async function main() {
  const args = process.argv.slice(2).filter((arg) => arg !== '--install');
  const asked = args.length < process.argv.length - 2;
  if (!ensureRequirements(asked || Boolean(process.env.CI))) return 1;
  try {
    await build();
  } catch (error) {
    console.error(error.message);
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'lookout-test-'));
  try {
    const totalsFile = join(folder, 'totals.json');
    const code = await runVitest(args, totalsFile);
    let totals;
    try {
      totals = JSON.parse(readFileSync(totalsFile, 'utf8'));
    } catch {
      console.error('Vitest ended without a result.');
      return code === 0 ? 1 : code;
    }
    console.log(totalsLine(totals));
    // A failure that only the totals contain must not pass.
    return code === 0 && totals.failed > 0 ? 1 : code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
