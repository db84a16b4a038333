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
import { recoverPage, type ReloadReason } from './page-recovery.ts';
import { secureWebContents } from './web-contents-security.ts';
import { MIN_SIZE } from './window-state.ts';

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
  /** Asked when the window is closed: true hides it instead. */
  readonly hidesOnClose: () => boolean;
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
  navigate(path: string): Promise<void>;
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
  if (options.maximized) window.maximize();
  secureWebContents(window, { devUrl, shell: electron.shell, log });
  const recovery = recoverPage({ window, dialog: electron.dialog, onReload, log });
  let path = options.path;

  const page: PageWindow = {
    window,
    ready: load(window, path === '' ? url : `${url}#${path}`),
    path: () => path,
    async navigate(to) {
      path = to;
      if (recovery.isLoaded()) window.webContents.send(IPC_EVENTS.navigate, to);
      else await window.loadURL(`${url}#${to}`);
    },
    bringUp() {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
  window.webContents.on('did-navigate-in-page', (_event, address, isMainFrame) => {
    if (!isMainFrame) return;
    path = URL.parse(address)?.hash.slice(1) ?? '';
    options.onMoved(page, false);
  });
  window.on('close', (event) => {
    options.onMoved(page, true);
    if (!options.hidesOnClose()) return;
    event.preventDefault();
    hide(window);
    options.onHidden();
  });
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
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  };
}

async function load(window: BrowserWindow, url: string): Promise<void> {
  const shown = new Promise<void>((resolve) => {
    window.once('ready-to-show', resolve);
  });
  try {
    await window.loadURL(url);
  } catch (error) {
    // A window without its page is useless. The next `open` creates another one.
    window.destroy();
    throw error;
  }
  await shown;
}

function hide(window: BrowserWindow): void {
  if (!window.isFullScreen()) {
    window.hide();
    return;
  }
  // macOS keeps the black space of a full-screen window that is hidden.
  window.once('leave-full-screen', () => window.hide());
  window.setFullScreen(false);
}
