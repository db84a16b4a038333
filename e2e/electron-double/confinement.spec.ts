import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoBrowser } from '../hosts/headless.ts';
import { startFixture, type FixtureApp } from './fixture-app.ts';

describe.skipIf(whyNoBrowser !== '')('what a page may not do', () => {
  let fixture: FixtureApp;
  const inPage = (expression: string): Promise<unknown> => fixture.page.evaluate(expression);
  /** The events of a kind that main saw, when there are `count` of them. */
  async function seen(kind: string, count = 1): Promise<unknown[][]> {
    return expect
      .poll(async () => (await fixture.seen()).filter(([what]) => what === kind))
      .toHaveLength(count)
      .then(async () => (await fixture.seen()).filter(([what]) => what === kind));
  }
  async function title(expected: string): Promise<void> {
    await expect.poll(() => inPage('document.title')).toBe(expected);
  }
  const elsewhere = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<p>elsewhere</p>');
  });
  const address = (): string => `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;

  beforeAll(async () => {
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    fixture = await startFixture();
  });
  afterAll(async () => {
    expect(await fixture.stop()).toBe(0);
    expect(fixture.app.problems).toEqual([]);
    elsewhere.closeAllConnections();
    await new Promise((resolve) => elsewhere.close(resolve));
  });

  it('asks the handler during window.open, which returns null when it is denied', async () => {
    expect(await inPage("window.open('https://example.com/x', 'name', 'width=300')")).toBe(null);
    expect(await inPage("window.open('other.html')")).toBe(null);
    expect(await seen('window open', 2)).toEqual([
      ['window open', 'https://example.com/x', 'name', 'width=300'],
      ['window open', 'fixture://pages/other.html', '', ''],
    ]);
    await fixture.page.click('#blank');
    expect((await seen('window open', 3))[2]).toEqual([
      'window open',
      'https://example.com/blank',
      expect.anything(),
      expect.anything(),
    ]);
    await expect.poll(() => fixture.page.context().pages().length).toBe(1);
  });

  it('does not navigate when will-frame-navigate is prevented', async () => {
    await fixture.page.click('#outside');
    expect(await seen('will-frame-navigate')).toEqual([['will-frame-navigate', 'https://example.com/forbidden', true]]);
    expect(await inPage('document.title')).toBe('A fixture');
    expect((await fixture.seen()).filter(([what]) => what === 'will-navigate')).toEqual([]);
  });

  it('also asks about schemes of other programs, and does not navigate', async () => {
    await fixture.page.click('#mail');
    expect(await seen('will-navigate')).toEqual([['will-navigate', 'mailto:a@example.com']]);
    expect(await inPage('document.title')).toBe('A fixture');
  });

  it('does not load a frame whose navigation is prevented', async () => {
    await inPage(
      `void document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(address())} }))`,
    );
    expect((await seen('will-frame-navigate', 3))[2]).toEqual(['will-frame-navigate', `${address()}/`, false]);
    expect(await inPage("fixture.invoke('sender')")).toMatchObject({ frames: 1, main: true });
    await inPage("document.querySelector('iframe').remove()");
    await expect.poll(() => inPage("fixture.invoke('sender')")).toMatchObject({ frames: 0 });
  });

  it('enforces the policy that the protocol handler sends', async () => {
    expect(await inPage('evaluated')).toBe('EvalError');
    expect(await inPage(`fetch(${JSON.stringify(address())}).then(() => 'fetched', (error) => error.name)`)).toBe(
      'TypeError',
    );
    expect(await inPage("fetch('other.html').then((response) => response.text())")).toContain('another page');
    const script =
      "new Promise((resolve) => { const s = document.createElement('script'); s.onload = () => resolve('ran'); s.onerror = () => resolve('refused')";
    expect(await inPage(`${script}; s.src = ${JSON.stringify(address())}; document.head.append(s); })`)).toBe(
      'refused',
    );
    expect(await inPage(`${script}; s.src = 'page.js'; document.head.append(s); })`)).toBe('ran');
  });

  it('lets only the handler answer for the scheme, whatever the address is', async () => {
    const status = (path: string): Promise<unknown> =>
      inPage(`fetch(${JSON.stringify(path)}).then(({ status }) => status)`);
    expect(await status('/nothing.html')).toBe(404);
    expect(await status('/../../../../etc/passwd')).toBe(404);
    expect(await status('/..%2fpackage.json')).toBe(200);
    const asked = (await fixture.seen())
      .filter(([what]) => what === 'request')
      .map(([, method, url]) => `${String(method)} ${String(url)}`);
    // As in Electron, the handler gets the address as it is, and must itself keep to its folder.
    expect(asked).toContain('GET fixture://pages/etc/passwd');
    expect(asked).toContain('GET fixture://pages/..%2fpackage.json');
  });

  it('asks the permission handlers, and Chromium follows their answer', async () => {
    expect(await inPage('Notification.requestPermission()')).toBe('denied');
    expect(await inPage('navigator.clipboard.readText().then(() => "read", (error) => error.name)')).toBe(
      'NotAllowedError',
    );
    expect(
      await inPage('navigator.mediaDevices.getUserMedia({ audio: true }).then(() => "heard", (error) => error.name)'),
    ).toBe('NotAllowedError');
    expect(await inPage('navigator.permissions.query({ name: "geolocation" }).then(({ state }) => state)')).toBe(
      'granted',
    );
    expect(await seen('permission', 3)).toEqual([
      ['permission', 'notifications', 'fixture://pages/index.html?a=1#b'],
      ['permission', 'clipboard-read', 'fixture://pages/index.html?a=1#b'],
      ['permission', 'media', 'fixture://pages/index.html?a=1#b'],
    ]);
  });

  it('does not load files and pages of another origin', async () => {
    expect(await inPage("fetch('file:///etc/passwd').then(() => 'read', (error) => error.name)")).toBe('TypeError');
    await inPage("void (location.href = 'file:///etc/passwd')");
    await inPage("void (location.href = 'data:text/html,x')");
    expect(await inPage('document.title')).toBe('A fixture');
    expect(await inPage('isSecureContext')).toBe(true);
  });

  it('navigates to the app’s own addresses, and within the page', async () => {
    await inPage("void (location.hash = 'c')");
    expect((await seen('did-navigate-in-page'))[0]).toEqual([
      'did-navigate-in-page',
      'fixture://pages/index.html?a=1#c',
    ]);
    await fixture.page.click('#absolute');
    await title('Another');
    await fixture.page.goBack();
    await title('A fixture');
    await fixture.page.click('#inside');
    await title('Another');
    expect(await inPage("fixture.invoke('sender')")).toMatchObject({ url: 'fixture://pages/other.html', main: true });
  });
});
