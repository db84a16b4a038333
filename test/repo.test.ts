/** Rules for the whole repository that no compiler checks. */
import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const text = (file: string) => readFile(join(ROOT, file), 'utf8');

interface Package {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}
interface Lock {
  readonly packages: Readonly<Record<string, Partial<Package> & { readonly version?: string }>>;
}

async function testFiles(): Promise<string[]> {
  const files: string[] = [];
  const pattern = '{src,test,e2e,scripts,bench}/**/*.{test,spec}.{ts,tsx,mjs}';
  for await (const file of glob(pattern, { cwd: ROOT })) files.push(file);
  return files;
}

/** Lines that switch off all other tests, left over from working on one. */
function onlyLines(source: string): number[] {
  return source
    .split('\n')
    .flatMap((line, index) => (/\b(?:describe|it|test|suite|bench)(?:\.\w+)*\.only\b/.test(line) ? [index + 1] : []));
}

/** The npm scripts that a text tells people to run. */
function npmScripts(markdown: string): string[] {
  const named = [...markdown.matchAll(/\bnpm (?:run (?:-\S+ )*([\w:-]+)|(start|test)\b)/g)];
  return [...new Set(named.map(([, script, short]) => script ?? short ?? ''))];
}

describe('tests', () => {
  it('are never limited to one', async () => {
    const files = (await testFiles()).filter((file) => join(ROOT, file) !== import.meta.filename);
    expect(files.length).toBeGreaterThan(0);
    const found: string[] = [];
    for (const file of files) for (const line of onlyLines(await text(file))) found.push(`${file}:${line}`);
    expect(found).toEqual([]);
  });

  it('would be found if they were', () => {
    expect(onlyLines("it('a', f);\nit.only('b', f);\n  describe.concurrent.only('c', f);\nonly.it();")).toEqual([2, 3]);
  });
});

describe('documented commands', () => {
  it.each(['README.md', 'CONTRIBUTING.md'])('in %s are scripts that exist', async (file) => {
    const { scripts } = JSON.parse(await text('package.json')) as Package;
    const named = npmScripts(await text(file));
    expect(named).toEqual(expect.arrayContaining(['start', 'test']));
    expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  });

  it('are read from the text', () => {
    expect(npmScripts('`npm install && npm start`, npm test, npm run -s lookout -- check, npm run build')).toEqual([
      'start',
      'test',
      'lookout',
      'build',
    ]);
  });

  it('run files that exist', async () => {
    const { scripts } = JSON.parse(await text('package.json')) as Package;
    const missing = Object.values(scripts).flatMap((script) => {
      const file = /^node (scripts\/\S+)/.exec(script)?.[1];
      return file === undefined || existsSync(join(ROOT, file)) ? [] : [file];
    });
    expect(missing).toEqual([]);
  });
});

describe('dependencies', () => {
  it('are pinned to one version, the locked one', async () => {
    const manifest = JSON.parse(await text('package.json')) as Package;
    const lock = JSON.parse(await text('package-lock.json')) as Lock;
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    expect(Object.entries(wanted).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);

    const root = lock.packages[''];
    expect(root?.dependencies).toEqual(manifest.dependencies);
    expect(root?.devDependencies).toEqual(manifest.devDependencies);
    expect(root?.optionalDependencies).toEqual(manifest.optionalDependencies);
    const locked = Object.keys(wanted).map((name) => [name, lock.packages[`node_modules/${name}`]?.version]);
    expect(Object.fromEntries(locked)).toEqual(wanted);
  });

  it('are locked for every platform, so that "npm ci" works everywhere', async () => {
    const { packages } = JSON.parse(await text('package-lock.json')) as Lock;
    /** Looks a package up like Node: in this folder, then in each parent folder. */
    const isLocked = (from: string, name: string): boolean => {
      if (Object.hasOwn(packages, `${from === '' ? '' : `${from}/`}node_modules/${name}`)) return true;
      return from !== '' && isLocked(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
    };
    const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(from, name)),
    );
    expect(missing).toEqual([]);
  });
});
