/** Everything that the page may not do. */
import type { BrowserWindow, Session, Shell } from 'electron';
import type { Log } from '../../engine/ports.ts';
import { isExternalUrl, isPageDocument, isPageUrl } from '../ipc/page-address.ts';

/** Keeps a window on the page: no other page, none of its files by itself, no new windows, links to the web in the person's own browser. */
export function confine(
  window: BrowserWindow,
  { devUrl, shell, log }: { devUrl: string | null; shell: Pick<Shell, 'openExternal'>; log: Log },
): void {
  const { webContents } = window;

  function openOutside(url: string): void {
    if (!isExternalUrl(url)) {
      log('warn', 'The page wanted to open an address that is not of the web', { url });
      return;
    }
    shell.openExternal(url).catch((error: unknown) => log('warn', 'The browser could not be opened', { url, error }));
  }

  webContents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
  webContents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isPageDocument(event.url, devUrl)) return;
    event.preventDefault();
    if (event.isMainFrame) openOutside(event.url);
    else log('warn', 'A frame wanted to go elsewhere', { url: event.url });
  });
  webContents.on('will-redirect', (event) => {
    if (!isPageDocument(event.url, devUrl)) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
}

/** The page asks for nothing but to put text on the clipboard, and gets nothing else. */
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
