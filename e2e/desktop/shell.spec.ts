/** The built desktop app under the double: tray, notifications, menus, and the limits of pages. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDouble, whyNoDouble, type DoubleHost } from '../hosts/double.ts';
import { paste, row, waitForStatus } from '../pages.ts';
import { startTarget, type Target } from '../targets.ts';
import { changeSettings } from './ask.ts';

describe.skipIf(whyNoDouble !== '')(`the desktop app [double${whyNoDouble === '' ? '' : `: ${whyNoDouble}`}]`, () => {
  let host: DoubleHost;
  let shop: Target;
  const name = (): string => `127.0.0.1:${shop.port}`;
  const tray = async () => (await host.desktop.tray.show()) ?? { toolTip: '', image: '', menu: [] };

  beforeAll(async () => {
    shop = await startTarget({ delayMs: 10 });
    host = await startDouble();
  });
  afterAll(async () => {
    expect(await host.stop()).toBe(0);
    // Only the problems that the specs below cause on purpose.
    expect(
      host.problems.filter(
        (problem) => !/Content Security Policy|Not allowed to (?:load|navigate)|status of 404/u.test(problem),
      ),
    ).toEqual([]);
    await shop.stop();
  });

  it('opens a window in the theme’s color, with the whole page', async () => {
    await host.page.getByRole('heading', { name: 'Add your first endpoint' }).waitFor();
    const [window] = await host.desktop.windows.list();
    expect(window).toMatchObject({
      visible: true,
      focused: true,
      url: expect.stringMatching(/^app:\/\/lookout\/index\.html/u),
    });
    const background = await host.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const channels = window?.backgroundColor.match(/[\da-f]{2}/giu)?.map((hex) => Number.parseInt(hex, 16)) ?? [];
    expect(background).toBe(`rgb(${channels.join(', ')})`);
    expect((await tray()).toolTip).toBe('Lookout: no endpoints yet');
  });

  it('watches an endpoint, and the tray follows', async () => {
    await paste(host.page, [shop.url]);
    await waitForStatus(host.page, name(), 'Up');
    await expect.poll(async () => (await tray()).toolTip).toBe('Lookout: up');
    await expect.poll(async () => (await tray()).image).toMatch(/up\.png$/u);
  });

  it('notifies once that it is down and once that it is back; a click opens it', async () => {
    await shop.stop();
    await expect
      .poll(async () => {
        await host.desktop.tray.choose('Check all now');
        return (await tray()).toolTip;
      })
      .toBe('Lookout: 1 down');
    await expect.poll(() => host.desktop.system.badge()).toBe(1);
    await expect.poll(async () => (await host.desktop.notifications.list()).map(({ title }) => title)).toHaveLength(1);
    const [down] = await host.desktop.notifications.list();
    expect(down).toMatchObject({ open: true, title: expect.stringContaining(name()) });
    await host.desktop.notifications.click(0);
    await host.page.getByRole('heading', { name: name() }).waitFor();
    await shop.start();
    await expect
      .poll(async () => {
        await host.desktop.tray.choose('Check all now');
        return (await tray()).toolTip;
      })
      .toBe('Lookout: up');
    await expect.poll(async () => (await host.desktop.notifications.list()).length).toBe(2);
  });

  it('opens views from the menu and its keys', async () => {
    await host.page.keyboard.press('Control+3');
    await host.page.getByRole('heading', { name: 'Health' }).first().waitFor();
    await host.desktop.menu.choose('View', 'Overview');
    await row(host.page, name()).waitFor();
  });

  it('shows its window when it is started a second time', async () => {
    await host.desktop.windows.minimize();
    const second = await host.app.secondInstance(['--data-dir', host.dataDir]);
    expect(second.code).toBe(0);
    await expect.poll(async () => (await host.desktop.windows.list())[0]?.visible).toBe(true);
  });

  it('continues in the tray when its window is closed, if that setting is on', async () => {
    await changeSettings(host.page, { closeToTray: true });
    await host.desktop.windows.close();
    await expect.poll(async () => (await host.desktop.windows.list())[0]?.visible).toBe(false);
    const before = shop.requests;
    await host.desktop.tray.choose('Check all now');
    await expect.poll(() => shop.requests).toBeGreaterThan(before);
    await host.desktop.tray.choose('Open Lookout');
    await expect.poll(async () => (await host.desktop.windows.list())[0]?.visible).toBe(true);
    await row(host.page, name()).waitFor();
  });

  it('reloads a page that crashed, and continues to watch', async () => {
    await host.desktop.windows.crash();
    await host.app.loaded(2);
    await host.attach();
    await waitForStatus(host.page, name(), 'Up');
  });

  it('keeps the page from opening anything else', async () => {
    const { page } = host;
    const before = page.url();
    expect(await page.evaluate(() => window.open('https://example.com/'))).toBe(null);
    expect(await page.evaluate(() => window.open('file:///etc/passwd'))).toBe(null);
    expect(
      await page.evaluate(() =>
        fetch('https://example.com/').then(
          () => 'fetched',
          () => 'refused',
        ),
      ),
    ).toBe('refused');
    expect(
      await page.evaluate(() =>
        fetch('/..%2f..%2fpackage.json').then(
          () => 'fetched',
          () => 'refused',
        ),
      ),
    ).toBe('refused');
    await page.evaluate(() => {
      location.href = 'https://example.com/away';
    });
    await expect
      .poll(() => host.desktop.system.opened())
      .toEqual([
        { type: 'external', target: 'https://example.com/' },
        { type: 'external', target: 'https://example.com/away' },
      ]);
    for (const url of ['app://other/', 'file:///etc/passwd', 'data:text/html,x', 'mailto:a@b.c']) {
      await page.evaluate((to) => {
        location.href = to;
      }, url);
    }
    await page.evaluate(() =>
      document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://example.com/' })),
    );
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
    await row(page, name()).waitFor();
    expect(page.url()).toBe(before);
    expect((await host.desktop.system.opened()).length).toBe(2);
  });

  it('runs only its own code, and does not load a file that is dropped on it', async () => {
    const { page } = host;
    const before = page.url();
    // Runs in a later task of the page, because DevTools may use `eval` whatever the policy says.
    const evaluated = await page.evaluate(
      () =>
        new Promise((resolve) => {
          setTimeout(() => {
            try {
              // oxlint-disable-next-line no-eval -- this checks that it does not work
              resolve(globalThis.eval('"ran"'));
            } catch (error) {
              resolve(error instanceof Error ? error.name : 'thrown');
            }
          });
        }),
    );
    expect(evaluated).toBe('EvalError');
    await page.evaluate(() => {
      const script = (members: object) =>
        document.head.append(Object.assign(document.createElement('script'), members));
      script({ textContent: 'globalThis.broken = "inline"' });
      script({ src: 'data:text/javascript,globalThis.broken="data"' });
      script({ src: 'https://example.com/remote.js' });
    });
    const devtools = await page.context().newCDPSession(page);
    const data = { items: [], files: ['/etc/passwd'], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
    }
    // Lookout tries to read it as a list of endpoints, and cannot.
    await page.getByRole('dialog').getByText('passwd cannot be imported').waitFor();
    await page.keyboard.press('Escape');
    await row(page, name()).waitFor();
    expect(await page.evaluate(() => Reflect.get(globalThis, 'broken') ?? 'nothing ran')).toBe('nothing ran');
    expect(page.url()).toBe(before);
  });

  it('keeps the position of its window and its endpoints after a restart', async () => {
    await host.desktop.windows.setBounds({ x: 40, y: 60, width: 1000, height: 720 });
    await host.desktop.power.emit('suspend');
    await host.desktop.power.emit('resume');
    await host.app.quit();
    await host.restart();
    // The test's host sets the size, and the app sets the position.
    expect((await host.desktop.windows.list())[0]?.bounds).toMatchObject({ x: 40, y: 60 });
    await waitForStatus(host.page, name(), 'Up');
    const logs = await readdir(join(host.dataDir, 'desktop', 'logs'));
    expect(logs).toContain('lookout.log');
    const log = await readFile(join(host.dataDir, 'desktop', 'logs', 'lookout.log'), 'utf8');
    // The crash that a spec above caused.
    expect(log.match(/^\S+ error .*$/gmu)).toEqual([expect.stringContaining('The page crashed')]);
  });
});
