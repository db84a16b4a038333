/** A window with the page in it. */
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Dialog,
  NativeTheme,
  Rectangle,
  Screen,
  Shell,
} from 'electron';
import { IPC_EVENTS } from '../../contract/ipc.ts';
import type { Log } from '../../engine/ports.ts';
import { hideOnClose } from './hide-on-close.ts';
import { recoverPage, type ReloadReason } from './page-recovery.ts';
import { SECURE_WEB_PREFERENCES, secureWebContents } from './web-contents-security.ts';
import { MIN_SIZE, type WindowState } from './window-state.ts';

export interface WindowParts {
  /** Parts of Electron, passed in so that tests can replace them. */
  readonly electron: {
    readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
    readonly nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors' | 'on' | 'off'>;
    readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'on' | 'off'>;
    readonly shell: Pick<Shell, 'openExternal'>;
    readonly dialog: Pick<Dialog, 'showMessageBox'>;
  };
  /** The page's address. */
  readonly url: string;
  /** The development server; null: none. */
  readonly devUrl: string | null;
  /** The bundled preload. */
  readonly preload: string;
  readonly icon: string;
  readonly onReload: (reason: ReloadReason) => void;
  readonly log: Log;
}

export interface PageWindowOptions {
  /** The path in the page, such as `/endpoint/ID`; empty: the page decides. */
  readonly path: string;
  readonly bounds: Rectangle;
  readonly maximized: boolean;
  readonly alwaysOnTop: boolean;
  /** Asked when the window is closed: whether it should hide instead, if `canHide`. */
  readonly hidesOnClose: () => boolean;
  /** Whether the person could open the hidden window again. If not, it closes. */
  readonly canHide: () => Promise<boolean>;
  readonly onHidden: () => void;
  /** The window's place or the page's path may have changed. */
  readonly onMoved: (window: PageWindow, closing: boolean) => void;
  readonly onClosed: () => void;
}

export interface PageWindow {
  readonly window: BrowserWindow;
  /** Resolves when there is something to see. Rejects when the page cannot be loaded; the window is then destroyed. */
  readonly ready: Promise<void>;
  /** The page's current path; empty: its start. */
  path(): string;
  /** The window's place. */
  state(): WindowState;
  navigate(path: string): Promise<void>;
  /** Whether the page's process ended and nothing reloads it: it crashed again while it was loading. */
  hasCrashed(): boolean;
  bringUp(): void;
}

/** The page's `--bg` in `styles/tokens.css`. A new window shows it until the page is there, so that nothing flashes. */
export const BACKGROUND = { light: '#f4f5f7', dark: '#0e1116' } as const;

export function backgroundOf(theme: Pick<NativeTheme, 'shouldUseDarkColors'>): string {
  return theme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}

/** Creates a hidden window; `bringUp` shows it. */
export function createPageWindow(parts: WindowParts, options: PageWindowOptions): PageWindow {
  const { electron, url, devUrl, onReload, log } = parts;
  const window = electron.createWindow(constructorOptions(parts, options));
  secureWebContents(window, { devUrl, shell: electron.shell, log });
  const recovery = recoverPage({ window, dialog: electron.dialog, onReload, log });
  let path = options.path;
  // Maximizing shows the window, so it waits until there is something to see.
  let maximizes = options.maximized;

  const page: PageWindow = {
    window,
    ready: load(window, path === '' ? url : `${url}#${path}`),
    path: () => path,
    state() {
      const { x, y, width, height } = window.getNormalBounds();
      return { bounds: { x, y, width, height }, maximized: maximizes || window.isMaximized() };
    },
    async navigate(to) {
      path = to;
      if (recovery.isLoaded()) window.webContents.send(IPC_EVENTS.navigate, to);
      else await window.loadURL(`${url}#${to}`);
    },
    hasCrashed: () => !recovery.isLoaded() && window.webContents.isCrashed(),
    bringUp() {
      if (window.isMinimized()) window.restore();
      if (maximizes) window.maximize();
      maximizes = false;
      window.show();
      window.focus();
    },
  };
  window.webContents.on('did-navigate-in-page', (_event, address, isMainFrame) => {
    if (!isMainFrame) return;
    path = URL.parse(address)?.hash.slice(1) ?? '';
    options.onMoved(page, false);
  });
  window.on('close', () => options.onMoved(page, true));
  hideOnClose(window, options, log);
  window.on('closed', options.onClosed);
  return page;
}

function constructorOptions(
  { electron, preload, icon }: WindowParts,
  { bounds, alwaysOnTop }: PageWindowOptions,
): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Lookout',
    icon,
    backgroundColor: backgroundOf(electron.nativeTheme),
    alwaysOnTop,
    show: false,
    autoHideMenuBar: true,
    // Alerts play sounds, also before anybody has clicked in the window.
    webPreferences: { ...SECURE_WEB_PREFERENCES, preload, autoplayPolicy: 'no-user-gesture-required' },
  };
}

/** After this time, a window is shown even if Electron does not report that it has painted. */
const PAINT_LIMIT_MS = 1000;

async function load(window: BrowserWindow, url: string): Promise<void> {
  const painted = Promise.withResolvers<void>();
  window.once('ready-to-show', painted.resolve);
  window.once('closed', painted.resolve);
  try {
    await window.loadURL(url);
  } catch (error) {
    // A window without its page is useless. The next `open` creates another one.
    window.destroy();
    throw error;
  }
  // On Wayland, `ready-to-show` may never come for a hidden window (electron/electron#48859).
  const timer = setTimeout(painted.resolve, PAINT_LIMIT_MS);
  await painted.promise;
  clearTimeout(timer);
}
