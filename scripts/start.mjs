/**
 * Starts Lookout: `npm start`, or `npm start -- --data-dir DIR` with arguments for the app.
 *
 * Builds what is out of date and opens the desktop app. Where that is impossible, it prints the reason in one line and
 * serves the same page for a browser, until Ctrl+C.
 */
import './require-node.mjs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { fetchRuntime, findRuntime, hasDisplay, whyNoDesktop, whyNotStarted } from './electron-runtime.mjs';
import { runInForeground } from './foreground.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ELECTRON = join(ROOT, 'node_modules', 'electron');
const args = process.argv.slice(2);

const machine = { platform: process.platform, env: process.env, uid: process.getuid?.() };

/** @returns {Promise<string | null>} why the desktop app could not start; null: it ran and has ended */
async function startDesktop() {
  const why = whyNoDesktop(machine);
  if (why !== null) return why;

  let program = findRuntime(ELECTRON, process.env);
  if (program === null) {
    let announced = false;
    const onProgress = () => {
      if (!announced) console.error("Downloading Electron's runtime, once: about 110 MB.");
      announced = true;
    };
    const why = await fetchRuntime(ELECTRON, { onProgress });
    if (why !== null) return `Electron's runtime could not be downloaded (${why})`;
    program = findRuntime(ELECTRON, process.env);
  }
  if (program === null) return "Electron's runtime was downloaded, but it is not complete";

  await build({ only: 'desktop' });
  const env = { ...process.env };
  // Editors that are Electron apps set this in their terminals; it would turn our app into a plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  const ended = await runInForeground(program, [ROOT, ...args], { env, keepStderr: true });
  const whyNot = whyNotStarted(ended);
  if (whyNot === null) process.exitCode = ended.code;
  return whyNot;
}

/** Runs in this process, so that signals and the exit code are the host's own. */
async function serveInstead() {
  const forBoth = args.filter((arg) => arg !== '--hidden');
  const open = hasDisplay(machine) ? ['--open'] : [];
  process.argv = [process.execPath, join(ROOT, 'scripts', 'lookout.mjs'), 'serve', ...open, ...forBoth];
  await import('./lookout.mjs');
}

try {
  const why = await startDesktop();
  if (why !== null) {
    const instead = hasDisplay(machine) ? 'opens in your browser' : 'serves its page for a browser';
    console.error(`${why}, so Lookout ${instead} instead.`);
    await serveInstead();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
