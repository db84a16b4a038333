/** One window with the page in it: its life, from a place on the screen to the page that crashes and is loaded anew. */
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
import { confine } from './web-contents-security.ts';
import { MIN_SIZE } from './window-state.ts';

export interface WindowParts {
  /** Electron's pieces, handed in so that this can be tested without it. */
  readonly electron: {
    readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
    readonly nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors' | 'on' | 'off'>;
    readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'on' | 'off'>;
    readonly shell: Pick<Shell, 'openExternal'>;
    readonly dialog: Pick<Dialog, 'showMessageBox'>;
  };
  /** Where the page is. */
  readonly url: string;
  /** The development server; null: none. */
  readonly devUrl: string | null;
  /** The bundled preload. */
  readonly preload: string;
  readonly icon: string;
  /** The page crashed, or hung and was given up, and is loaded anew. */
  readonly onTrouble: (trouble: 'crashed' | 'hung') => void;
  readonly log: Log;
}

export interface PageWindowOptions {
  /** Of the page, such as `/endpoint/ID`; empty: its own choice. */
  readonly path: string;
  readonly bounds: Rectangle;
  readonly maximized: boolean;
  readonly alwaysOnTop: boolean;
  /** Asked when it is closed: true hides it instead. */
  readonly hidesOnClose: () => boolean;
  readonly onHidden: () => void;
  /** Its place or path may be another one. */
  readonly onMoved: (window: PageWindow, closing: boolean) => void;
  readonly onClosed: () => void;
}

export interface PageWindow {
  readonly window: BrowserWindow;
  /** Resolves when there is something to see; rejects when the page cannot be loaded, and then it is destroyed. */
  readonly ready: Promise<void>;
  /** Where the page is now; empty: at its beginning. */
  path(): string;
  navigate(path: string): Promise<void>;
  bringUp(): void;
}

/** The page's `--bg` in `styles/tokens.css`: what is seen before the page is there must not flash. */
export const BACKGROUND = { light: '#f4f5f7', dark: '#0e1116' } as const;

export function backgroundOf(theme: Pick<NativeTheme, 'shouldUseDarkColors'>): string {
  return theme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}

/** Makes a window; it is shown by `bringUp`. */
export function createPageWindow(parts: WindowParts, options: PageWindowOptions): PageWindow {
  const { electron, url, devUrl, log } = parts;
  const window = electron.createWindow({
    ...options.bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Lookout',
    icon: parts.icon,
    backgroundColor: backgroundOf(electron.nativeTheme),
    alwaysOnTop: options.alwaysOnTop,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: parts.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  const { webContents } = window;
  let loaded = false;
  let path = options.path;
  /** Under way while a person is asked what to do about a page that hangs. */
  let asking: AbortController | null = null;
  let givenUp = false;
  if (options.maximized) window.maximize();
  confine(window, { devUrl, shell: electron.shell, log });

  const started = Promise.withResolvers<void>();
  const page: PageWindow = {
    window,
    ready: started.promise,
    path: () => path,
    async navigate(to) {
      path = to;
      if (loaded) webContents.send(IPC_EVENTS.navigate, to);
      else await window.loadURL(`${url}#${to}`);
    },
    bringUp() {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };

  async function load(): Promise<void> {
    const shown = new Promise<void>((resolve) => {
      window.once('ready-to-show', resolve);
    });
    try {
      await window.loadURL(path === '' ? url : `${url}#${path}`);
    } catch (error) {
      // Without its page it is of no use; the next time another one is made.
      window.destroy();
      throw error;
    }
    await shown;
  }

  async function askAboutHanging(): Promise<void> {
    if (asking !== null) return;
    if (!window.isVisible()) {
      giveUp();
      return;
    }
    asking = new AbortController();
    try {
      const { response } = await electron.dialog.showMessageBox(window, {
        type: 'warning',
        message: 'This window does not answer',
        detail: 'Lookout goes on checking meanwhile. Reloading the window loses nothing.',
        buttons: ['Wait', 'Reload'],
        defaultId: 0,
        cancelId: 0,
        signal: asking.signal,
      });
      if (response === 1 && !asking.signal.aborted) giveUp();
    } finally {
      asking = null;
    }
  }

  function giveUp(): void {
    if (window.isDestroyed()) return;
    log('warn', 'The page does not answer and is loaded anew');
    givenUp = true;
    // A page that hangs hears nothing of a reload; what comes after a crash is below.
    webContents.forcefullyCrashRenderer();
  }

  webContents.on('did-finish-load', () => {
    loaded = true;
  });
  webContents.on('did-navigate-in-page', (_event, address, isMainFrame) => {
    if (!isMainFrame) return;
    path = URL.parse(address)?.hash.slice(1) ?? '';
    options.onMoved(page, false);
  });
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (!givenUp) log('error', 'The page crashed and is loaded anew', { reason, exitCode });
    // A page that was killed on purpose, or that crashes as soon as it starts, is not loaded for ever.
    if (loaded && reason !== 'clean-exit' && !window.isDestroyed()) {
      webContents.reload();
      parts.onTrouble(givenUp ? 'hung' : 'crashed');
    }
    givenUp = false;
    loaded = false;
  });
  window.on('unresponsive', () => {
    askAboutHanging().catch((error: unknown) => log('error', 'The dialog could not be shown', { error }));
  });
  window.on('responsive', () => asking?.abort());
  window.on('close', (event) => {
    options.onMoved(page, true);
    if (!options.hidesOnClose()) return;
    event.preventDefault();
    if (window.isFullScreen()) {
      // macOS keeps the black space of a full-screen window that is hidden.
      window.once('leave-full-screen', () => window.hide());
      window.setFullScreen(false);
    } else {
      window.hide();
    }
    options.onHidden();
  });
  window.on('closed', () => {
    asking?.abort();
    options.onClosed();
  });
  load().then(started.resolve, started.reject);
  return page;
}
