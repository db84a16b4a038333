import { glob, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { dirname, relative } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { checkModule, LAYERS } from './architecture.ts';

const ROOT = join(import.meta.dirname, '..');

/** All modules of the product. Tests and test code may import across rooms, because nothing depends on them. */
async function modules(): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob('src/**/*.{ts,tsx,mts,cts,js,mjs,cjs}', { cwd: ROOT })) {
    const path = file.split(sep).join('/');
    if (!/\.test\.tsx?$|\/testing\//.test(path)) files.push(path);
  }
  return files;
}

it('every module imports only what its room allows', async () => {
  const files = await modules();
  expect(files).toContain('src/contract/channels/index.ts');
  const violations: string[] = [];
  for (const file of files) {
    for (const { line, message } of checkModule(file, await readFile(join(ROOT, file), 'utf8'))) {
      violations.push(`${file}:${line} ${message}`);
    }
  }
  expect(violations).toEqual([]);
});

it.each([
  ['src/engine', '## Inside the engine'],
  ['src/headless', '## Inside the command line'],
  ['src/main', 'In `src/main/`,'],
  ['src/renderer', 'In `src/renderer/`,'],
])('the map lists every folder of %s, in the order of its layers', async (room, start) => {
  const map = await readFile(join(ROOT, 'docs/README.md'), 'utf8');
  const [table = ''] = /(?:^\|.*\n)+/mu.exec(map.slice(map.indexOf(start))) ?? [];
  const listed = [...table.matchAll(/^\| `([a-z-]+)\/` /gmu)].map(([, folder]) => folder);
  expect(listed).toEqual(LAYERS[room]?.filter((layer) => !layer.endsWith('.ts') && !layer.startsWith('features/')));
});

it.each(Object.entries(LAYERS))('in %s, no layer may import one above it', (folder, layers) => {
  const moduleIn = (layer: string) => `${folder}/${layer.endsWith('.ts') ? layer : `${layer}/a.ts`}`;
  const allowed = layers.flatMap((from, at) =>
    layers.slice(at + 1).flatMap((to) => {
      const source = `import './${relative(dirname(moduleIn(from)), moduleIn(to))}';`;
      return checkModule(moduleIn(from), source).length === 0 ? [`${from} -> ${to}`] : [];
    }),
  );
  expect(allowed).toEqual([]);
});

describe('checkModule', () => {
  const messages = (file: string, source: string) => checkModule(file, source).map(({ message }) => message);

  it.each([
    ['src/engine/a.ts', "import type { A } from '../contract/model/check.ts';"],
    ['src/engine/check/a.ts', "import { a } from '../base/a.ts'; import '../../shared/a.ts'; import '../ports.ts';"],
    ['src/engine/check/registry.ts', "import { http } from './kinds/http/descriptor.ts';"],
    ['src/engine/check/kinds/http/a.ts', "import { b } from './b.ts'; import '../../net/connect.ts';"],
    ['src/renderer/features/detail/a.tsx', "import { b } from '../check/b.tsx'; import '../../live/hooks.ts';"],
    ['src/engine/a.ts', "import { b } from './check/b.ts'; import { z } from 'zod'; import 'node:fs';"],
    ['src/main/a.ts', "import { app } from 'electron'; export * from '../engine/engine.ts'; import 'fs/promises';"],
    ['src/main/ipc/ipc.ts', "import { ipcMain } from 'electron'; ipcMain.handle('a', () => {});"],
    ['src/preload/index.ts', "import { ipcRenderer } from 'electron'; import '../contract/channels.ts';"],
    ['src/renderer/a.tsx', "import React from 'react'; import './a.css'; const a = <a href='electron'>node:fs</a>;"],
    ['src/headless/a.ts', "import { version } from '../../package.json'; await import('../engine/engine.ts');"],
    ['src/headless/cli.ts', "await import('./commands/plan.ts'); await import('./commands/check/check.ts');"],
    ['src/headless/commands/check/check.ts', "import './check-once.ts'; import '../../base/io.ts';"],
    ['src/headless/b.ts', "new Worker(new URL('store-worker.js', import.meta.url)); require2('electron');"],
    ['src/contract/a.ts', "export const a = 'zod'; // import 'zod'; ipcMain"],
  ])('allows in %s: %s', (file, source) => expect(messages(file, source)).toEqual([]));

  it.each([
    [
      'src/contract/a.ts',
      "import type { A } from '../engine/engine.ts'",
      'src/engine/engine.ts; contract may import no other room',
    ],
    ['src/contract/a.ts', "import type { A } from 'ws'", 'imports ws; the contract depends on no package'],
    ['src/contract/a.ts', "import { join } from 'node:path'", 'Node is for engine, main, and headless only'],
    [
      'src/engine/a.ts',
      "import type { A } from '../main/a.ts'",
      'src/main/a.ts; engine may import contract, shared, and i18n',
    ],
    [
      'src/engine/a.ts',
      "export { a } from '../renderer/a.ts'",
      'src/renderer/a.ts; engine may import contract, shared, and i18n',
    ],
    ['src/engine/a.ts', "import type { App } from 'electron'", 'electron is for main and preload only'],
    [
      'src/renderer/a.tsx',
      "export * from '../engine/engine.ts'",
      'src/engine/engine.ts; renderer may import contract, shared, and i18n',
    ],
    ['src/renderer/a.tsx', "import { z } from 'zod'", 'zod is for engine and headless only'],
    ['src/renderer/a.tsx', "import { z } from 'zod/mini'", 'imports zod/mini; zod is for engine and headless only'],
    ['src/renderer/a.ts', "import fs from 'fs'", 'imports fs; Node is for'],
    [
      'src/renderer/a.ts',
      "let a: import('../engine/engine.ts').Engine",
      'src/engine/engine.ts; renderer may import contract, shared, and i18n',
    ],
    [
      'src/renderer/a.ts',
      "await import('../main/a.ts')",
      'src/main/a.ts; renderer may import contract, shared, and i18n',
    ],
    [
      'src/renderer/a.ts',
      'await import(`../main/a.ts`)',
      'src/main/a.ts; renderer may import contract, shared, and i18n',
    ],
    [
      'src/renderer/a.ts',
      "new Worker(new URL('../engine/a.ts', import.meta.url))",
      'src/engine/a.ts; renderer may import contract, shared, and i18n',
    ],
    ['src/preload/a.ts', "const a = require('node:fs')", 'imports node:fs; Node is for'],
    ['src/preload/a.ts', "import a = require('../main/a.ts')", 'src/main/a.ts; preload may import contract'],
    [
      'src/headless/a.ts',
      "import '../main/a.ts'",
      'src/main/a.ts; headless may import contract, shared, i18n, and engine',
    ],
    ['src/main/a.ts', "import '../../test/servers/a.ts'", 'imports test/servers/a.ts, which is in no room of src/'],
    ['src/main/a.ts', 'await import(name)', 'has an import whose specifier is not a literal'],
    [
      'src/main/a.ts',
      "import { ipcMain } from 'electron'",
      'uses ipcMain, which is allowed in src/main/ipc/ipc.ts only',
    ],
    ['src/main/a.ts', 'electron.ipcMain.on()', 'uses ipcMain, which is allowed in src/main/ipc/ipc.ts only'],
    ['src/preload/a.ts', 'f(ipcRenderer)', 'uses ipcRenderer, which is allowed in src/preload/index.ts only'],
    [
      'src/engine/a.ts',
      "import './testing/fake-ports.ts'",
      'src/engine/testing/fake-ports.ts, which is for tests only',
    ],
    ['src/other/a.ts', '', 'is in no room; the rooms of src/ are contract, shared,'],
    [
      'src/engine/check/a.ts',
      "import '../store/a.ts'",
      'imports src/engine/store/a.ts; check may import ports.ts, base, and conditions',
    ],
    ['src/engine/check/net/a.ts', "import '../fields/a.ts'", 'imports src/engine/check/fields/a.ts; net may import'],
    ['src/engine/check/new/a.ts', "import '../net/a.ts'", 'is not in a layer of src/engine/check; the layers are'],
    ['src/engine/base/a.ts', "import '../engine.ts'", 'imports src/engine/engine.ts; base may import ports.ts'],
    ['src/engine/new/a.ts', "import '../base/a.ts'", 'is not in a layer of src/engine; the layers are ports.ts, base,'],
    ['src/main/system/a.ts', "import '../app/a.ts'", 'imports src/main/app/a.ts; system may import no other layer'],
    [
      'src/headless/http/a.ts',
      "import '../commands/plan.ts'",
      'src/headless/commands/plan.ts, which only src/headless/cli.ts and its own folder may import',
    ],
    [
      'src/headless/commands/check/a.ts',
      "import '../plan.ts'",
      'src/headless/commands/plan.ts, which only src/headless/cli.ts and its own folder may import',
    ],
    [
      'src/renderer/features/check/a.tsx',
      "import '../detail/a.tsx'",
      'imports src/renderer/features/detail/a.tsx; features/check may',
    ],
    [
      'src/engine/check/kinds/http/a.ts',
      "import '../tcp/run.ts'",
      'src/engine/check/kinds/tcp/run.ts, which only src/engine/check/registry.ts',
    ],
    [
      'src/engine/run/a.ts',
      "import '../check/kinds/tcp/run.ts'",
      'src/engine/check/kinds/tcp/run.ts, which only src/engine/check/registry.ts',
    ],
    ['src/shared/a.ts', "import 'node:path'", 'Node is for engine, main, and headless only'],
    ['src/a.ts', '', 'is in no room'],
    ['src/main/a.ts', 'import {', 'cannot be parsed'],
  ])('refuses in %s: %s', (file, source, message) => {
    expect(messages(file, source).join('\n')).toContain(message);
  });

  it('reports the line', () => {
    expect(checkModule('src/engine/a.ts', "\n\nimport 'electron';\n")[0]?.line).toBe(3);
  });
});
