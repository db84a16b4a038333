import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import config from '../../../electron-builder.config.ts';
import { prepareApp } from './prepare.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-prepare-'));
});
afterEach(() => rm(folder, { recursive: true }));

function prepare(dataDir: string | null) {
  const calls: unknown[][] = [];
  prepareApp({
    app: {
      setAppUserModelId: (id) => void calls.push(['id', id]),
      enableSandbox: () => void calls.push(['sandbox']),
      setPath: (name, path) => void calls.push([name, path]),
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes) => void calls.push(['schemes', ...schemes.map(({ scheme }) => scheme)]),
    },
    commandLine: { dataDir },
  });
  return calls;
}

it('enables the sandbox, registers the page’s scheme, and names the app as its packages do', () => {
  expect(prepare(null)).toEqual([['id', config.appId], ['sandbox'], ['schemes', 'app']]);
});

it('keeps Electron’s files in a data folder of the command line', async () => {
  const userData = join(folder, 'data', 'desktop');
  expect(prepare(join(folder, 'data'))).toContainEqual(['userData', userData]);
  expect((await stat(userData)).isDirectory()).toBe(true);
});
