/**
 * What the main process uses of Electron, for a child process without it. The test drives it by messages: it asks as
 * the page would, and hears what the app did to its windows, its tray and the like.
 */
import { EventEmitter } from 'node:events';
import { join } from 'node:path';

/** From the test to the double. */
export type Order =
  | {
      readonly type: 'invoke';
      readonly id: number;
      readonly channel: string;
      readonly args: unknown;
      readonly url?: string;
    }
  | { readonly type: 'send'; readonly name: string }
  | {
      readonly type: 'emit';
      readonly on: 'app' | 'powerMonitor' | 'window';
      readonly event: string;
      /** After the event itself. */
      readonly args?: readonly unknown[];
    }
  | { readonly type: 'quit' };

/** From the double to the test. */
export type Report =
  | { readonly type: 'did'; readonly what: string; readonly value?: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly answer?: unknown; readonly error?: string }
  | { readonly type: 'page'; readonly name: string; readonly value: unknown };

const report = (message: Report): void => void process.send?.(message);
const did = (what: string, value?: unknown): void => report({ type: 'did', what, value });

class App extends EventEmitter {
  readonly isPackaged = false;
  #userData = process.env['LOOKOUT_TEST_USER_DATA'] ?? '';
  whenReady = async (): Promise<void> => {};
  getAppPath = (): string => join(import.meta.dirname, '..', '..', '..');
  setPath = (_name: string, path: string): void => {
    this.#userData = path;
  };
  getPath = (): string => this.#userData;
  getVersion = (): string => '0.0.0';
  setAppUserModelId = (): void => {};
  relaunch = (): void => did('relaunch');
  setBadgeCount = (count: number): boolean => {
    did('badge', count);
    return true;
  };
  enableSandbox = (): void => did('sandbox');
  requestSingleInstanceLock = (): boolean => process.env['LOOKOUT_TEST_SECOND'] === undefined;

  exit(code: number): void {
    did('exit', code);
    process.exit(code);
  }

  quit(): void {
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) this.exit(0);
  }
}
export const app = new App();

class WebContents extends EventEmitter {
  readonly id = windows.length + 1;
  readonly mainFrame = { url: 'about:blank', parent: null };
  isDestroyed = (): boolean => false;
  setWindowOpenHandler = (): void => {};
  send = (name: string, value: unknown): void => report({ type: 'page', name, value });
}

const windows: BrowserWindow[] = [];
const lastWindow = (): BrowserWindow | undefined => windows.at(-1);

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents();
  readonly #bounds: { x: number; y: number; width: number; height: number };

  constructor(options: { x: number; y: number; width: number; height: number; webPreferences: unknown }) {
    super();
    const { x, y, width, height } = options;
    this.#bounds = { x, y, width, height };
    windows.push(this);
    did('window', { ...this.#bounds, webPreferences: options.webPreferences });
  }

  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
    did('load', url);
    this.emit('ready-to-show');
    this.webContents.emit('did-finish-load');
  }

  getNormalBounds = () => this.#bounds;
  isMaximized = (): boolean => false;
  isMinimized = (): boolean => false;
  isFullScreen = (): boolean => false;
  isDestroyed = (): boolean => false;
  isVisible = (): boolean => true;
  #onTop = false;
  isAlwaysOnTop = (): boolean => this.#onTop;
  setAlwaysOnTop = (to: boolean): void => {
    this.#onTop = to;
    did('on top', to);
  };
  setBackgroundColor = (): void => {};
  show = (): void => did('show');
  focus = (): void => {};
  hide = (): void => did('hide');

  destroy(): void {
    did('destroy');
    this.webContents.emit('destroyed');
    this.emit('closed');
  }
}

const handlers = new Map<string, (event: object, args: unknown) => Promise<unknown>>();
class IpcMain extends EventEmitter {
  handle = (name: string, handler: (event: object, args: unknown) => Promise<unknown>): void => {
    handlers.set(name, handler);
  };
  removeHandler = (name: string): boolean => handlers.delete(name);
}
export const ipcMain = new IpcMain();

export class Tray extends EventEmitter {
  setImage = (): void => {};
  setToolTip = (text: string): void => did('tray', text);
  setContextMenu = (): void => {};
  destroy = (): void => did('tray gone');
}

export class Notification extends EventEmitter {
  static isSupported = (): boolean => true;
  readonly #options: unknown;

  constructor(options: unknown) {
    super();
    this.#options = options;
  }

  show = (): void => did('notification', this.#options);
  close = (): void => {};
}

class NativeTheme extends EventEmitter {
  readonly shouldUseDarkColors = true;
  set themeSource(value: string) {
    did('theme', value);
  }
}
export const nativeTheme = new NativeTheme();
export const globalShortcut = {
  register: (keys: string) => {
    did('shortcut', keys);
    return true;
  },
  unregister: (keys: string) => did('no shortcut', keys),
};
export const powerMonitor = Object.assign(new EventEmitter(), { isOnBatteryPower: () => false });
/** A system without a vault. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => false,
  getSelectedStorageBackend: () => 'basic_text',
};
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => did('menu') };
export const nativeImage = { createFromPath: (path: string) => path };
export const clipboard = { writeText: async (text: string) => did('clipboard', text) };
export const dialog = {
  showOpenDialog: async () => ({ canceled: false, filePaths: [process.env['LOOKOUT_TEST_FOLDER'] ?? ''] }),
  showErrorBox: (title: string, body: string) => did('error box', `${title}: ${body}`),
};
export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown) => did('schemes', schemes),
  handle: (scheme: string) => did('protocol', scheme),
  unhandle: () => did('protocol gone'),
};
const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
});
export const session = {
  defaultSession: {
    setPermissionRequestHandler: () => did('permissions'),
    setPermissionCheckHandler: () => {},
    setDevicePermissionHandler: () => {},
  },
};
export const shell = {
  openExternal: async (url: string) => did('outside', url),
  openPath: async (path: string) => {
    did('folder', path);
    return '';
  },
};

async function invoke({ id, channel, args, url }: Extract<Order, { type: 'invoke' }>): Promise<void> {
  const senderFrame = { url: url ?? lastWindow()?.webContents.mainFrame.url ?? '', parent: null };
  try {
    const handler = handlers.get(`lookout:${channel}`);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    report({
      type: 'answer',
      id,
      answer: await handler({ senderFrame, sender: { id: lastWindow()?.webContents.id ?? 0 } }, args),
    });
  } catch (error) {
    report({ type: 'answer', id, error: error instanceof Error ? error.message : String(error) });
  }
}

process.on('message', (order: Order) => {
  switch (order.type) {
    case 'invoke':
      void invoke(order);
      break;
    case 'send':
      ipcMain.emit(order.name, { sender: lastWindow()?.webContents, senderFrame: lastWindow()?.webContents.mainFrame });
      break;
    case 'emit': {
      const target = { app, powerMonitor, window: lastWindow() }[order.on];
      target?.emit(order.event, { preventDefault: () => did('prevented', order.event) }, ...(order.args ?? []));
      break;
    }
    case 'quit':
      app.quit();
      break;
  }
});
