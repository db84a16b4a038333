/** The built desktop app under the double: how it starts, what later starts do, and how it ends. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startUnderDouble } from '../electron-double/control/client.ts';
import { removeFolder } from '../hosts/data-folder.ts';
import { startDouble, whyNoDouble, type DoubleHost } from '../hosts/double.ts';
import { startHeadless } from '../hosts/headless.ts';
import { ask } from './ask.ts';

describe.skipIf(whyNoDouble !== '')(`a start [double${whyNoDouble === '' ? '' : `: ${whyNoDouble}`}]`, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-start-'));
  });
  afterEach(() => removeFolder(folder));
  const dataDir = (): string => join(folder, 'data');

  async function stop(host: DoubleHost): Promise<void> {
    expect(await host.stop()).toBe(0);
    expect(host.problems).toEqual([]);
  }

  it('stays in the tray with --hidden, until something opens the window', async () => {
    const host = await startDouble({ dataDir: dataDir(), hidden: true });
    await expect.poll(() => host.desktop.menu.show()).not.toBeNull();
    expect(await host.desktop.windows.list()).toEqual([]);
    await host.desktop.app.activate();
    await host.app.loaded();
    await expect.poll(async () => (await host.desktop.windows.list())[0]?.visible).toBe(true);
    await stop(host);
  });

  it('offers to import a file that it is started with', async () => {
    const file = join(folder, 'lookout.yaml');
    await writeFile(file, 'endpoints: [{ kind: tcp, host: 127.0.0.1, port: 9, name: From the file }]');
    const host = await startDouble({ dataDir: dataDir(), args: [file] });
    await host.page.getByText('From the file').first().waitFor();
    await stop(host);
  });

  it('passes a link to the running app; a shortcut shows its window; it starts with the system', async () => {
    const env = { XDG_CONFIG_HOME: join(folder, 'config') };
    const host = await startDouble({ dataDir: dataDir(), env });
    const input = { kind: 'tcp', host: '127.0.0.1', port: 9, name: 'Linked' };
    const [endpoint] = await ask(host.page, 'endpoints.create', { endpoints: [input] });
    const link = `lookout://endpoint/${endpoint?.id}`;
    expect((await host.app.secondInstance(['--data-dir', host.dataDir, link])).code).toBe(0);
    await host.page.getByRole('heading', { name: 'Linked' }).waitFor();

    await ask(host.page, 'settings.update', { settings: { startAtLogin: true, globalShortcut: 'Alt+L' } });
    await expect.poll(() => host.desktop.system.shortcuts()).toHaveLength(1);
    await host.desktop.windows.minimize();
    await host.desktop.system.pressShortcut('Alt+L');
    await expect.poll(async () => (await host.desktop.windows.list())[0]?.visible).toBe(true);
    const entry = join(env.XDG_CONFIG_HOME, 'autostart', 'lookout.desktop');
    await expect.poll(() => readFile(entry, 'utf8').catch(() => '')).toContain('"--hidden"');
    await stop(host);
  });

  it('shows an error when another program uses its data folder', async () => {
    const other = await startHeadless({ dataDir: dataDir() });
    const app = await startUnderDouble({ app: '.', args: ['--data-dir', dataDir()] });
    expect(await app.exited).toBe(1);
    expect(app.output()).toContain('Lookout cannot start');
    expect(app.output()).toContain('Another Lookout');
    expect(await other.stop()).toBe(0);
  });

  it('restarts to move its data to another folder', async () => {
    const env = { XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'share') };
    const target = join(folder, 'target');
    await mkdir(target);
    async function start() {
      const app = await startUnderDouble({ app: '.', env });
      await app.loaded();
      const browser = await chromium.connectOverCDP(await app.chromium, { noDefaults: true });
      const page = browser
        .contexts()[0]
        ?.pages()
        .find((one) => one.url().includes('lookout.app'));
      if (page === undefined) throw new Error('There is no page');
      return { app, browser, page };
    }
    const first = await start();
    const input = { kind: 'tcp', host: '127.0.0.1', port: 9, name: 'Moved' };
    await ask(first.page, 'endpoints.create', { endpoints: [input] });
    // The app may quit before this spec has the answer.
    const moving = ask(first.page, 'host.moveDataFolder', {}).catch(() => null);
    await expect.poll(() => first.app.desktop.dialogs.list()).toMatchObject([{ type: 'open' }]);
    await first.app.desktop.dialogs.answer({ filePaths: [target] });
    expect(await first.app.exited).toBe(0);
    expect(first.app.relaunches()).toBe(true);
    await moving;
    await first.browser.close();

    const second = await start();
    const { endpoints, host } = await ask(second.page, 'app.snapshot', {});
    expect(host.dataDir).toBe(target);
    expect(endpoints.map(({ endpoint }) => endpoint.config.name)).toEqual(['Moved']);
    expect(await second.app.quit()).toBe(0);
    await second.browser.close();
  });

  it('ends in order when the system shuts down', async () => {
    const host = await startDouble({ dataDir: dataDir() });
    await host.desktop.power.emit('shutdown');
    expect(await host.app.exited).toBe(0);
    const log = await readFile(join(dataDir(), 'desktop', 'logs', 'lookout.log'), 'utf8');
    expect(log).not.toMatch(/ error /u);
    expect(host.app.problems).toEqual([]);
  });

  it('opens an endpoint in its own window, which opens again at the next start', async () => {
    const host = await startDouble({ dataDir: dataDir() });
    const input = { kind: 'tcp', host: '127.0.0.1', port: 9, name: 'Apart' };
    const [endpoint] = await ask(host.page, 'endpoints.create', { endpoints: [input] });
    const path = `/endpoint/${endpoint?.id}`;
    expect(await ask(host.page, 'host.window', {})).toEqual({ main: true, alwaysOnTop: false });
    await ask(host.page, 'host.openWindow', { path });
    await host.app.loaded(2);
    const detail = (await host.desktop.windows.list()).find(({ url }) => url.endsWith(`#${path}`));
    const page = await host.attach(detail?.id);
    await page.getByRole('heading', { name: 'Apart' }).waitFor();
    expect(await ask(page, 'host.keepOnTop', { alwaysOnTop: true })).toEqual({ main: false, alwaysOnTop: true });
    await host.restart();
    await host.app.loaded(2);
    expect(await host.desktop.windows.list()).toEqual([
      expect.objectContaining({ alwaysOnTop: false }),
      expect.objectContaining({ alwaysOnTop: true, url: `app://lookout/index.html#${path}` }),
    ]);
    await stop(host);
  });
});
