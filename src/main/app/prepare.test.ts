import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import config from '../../../scripts/electron-builder.config.ts';
import { prepareApp } from './prepare.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-prepare-'));
});
afterEach(() => rm(folder, { recursive: true }));

function prepare(dataDir: string | null, switches: readonly string[] = []) {
  const calls: unknown[][] = [];
  prepareApp({
    app: {
      setAppUserModelId: (id) => void calls.push(['id', id]),
      enableSandbox: () => void calls.push(['sandbox']),
      setPath: (name, path) => void calls.push([name, path]),
      commandLine: { hasSwitch: (name) => switches.includes(name) },
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

it('leaves the sandbox off when the command line turns it off', () => {
  expect(prepare(null, ['no-sandbox'])).not.toContainEqual(['sandbox']);
});

it('keeps Electron’s files in a data folder of the command line', async () => {
  const userData = join(folder, 'data', 'desktop');
  expect(prepare(join(folder, 'data'))).toContainEqual(['userData', userData]);
  expect((await stat(userData)).isDirectory()).toBe(true);
});
