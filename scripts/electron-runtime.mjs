/**
 * Electron's runtime. npm installs only a wrapper, which downloads the runtime (about 110 MB) at the first start. These
 * functions find it, download it without waiting forever, and tell whether it can run on this machine.
 */
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STALL_MS = 30_000;
const LOOK_EVERY_MS = 1000;
const STDERR_CHARACTERS = 4000;

/** @typedef {{ platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>, uid: number | undefined }} Machine */

/** Whether this machine can show a window or a browser. @param {Machine} machine */
export function hasDisplay({ platform, env }) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Why this machine cannot show a desktop app at all; null: it may. @param {Machine} machine */
export function whyNoDesktop(machine) {
  if (!hasDisplay(machine)) return 'There is no display here';
  // As root it would run with --no-sandbox, and code that escapes from the page would run as root.
  if (machine.platform === 'linux' && machine.uid === 0) return 'Electron does not run as root';
  return null;
}

/**
 * The runtime's program, or null when it is missing or incomplete.
 *
 * @param {string} folder `node_modules/electron`
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function findRuntime(folder, env) {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const dist = env.ELECTRON_OVERRIDE_DIST_PATH;
    const program = join(dist || join(folder, 'dist'), readFileSync(join(folder, 'path.txt'), 'utf8'));
    const fetched = readFileSync(join(folder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    return (dist || fetched === version) && existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/**
 * Downloads the runtime. Gives up when nothing has arrived for half a minute.
 *
 * @param {string} folder `node_modules/electron`
 * @param {{ stallMs?: number, lookEveryMs?: number, onProgress?: (megabytes: number) => void }} [options] `onProgress`
 *   is called occasionally with the megabytes so far
 * @returns {Promise<string | null>} why it could not be downloaded; null: it was
 */
export async function fetchRuntime(folder, options = {}) {
  const { stallMs = STALL_MS, lookEveryMs = LOOK_EVERY_MS, onProgress = () => {} } = options;
  // The wrapper downloads into a temporary folder; a folder of our own shows the progress.
  const temporary = mkdtempSync(join(tmpdir(), 'lookout-electron-'));
  // NODE_USE_ENV_PROXY makes Node's fetch use HTTP_PROXY and HTTPS_PROXY, as npm did.
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1', TMPDIR: temporary, TMP: temporary, TEMP: temporary };
  const child = spawn(process.execPath, [join(folder, 'install.js')], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr = (stderr + text).slice(-STDERR_CHARACTERS);
  });
  let stalled = false;
  let arrived = -1;
  let moved = performance.now();
  const look = setInterval(() => {
    const now = sizeOf(temporary) + sizeOf(join(folder, 'dist'));
    if (now !== arrived) {
      moved = performance.now();
      if (now > arrived && now > 0) onProgress(now / 1e6);
      arrived = now;
    } else if (performance.now() - moved > stallMs) {
      stalled = true;
      child.kill('SIGKILL');
    }
  }, lookEveryMs);
  const stop = () => child.kill();
  process.once('exit', stop);
  try {
    const code = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (code === 0) return null;
    return stalled ? `nothing arrived for ${stallMs / 1000} seconds` : reasonIn(stderr, code);
  } finally {
    clearInterval(look);
    process.off('exit', stop);
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** The line of an uncaught error that says what happened, such as `getaddrinfo ENOTFOUND github.com`. */
function reasonIn(stderr, code) {
  const line = stderr.split('\n').find((one) => /^(?:\w*Error|AggregateError)\b.*:? /u.test(one.trim()));
  const cause = /\[cause\]: \w*Error: (.+?)(?:\s*\{)?$/mu.exec(stderr)?.[1];
  const reason = cause ?? line?.trim().replace(/^(?:Uncaught )?\w*Error(?: \[\w+\])?: /u, '');
  return reason === undefined || reason === '' ? `the download ended with code ${code}` : reason;
}

/** Bytes of all files in a folder; 0 when it does not exist. */
function sizeOf(folder) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      bytes += entry.isDirectory() ? sizeOf(path) : lstatSync(path).size;
    }
  } catch (error) {
    // Files come and go during the count.
    if (error.code !== 'ENOENT') throw error;
  }
  return bytes;
}

/**
 * Why Electron ended without showing anything, or null when it did start.
 *
 * @param {import('./foreground.mjs').Ended} ended
 */
export function whyNotStarted({ code, stderr }) {
  if (code === 0) return null;
  const library = /error while loading shared libraries: (\S+):/.exec(stderr)?.[1];
  if (library !== undefined) return `Electron needs ${library}, which this machine does not have`;
  // Chromium's messages in setuid_sandbox_host.cc and zygote_host_impl_linux.cc (electron/electron#42510).
  if (/SUID sandbox helper binary|No usable sandbox/.test(stderr))
    return 'This machine does not allow the sandbox of Electron';
  if (/Missing X server or \$DISPLAY|Unable to open X display|Failed to connect to Wayland/i.test(stderr)) {
    return 'The display cannot be reached';
  }
  return null;
}
