/**
 * Builds what is out of date into `out/`: `headless` (the command line) and `desktop` (main, preload and the page,
 * which the headless host serves too). Writes nothing to standard output, and only errors to standard error.
 *
 *   node scripts/build.mjs [--force] [--only headless|desktop]
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, stripVTControlCharacters } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'out');

/** Files that both build configs use. */
const BUNDLING = [
  'scripts/bundle-chunks.ts',
  'scripts/bundle-externals.ts',
  'scripts/lazy-builtins.ts',
  'tsconfig.base.json',
];

/** Each part: its build command, its sources, and the files that must exist afterwards. */
const PARTS = {
  headless: {
    command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.headless.config.ts', '--logLevel', 'warn'],
    sources: [
      'src/contract',
      'src/shared',
      'src/i18n',
      'src/engine',
      'src/headless',
      'vite.headless.config.ts',
      ...BUNDLING,
    ],
    results: [
      'out/headless/cli.js',
      'out/headless/store-worker.js',
      'out/headless/config-worker.js',
      'out/headless/import-worker.js',
      'out/headless/query-worker.js',
    ],
  },
  desktop: {
    command: ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
    sources: [
      'src/contract',
      'src/shared',
      'src/i18n',
      'src/engine',
      'src/main',
      'src/preload',
      'src/renderer',
      'electron.vite.config.ts',
      ...BUNDLING,
    ],
    results: ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'],
  },
};

/**
 * Builds the parts whose sources are newer than their last build. Two processes that build at the same time take turns.
 *
 * @param {{ force?: boolean, only?: 'headless' | 'desktop' }} [options] `force`: even when nothing changed. `only`: one
 * part; absent: all.
 * @returns {Promise<void>}
 * @throws {Error} with the output of the build tool as its message
 */
export async function build({ force = false, only } = {}) {
  const names = only === undefined ? Object.keys(PARTS) : [only];
  const outdated = async () => {
    const checked = await Promise.all(names.map(async (name) => force || (await isOutdated(name))));
    return names.filter((_, index) => checked[index]);
  };
  if ((await outdated()).length === 0) return;
  const unlock = await lock();
  try {
    // Another process may have built them while this one waited.
    for (const name of await outdated()) await buildPart(name);
  } finally {
    await unlock();
  }
}

async function buildPart(name) {
  const { command, results } = PARTS[name];
  const started = new Date();
  const { code, output } = await run(command);
  const missing = results.filter((file) => !existsSync(join(ROOT, file)));
  if (code !== 0 || missing.length > 0) {
    await rm(stampOf(name), { force: true });
    const why = code !== 0 ? `exit code ${code}` : `no ${missing.join(', ')}`;
    throw new Error(`The ${name} build failed (${why}).\n${output}`.trimEnd());
  }
  await writeFile(stampOf(name), '');
  // A source that was saved during the build counts as newer than the build.
  await utimes(stampOf(name), started, started);
}

function run([script, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, script), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? signal, output: forStderr(output) }));
  });
}

/** Rolldown colors its errors even when standard error is not a terminal. */
function forStderr(text) {
  return process.stderr.isTTY ? text : stripVTControlCharacters(text);
}

async function isOutdated(name) {
  const { sources, results } = PARTS[name];
  if (!existsSync(stampOf(name)) || results.some((file) => !existsSync(join(ROOT, file)))) return true;
  const built = (await stat(stampOf(name))).mtimeMs;
  for (const source of ['package.json', 'package-lock.json', 'scripts/build.mjs', ...sources]) {
    if ((await newest(join(ROOT, source))) > built) return true;
  }
  return false;
}

/** The newest change in a file or folder. Folders count, so that a deleted file is noticed; tests do not. */
async function newest(path) {
  const own = await stat(path);
  if (!own.isDirectory()) return own.mtimeMs;
  const entries = await readdir(path);
  const times = await Promise.all(
    entries.filter((entry) => !/\.test\.tsx?$/.test(entry)).map((entry) => newest(join(path, entry))),
  );
  return Math.max(own.mtimeMs, ...times);
}

function stampOf(name) {
  return join(OUT, `.built-${name}`);
}

/** Waits until no other process builds. Ignores a lock whose process is gone. */
async function lock() {
  const file = join(OUT, '.building');
  // Linked into place, so that the lock never exists without its owner's id.
  const ours = `${file}-${process.pid}`;
  await mkdir(OUT, { recursive: true });
  await writeFile(ours, String(process.pid));
  let announced = false;
  for (;;) {
    try {
      await link(ours, file);
      await rm(ours);
      return () => rm(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (owner > 0 && !isAlive(owner)) {
      await rm(file, { force: true });
      continue;
    }
    if (!announced) process.stderr.write('Waiting for another build to end.\n');
    announced = true;
    await delay(200);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { force: { type: 'boolean' }, only: { type: 'string' } } });
  if (values.only !== undefined && !Object.hasOwn(PARTS, values.only)) {
    process.stderr.write(`--only must be one of ${Object.keys(PARTS).join(', ')}, not ${values.only}.\n`);
    process.exit(2);
  }
  try {
    await build(values);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
