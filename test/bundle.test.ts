/** What the built command line loads, which decides how fast it starts and how much memory its threads take. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { lazyBuiltins } from '../scripts/lazy-builtins.ts';

const run = promisify(execFile);
const HEADLESS = fileURLToPath(new URL('../out/headless', import.meta.url));
const BUILD = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url));
/** Prints the files and the modules of Node that a process has loaded, as one line at its end. */
const REPORT = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const files = [];
  registerHooks({ load: (url, context, next) => (files.push(url), next(url, context)) });
  process.on('exit', () => process._rawDebug(JSON.stringify({ files, builtins: process.moduleLoadList })));
`)}`;

interface Loaded {
  readonly files: readonly string[];
  readonly builtins: readonly string[];
}

async function loadedBy(...args: readonly string[]): Promise<Loaded> {
  const { stderr } = await run(process.execPath, ['--import', REPORT, ...args]);
  const { files, builtins } = JSON.parse(stderr.slice(stderr.indexOf('{"files"'))) as Loaded;
  return {
    files: files.map((file) => basename(file).replace(/-[\w-]{8}\.js$/u, '')),
    builtins: builtins.flatMap((name) => /^NativeModule (?!internal)(?<name>.+)/u.exec(name)?.groups?.['name'] ?? []),
  };
}

/** The files that a file of the bundle imports, with all that those import. */
async function importsOf(file: string, found = new Set<string>()): Promise<Set<string>> {
  const text = await readFile(file, 'utf8');
  for (const [, path = ''] of text.matchAll(/\b(?:import|export)\s*(?:[^"'();]*from\s*)?"(\.[^"]+)"/gu)) {
    const imported = resolve(dirname(file), path);
    if (found.has(imported)) continue;
    found.add(imported);
    await importsOf(imported, found);
  }
  return found;
}

async function tempDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'lookout-bundle-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return dir;
}

describe('the built command line', () => {
  beforeAll(() => run(process.execPath, [BUILD, '--only', 'headless']));

  it('loads for the check of a URL no other kinds, no parser of YAML and nothing for TLS', async () => {
    const server = createServer((_, response) => void response.end('ok')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((done) => server.once('listening', done));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { files, builtins } = await loadedBy(join(HEADLESS, 'cli.js'), 'check', `http://127.0.0.1:${port}/`);
    expect(files).toContain('startup');
    expect(files.filter((file) => ['kinds', 'paste', 'config', 'texts', 'serve'].includes(file))).toEqual([]);
    // Each file takes some 0.3 ms.
    expect(files.length).toBeLessThan(16);
    expect(builtins).toContain('http');
    const costly = new Set(['tls', 'http2', 'crypto', 'zlib', 'worker_threads', 'fs/promises']);
    expect(builtins.filter((name) => costly.has(name))).toEqual([]);
  });

  it('loads all kinds for a target that the first kind does not take', async () => {
    // The check fails, which is not what is tested.
    const succeed = `process.on('exit', () => (process.exitCode = 0));`;
    const code = `process.argv.splice(2, 9, 'check', '127.0.0.1:1'); ${succeed} await import('./cli.js');`;
    const file = join(HEADLESS, `test-${process.pid}.mjs`);
    await writeFile(file, code);
    onTestFinished(() => rm(file));
    expect((await loadedBy(file)).files).toContain('kinds');
  });

  it('keeps compiled code beside itself', async () => {
    const { NODE_COMPILE_CACHE: _, ...env } = process.env;
    await rm(join(HEADLESS, 'cache'), { recursive: true, force: true });
    await run(process.execPath, [join(HEADLESS, 'cli.js'), '--version'], { env });
    expect(existsSync(join(HEADLESS, 'cache'))).toBe(true);
  });

  it.each(['store-worker.js', 'query-worker.js'])('loads no kinds in the thread of %s', async (thread) => {
    const names = [...(await importsOf(join(HEADLESS, thread)))].map((file) => basename(file));
    expect(names.some((name) => name.startsWith('threads-'))).toBe(true);
    expect(names.filter((name) => /^(?:startup|kinds|checks)-/u.test(name))).toEqual([]);
  });
});

describe('lazyBuiltins', () => {
  async function bundled(source: string): Promise<string> {
    const dir = await tempDir();
    await writeFile(join(dir, 'package.json'), '{ "type": "module" }');
    await writeFile(join(dir, 'main.ts'), source);
    await build({
      root: dir,
      configFile: false,
      logLevel: 'silent',
      plugins: [lazyBuiltins(dir)],
      build: { ssr: true, outDir: 'out', rollupOptions: { input: join(dir, 'main.ts') } },
      ssr: { noExternal: true },
    });
    return join(dir, 'out/main.js');
  }

  it('leaves a module of Node alone until it is used', async () => {
    const file = await bundled(`
      import { createHash } from 'node:crypto';
      import { connect } from 'node:tls';
      export const connectLater = () => connect(1);
      console.log(createHash('sha256').update('').digest('hex'));
    `);
    const { builtins } = await loadedBy(file);
    expect(builtins).toContain('crypto');
    expect(builtins).not.toContain('tls');
  });

  it('behaves the same with every form of import', async () => {
    const file = await bundled(`
      import path, { join as combine } from 'node:path';
      import * as url from 'node:url';
      class Copy extends url.URL {}
      console.log(path.basename(combine('a', 'b')), new Copy('http://a.example/').host, path.posix === (await import('node:path')).posix);
    `);
    expect((await run(process.execPath, [file])).stdout).toBe('b a.example true\n');
  });
});
