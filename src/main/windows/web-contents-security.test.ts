import type { Session } from 'electron';
import { expect, it } from 'vitest';
import { createEvent, DesktopDouble } from './testing/window-double.ts';
import { refusePermissions } from './web-contents-security.ts';

it('opens no windows: links to the web open in the browser, other links nowhere', async () => {
  const desktop = new DesktopDouble();
  const { openHandler } = (await desktop.open()).webContents;
  expect(openHandler({ url: 'https://example.org/' })).toEqual({ action: 'deny' });
  expect(openHandler({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
  expect(desktop.opened).toEqual(['https://example.org/']);
  expect(desktop.logged).toEqual(['The page tried to open an address that is not a web address']);
});

it('keeps the page and its frames from loading anything else', async () => {
  const desktop = new DesktopDouble();
  const { webContents } = await desktop.open();
  const isPrevented = (url: string, isMainFrame: boolean) => {
    const event = createEvent({ url, isMainFrame });
    webContents.emit('will-frame-navigate', event);
    return event.prevented;
  };
  expect(isPrevented('app://lookout/index.html', true)).toBe(false);
  expect(isPrevented('app://lookout/favicon.svg', true)).toBe(true);
  expect(isPrevented('app://lookout/settings', true)).toBe(true);
  expect(isPrevented('https://example.org/', true)).toBe(true);
  expect(isPrevented('https://example.org/ad', false)).toBe(true);
  expect(isPrevented('app://lookout/index.html', false)).toBe(true);
  // A file that is dropped on the window causes this.
  expect(isPrevented('file:///home/someone/lookout.yaml', true)).toBe(true);
  expect(desktop.opened).toEqual(['https://example.org/']);
  const redirect = createEvent({ url: 'https://example.org/' });
  webContents.emit('will-redirect', redirect);
  const webview = createEvent();
  webContents.emit('will-attach-webview', webview);
  expect([redirect.prevented, webview.prevented]).toEqual([true, true]);
});

it('lets the page write text to the clipboard, and refuses every other permission', () => {
  type Handlers = Parameters<typeof refusePermissions>[0];
  let request: Parameters<Session['setPermissionRequestHandler']>[0] = null;
  let check: Parameters<Session['setPermissionCheckHandler']>[0] = null;
  let device: Parameters<Session['setDevicePermissionHandler']>[0] = null;
  const session: Handlers = {
    setPermissionRequestHandler: (handler) => void (request = handler),
    setPermissionCheckHandler: (handler) => void (check = handler),
    setDevicePermissionHandler: (handler) => void (device = handler),
  };
  refusePermissions(session, null);
  const isAllowed = (permission: string, url: string) => {
    const answers: boolean[] = [];
    const ask = request as unknown as (
      contents: null,
      permission: string,
      callback: (is: boolean) => void,
      details: object,
    ) => void;
    ask(null, permission, (is) => answers.push(is), { requestingUrl: url });
    const checks = check as unknown as (contents: null, permission: string, origin: string) => boolean;
    return [...answers, checks(null, permission, url)];
  };
  expect(isAllowed('clipboard-sanitized-write', 'app://lookout/')).toEqual([true, true]);
  expect(isAllowed('clipboard-sanitized-write', 'https://example.org/')).toEqual([false, false]);
  const isDeviceAllowed = device as unknown as (details: object) => boolean;
  for (const deviceType of ['hid', 'serial', 'usb']) {
    expect(isDeviceAllowed({ deviceType, origin: 'app://lookout/', device: {} })).toBe(false);
  }
  for (const permission of ['notifications', 'clipboard-read', 'geolocation', 'media', 'openExternal']) {
    expect(isAllowed(permission, 'app://lookout/')).toEqual([false, false]);
  }
});
