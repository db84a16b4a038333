/** Restricts what pages in windows may do. */
import type { BrowserWindow, Session, Shell, WebPreferences } from 'electron';
import type { Log } from '../../engine/ports.ts';
import { isExternalUrl, isPageDocument, isPageUrl } from '../ipc/page-address.ts';

/** For every window. Most are Electron's defaults, written out so that a change of the defaults cannot weaken a window. */
export const SECURE_WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  spellcheck: false,
} as const satisfies WebPreferences;

/**
 * Keeps a window on the page. It loads no other page and no single file of the page, opens no windows, and opens links to
 * the web in the person's browser.
 */
export function secureWebContents(
  { webContents }: Pick<BrowserWindow, 'webContents'>,
  { devUrl, shell, log }: { devUrl: string | null; shell: Pick<Shell, 'openExternal'>; log: Log },
): void {
  function openInBrowser(url: string): void {
    if (!isExternalUrl(url)) {
      log('warn', 'The page tried to open an address that is not a web address', { url });
      return;
    }
    shell.openExternal(url).catch((error: unknown) => log('warn', 'The browser could not be opened', { url, error }));
  }

  webContents.setWindowOpenHandler(({ url }) => {
    openInBrowser(url);
    return { action: 'deny' };
  });
  webContents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isPageDocument(event.url, devUrl)) return;
    event.preventDefault();
    if (event.isMainFrame) openInBrowser(event.url);
    else log('warn', 'A frame tried to load another page', { url: event.url });
  });
  webContents.on('will-redirect', (event) => {
    if (!isPageDocument(event.url, devUrl)) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Lets the page write text to the clipboard, and refuses every other permission. */
export function refusePermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
  devUrl: string | null,
): void {
  const allowed = (permission: string, url: string): boolean =>
    permission === 'clipboard-sanitized-write' && isPageUrl(url, devUrl);
  session.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl }) =>
    callback(allowed(permission, requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
}
