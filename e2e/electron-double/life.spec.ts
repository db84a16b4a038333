import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { whyNoBrowser } from '../hosts/headless.ts';
import { startFixture, type FixtureApp } from './fixture-app.ts';

describe.skipIf(whyNoBrowser !== '')('the life of an app', () => {
  let fixture: FixtureApp;
  /** The kinds of events that the app saw, from the first of this kind on. */
  const after = (kind: string): unknown[] => {
    const said = fixture.said().map(([what]) => what);
    return said.slice(said.indexOf(kind));
  };
  afterEach(async () => {
    // One of these apps does not quit by itself.
    if (fixture.said().some(([what]) => what === 'window hide')) fixture.app.kill('SIGKILL');
    await fixture.stop();
  });

  it('gives the app the same information about itself as Electron', async () => {
    fixture = await startFixture({ args: ['--some=option', 'word'] });
    expect(await fixture.call('about')).toEqual({
      name: 'Double Fixture',
      version: '3.2.1',
      packaged: false,
      path: expect.stringMatching(/electron-double\/fixture$/u),
      argv: ['e2e/electron-double/fixture', `--user-data-dir=${fixture.userData}`, '--some=option', 'word'],
      type: 'browser',
      electron: expect.stringMatching(/^\d+\.\d+\.\d+/u),
      defaultApp: true,
      userData: fixture.userData,
    });
    const order = ['did-navigate', 'window ready-to-show', 'did-finish-load', 'window show', 'window focus'];
    const inOrder = () =>
      fixture
        .said()
        .map(([what]) => what)
        .filter((what) => order.includes(String(what)));
    await expect.poll(inOrder).toEqual(order);
  });

  it('throws an error that names a missing part of Electron, and reports it to the spec', async () => {
    fixture = await startFixture();
    const lacks = {
      lacking: 'The double has no BrowserWindow.setKiosk',
      lackingModule: 'The double has no autoUpdater.checkForUpdates',
      lackingStatic: 'The double has no Notification.removeAll',
      lackingOption: 'The double has no BrowserWindow option kiosk',
      nodeIntegration: 'The double has no webPreferences.nodeIntegration: true',
    };
    for (const [name, sentence] of Object.entries(lacks)) expect(await fixture.call(name)).toBe(sentence);
    expect(fixture.app.problems).toEqual(Object.values(lacks));
    expect(await fixture.call('lateSchemes')).toContain('should be called before app is ready');
    expect(await fixture.call('loadMissing')).toMatch(/^ERR_\w+ \(-\d+\) loading 'other:\/\/nowhere\/'$/u);
  });

  it('quits in order', async () => {
    fixture = await startFixture();
    expect(await fixture.app.quit()).toBe(0);
    await expect
      .poll(() => after('before-quit'))
      .toEqual(['before-quit', 'window close', 'window blur', 'destroyed', 'will-quit', 'quit', 'window closed']);
  });

  it('does not quit when before-quit is prevented, and quits the second time', async () => {
    fixture = await startFixture({ args: ['--veto-quit'] });
    await fixture.app.desktop.app.quit();
    expect(await fixture.seen()).toContainEqual(['before-quit']);
    expect(await fixture.app.quit()).toBe(0);
  });

  it('does not quit when a window does not close', async () => {
    fixture = await startFixture({ args: ['--hide-on-close'] });
    await fixture.app.desktop.app.quit();
    await fixture.app.desktop.windows.close();
    await expect
      .poll(() => after('before-quit'))
      .toEqual(['before-quit', 'window close', 'window blur', 'window hide', 'window close']);
    expect(await fixture.page.evaluate('document.visibilityState')).toBe('hidden');
  });

  it('quits with its last window when nobody listens to window-all-closed', async () => {
    fixture = await startFixture();
    await fixture.app.desktop.windows.close();
    expect(await fixture.app.exited).toBe(0);
    await expect
      .poll(() => after('window close'))
      .toEqual(['window close', 'window blur', 'destroyed', 'window closed', 'before-quit', 'will-quit', 'quit']);
  });

  it('continues without windows when the app listens to window-all-closed', async () => {
    fixture = await startFixture({ args: ['--stay'] });
    await fixture.app.desktop.windows.close();
    await expect.poll(() => after('window-all-closed')).toEqual(['window-all-closed']);
    expect(await fixture.app.desktop.windows.list()).toEqual([]);
    expect(await fixture.app.quit()).toBe(0);
    await expect.poll(() => after('before-quit')).toEqual(['before-quit', 'will-quit', 'quit']);
  });

  it.skipIf(process.platform === 'win32')('quits in order on SIGTERM', async () => {
    fixture = await startFixture();
    fixture.app.kill('SIGTERM');
    expect(await fixture.app.exited).toBe(0);
    expect(after('before-quit')).toContain('will-quit');
  });

  it('passes a second instance’s arguments to the first one', async () => {
    fixture = await startFixture();
    const second = await fixture.app.secondInstance([`--user-data-dir=${fixture.userData}`, '--open=this']);
    expect(second.code).toBe(0);
    expect(second.output).not.toContain('request');
    const seen = (await fixture.seen()).find(([what]) => what === 'second-instance');
    // As in Electron, in another order and with more of them.
    const options = [`--user-data-dir=${fixture.userData}`, '--open=this', '--original-process-start-time=1'];
    const argv = [...options, 'e2e/electron-double/fixture'];
    expect(seen).toEqual(['second-instance', argv, process.cwd(), { from: 'the fixture' }]);
    fixture.app.kill('SIGKILL');
    await fixture.app.exited;
    // The lock of a dead process is ignored.
    const next = await startFixture({ args: [`--user-data-dir=${fixture.userData}`] });
    expect(await next.stop()).toBe(0);
  });

  it('reports a page that crashed, and reloads it when the app asks', async () => {
    fixture = await startFixture({ args: ['--reload'] });
    await fixture.app.desktop.windows.crash();
    await fixture.app.loaded(2);
    const page = await fixture.attach();
    expect(await page.evaluate('document.title')).toBe('A fixture');
    expect(await fixture.seen()).toEqual(
      expect.arrayContaining([
        ['render-process-gone', 'crashed'],
        ['app render-process-gone', 'crashed'],
      ]),
    );
    // The bridge of the new process works.
    expect(await page.evaluate("fixture.invoke('echo', 1)")).toEqual([1]);
    await page.evaluate("window.open('https://example.com/')");
    expect(await fixture.seen()).toContainEqual(['window open', 'https://example.com/', '', '']);
  });

  it('keeps local storage from one start to the next', async () => {
    fixture = await startFixture();
    await fixture.page.evaluate("localStorage.setItem('kept', 'yes')");
    expect(await fixture.app.quit()).toBe(0);
    const next = await startFixture({ args: [`--user-data-dir=${fixture.userData}`] });
    expect(await next.page.evaluate("localStorage.getItem('kept')")).toBe('yes');
    await next.stop();
  });

  it('says who sent a message when a window shows a foreign page', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<title>Foreign</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    fixture = await startFixture({ args: ['--elsewhere'], env: { FIXTURE_ELSEWHERE: address } });
    await fixture.app.loaded(2);
    const pages = (await fixture.attach()).context().pages();
    const foreign = pages.find((page) => page.url().startsWith(address));
    expect(await foreign?.evaluate("fixture.invoke('sender')")).toMatchObject({
      url: `${address}/`,
      origin: address,
      main: true,
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
