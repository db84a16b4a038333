/**
 * Windows in which a person does what is recorded. They show pages of others, so they share nothing with Lookout's own: no
 * preload, no rights, and a session in memory that is gone with the window. What happens in them is read with the DevTools
 * protocol, by a script in a world of its own.
 */
import { randomUUID } from 'node:crypto';
import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import type { Log, OpenRecordingWindow, RecordingWindow } from '../../engine/ports.ts';
import { isExternalUrl } from '../ipc/page-address.ts';

export interface RecordingWindowParts {
  /** Parts of Electron, passed in so that tests can replace them. */
  readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly fromPartition: (partition: string) => Session;
  readonly icon: string;
  readonly log: Log;
}

const PROTOCOL_VERSION = '1.3';

type OnEvent = Parameters<RecordingWindow['listen']>[0];

export function createRecordingWindows({
  createWindow,
  fromPartition,
  icon,
  log,
}: RecordingWindowParts): OpenRecordingWindow {
  // oxlint-disable-next-line require-await -- what it throws must reject
  return async ({ width, height, verifyTls }) => {
    // Without `persist:`, a partition is in memory only.
    const session = fromPartition(`recording-${randomUUID()}`);
    restrict(session, verifyTls);
    const window = createWindow({
      width,
      height,
      useContentSize: true,
      title: 'Lookout',
      icon,
      autoHideMenuBar: true,
      webPreferences: {
        session,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
      },
    });
    try {
      return control(window, log);
    } catch (error) {
      window.destroy();
      throw error;
    }
  };
}

/** A page gets no permission and no device, and saves no file. */
function restrict(session: Session, verifyTls: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // The endpoint accepts every certificate, so its recording does. 0: accepted.
  if (!verifyTls) session.setCertificateVerifyProc((_request, callback) => callback(0));
}

function control(window: BrowserWindow, log: Log): RecordingWindow {
  const { webContents } = window;
  const listeners = new Set<OnEvent>();
  // A check follows no page into another window. Whether the protocol reports a window that is denied, Electron does not say.
  webContents.setWindowOpenHandler(({ url }) => {
    for (const onEvent of listeners) onEvent('Page.windowOpen', { url });
    return { action: 'deny' };
  });
  webContents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && !isExternalUrl(event.url)) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  window.once('closed', resolve);
  webContents.debugger.attach(PROTOCOL_VERSION);
  // Without it nothing can be recorded, for example when the page's process has ended.
  webContents.debugger.once('detach', (_event, reason) => {
    log('info', 'A recording lost its window', { reason });
    if (!window.isDestroyed()) window.destroy();
  });
  webContents.debugger.on('message', (_event, method, params: Readonly<Record<string, unknown>>) => {
    for (const onEvent of listeners) onEvent(method, params);
  });
  return {
    closed,
    async send(method, params) {
      try {
        return (await webContents.debugger.sendCommand(method, params)) as Readonly<Record<string, unknown>>;
      } catch (error) {
        // What was under way fails just before the window is gone, or just after. Whoever asked must know which of both it is.
        if (window.isDestroyed() || !webContents.debugger.isAttached()) {
          if (!window.isDestroyed()) window.destroy();
          await closed;
        }
        throw error;
      }
    },
    listen: (onEvent) => void listeners.add(onEvent),
    close: () => {
      if (!window.isDestroyed()) window.destroy();
      return Promise.resolve();
    },
  };
}
