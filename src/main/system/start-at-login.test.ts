import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from 'electron';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { desktopEntry, setStartAtLogin } from './start-at-login.ts';

let configHome = '';
beforeEach(async () => {
  configHome = await mkdtemp(join(tmpdir(), 'lookout-login-'));
});
afterEach(() => rm(configHome, { recursive: true }));

function options(platform: NodeJS.Platform) {
  const items: Settings[] = [];
  const app = { setLoginItemSettings: (item: Settings) => void items.push(item) };
  return { items, all: { app, platform, program: '/opt/Lookout', programArguments: ['/app'], configHome } };
}

it.each<NodeJS.Platform>(['darwin', 'win32'])('asks the system on %s', async (platform) => {
  const { items, all } = options(platform);
  await setStartAtLogin(true, all);
  await setStartAtLogin(false, all);
  const item = { path: '/opt/Lookout', args: ['/app', '--hidden'] };
  expect(items).toEqual([
    { ...item, openAtLogin: true },
    { ...item, openAtLogin: false },
  ]);
  expect(await readdir(configHome)).toEqual([]);
});

it('writes and removes an autostart entry on Linux', async () => {
  const { items, all } = options('linux');
  await setStartAtLogin(false, all);
  await setStartAtLogin(true, all);
  const file = join(configHome, 'autostart', 'lookout.desktop');
  expect(await readFile(file, 'utf8')).toContain('\nExec="/opt/Lookout" "/app" "--hidden"\n');
  await setStartAtLogin(false, all);
  expect(await readdir(join(configHome, 'autostart'))).toEqual([]);
  expect(items).toEqual([]);
});

it('escapes special characters in a path', () => {
  expect(desktopEntry(['/a "b" $c 100%'])).toContain('Exec="/a \\\\"b\\\\" \\\\$c 100%%"\n');
});
