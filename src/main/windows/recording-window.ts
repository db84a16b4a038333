/**
 * Windows in which a person records a browser check. They show other people's pages, so they share nothing with Lookout's own
 * page: they have no preload, no permissions, and an in-memory session that ends with the window. The recorder reads what
 * happens in them through the DevTools protocol, with a script in an isolated world.
 */
import { randomUUID } from 'node:crypto';
import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import type { Log, OpenRecordingWindow, RecordingWindow } from '../../engine/ports.ts';
import { isExternalUrl } from '../ipc/page-address.ts';
import { SECURE_WEB_PREFERENCES } from './web-contents-security.ts';

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
      webPreferences: { ...SECURE_WEB_PREFERENCES, session },
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
  // Checks cannot follow a page into another window, so the recording is told. Electron does not document whether the DevTools
  // protocol reports a denied window.
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
  // Without the debugger nothing can be recorded, for example when the page's process has ended.
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
        // When the window closes, a command that is under way can fail a moment before or after it. Wait, so that the caller can tell
        // a closed window from a failed command.
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
