/** The one window: its place, its page, and everything that the page may not do. */
import type { BrowserWindow, BrowserWindowConstructorOptions, NativeTheme, Screen, Session, Shell } from 'electron';
import { IPC_EVENTS } from '../contract/ipc.ts';
import type { Log } from '../engine/ports.ts';
import { isExternalUrl, isPageUrl } from './page-address.ts';
import type { SmallFile } from './small-file.ts';
import { MIN_SIZE, parseWindowState, placeWindow } from './window-state.ts';

export interface MainWindowOptions {
  /** Electron's pieces, handed in so that this can be tested without it. */
  readonly electron: {
    readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
    readonly nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors' | 'on' | 'off'>;
    readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>;
    readonly shell: Pick<Shell, 'openExternal'>;
  };
  /** Where the page is. */
  readonly url: string;
  /** The development server; null: none. */
  readonly devUrl: string | null;
  /** The bundled preload. */
  readonly preload: string;
  readonly icon: string;
  /** Where its place is kept. */
  readonly stateFile: SmallFile;
  /** Whether closing the window only hides it. */
  readonly hidesOnClose: () => boolean;
  readonly log: Log;
}

export interface MainWindow {
  /** Shows the window, at a path of the page such as `/endpoint/ID` when one is given. Made when there is none. */
  open(path?: string): Promise<void>;
  /** Keeps its place and closes it. Resolves when that is written. */
  dispose(): Promise<void>;
}

/** The page's `--bg` in `styles/tokens.css`: what is seen before the page is there must not flash. */
export const BACKGROUND = { light: '#f4f5f7', dark: '#0e1116' } as const;

export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { electron, url, devUrl, stateFile, hidesOnClose, log } = options;
  let window: BrowserWindow | null = null;
  let making: Promise<BrowserWindow> | null = null;
  let loaded = false;
  let disposed = false;

  const background = (): string => (electron.nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light);
  const onTheme = (): void => window?.setBackgroundColor(background());
  electron.nativeTheme.on('updated', onTheme);

  function keepPlace(from: BrowserWindow): void {
    const { x, y, width, height } = from.getNormalBounds();
    stateFile.write(JSON.stringify({ bounds: { x, y, width, height }, maximized: from.isMaximized() }));
  }

  async function make(path: string): Promise<BrowserWindow> {
    const text = await stateFile.read();
    const primary = electron.screen.getPrimaryDisplay();
    const others = electron.screen.getAllDisplays().filter(({ id }) => id !== primary.id);
    const place = placeWindow(text === null ? null : parseWindowState(text), [
      primary.workArea,
      ...others.map(({ workArea }) => workArea),
    ]);
    const made = electron.createWindow({
      ...place.bounds,
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      title: 'Lookout',
      icon: options.icon,
      backgroundColor: background(),
      show: false,
      autoHideMenuBar: true,
      webPreferences: {
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
      },
    });
    if (place.maximized) made.maximize();
    window = made;
    loaded = false;
    confine(made, { devUrl, shell: electron.shell, log });
    made.webContents.on('did-finish-load', () => {
      loaded = true;
    });
    made.webContents.on('render-process-gone', (_event, details) => {
      log('error', 'The page crashed and is loaded anew', { reason: details.reason, exitCode: details.exitCode });
      // A page that was killed on purpose, or that crashes as soon as it starts, is not loaded for ever.
      if (loaded && details.reason !== 'clean-exit' && !made.isDestroyed()) made.webContents.reload();
      loaded = false;
    });
    made.on('close', (event) => {
      keepPlace(made);
      if (disposed || !hidesOnClose()) return;
      event.preventDefault();
      if (made.isFullScreen()) {
        // macOS keeps the black space of a full-screen window that is hidden.
        made.once('leave-full-screen', () => made.hide());
        made.setFullScreen(false);
      } else {
        made.hide();
      }
    });
    made.on('closed', () => {
      window = null;
    });
    const ready = new Promise<void>((resolve) => {
      made.once('ready-to-show', resolve);
    });
    try {
      await made.loadURL(path === '' ? url : `${url}#${path}`);
    } catch (error) {
      // Without its page it is of no use; the next time another one is made.
      made.destroy();
      throw error;
    }
    await ready;
    return made;
  }

  async function navigate(to: BrowserWindow, path: string): Promise<void> {
    if (loaded) to.webContents.send(IPC_EVENTS.navigate, path);
    else await to.loadURL(`${url}#${path}`);
  }

  return {
    async open(path = '') {
      if (disposed) return;
      let current = window;
      if (current === null || making !== null) {
        const first = making === null;
        making ??= make(path).finally(() => {
          making = null;
        });
        current = await making;
        if (current.isDestroyed()) return;
        if (!first && path !== '') await navigate(current, path);
      } else if (path !== '') {
        await navigate(current, path);
      }
      bringUp(current);
    },
    async dispose() {
      disposed = true;
      electron.nativeTheme.off('updated', onTheme);
      if (window !== null) {
        keepPlace(window);
        window.destroy();
        window = null;
      }
      await stateFile.flush();
    },
  };
}

function bringUp(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Keeps a window on the page: no other page, no new windows, links to the web in the person's own browser. */
function confine(
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
    if (event.isMainFrame && isPageUrl(event.url, devUrl)) return;
    event.preventDefault();
    if (event.isMainFrame) openOutside(event.url);
    else log('warn', 'A frame wanted to go elsewhere', { url: event.url });
  });
  webContents.on('will-redirect', (event) => {
    if (!isPageUrl(event.url, devUrl)) event.preventDefault();
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
