/** Test code: the parts of Electron that windows use, without Electron. */
import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, MessageBoxOptions } from 'electron';
import { createWindows, type Windows, type WindowsOptions } from '../windows.ts';

type Electron = WindowsOptions['electron'];

let lastId = 0;
class ContentsDouble extends EventEmitter {
  readonly id = ++lastId;
  readonly sent: unknown[] = [];
  reloads = 0;
  crashed = false;
  isCrashed = (): boolean => this.crashed;
  openHandler: (details: { url: string }) => unknown = () => undefined;
  setWindowOpenHandler = (handler: ContentsDouble['openHandler']): void => void (this.openHandler = handler);
  send = (...message: unknown[]): void => void this.sent.push(message);
  reload = (): void => void this.reloads++;
  forcefullyCrashRenderer = (): void => void this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
}

export class WindowDouble extends EventEmitter {
  readonly webContents = new ContentsDouble();
  readonly options: BrowserWindowConstructorOptions;
  readonly loaded: string[] = [];
  /** What was done to it, in order. */
  readonly calls: string[] = [];
  readonly #desktop: Pick<DesktopDouble, 'failing' | 'paints'>;
  bounds = { x: 10, y: 20, width: 900, height: 700 };
  visible = true;
  onTop: boolean;
  fullScreen = false;
  destroyed = false;

  constructor(options: BrowserWindowConstructorOptions, desktop: Pick<DesktopDouble, 'failing' | 'paints'>) {
    super();
    this.options = options;
    this.#desktop = desktop;
    this.onTop = options.alwaysOnTop ?? false;
  }

  loadURL = async (url: string): Promise<void> => {
    this.loaded.push(url);
    this.webContents.crashed = false;
    if (this.#desktop.failing) throw new Error('ERR_FILE_NOT_FOUND');
    if (this.#desktop.paints) this.emit('ready-to-show');
    this.webContents.emit('did-finish-load');
  };
  getNormalBounds = () => this.bounds;
  setBounds = (to: WindowDouble['bounds']): void => void (this.bounds = to);
  isVisible = () => this.visible;
  isAlwaysOnTop = () => this.onTop;
  setAlwaysOnTop = (to: boolean): void => void (this.onTop = to);
  maximized = false;
  isMaximized = () => this.maximized;
  isFullScreen = () => this.fullScreen;
  setFullScreen = (to: boolean): void => void (this.fullScreen = to);
  isMinimized = () => false;
  isDestroyed = () => this.destroyed;
  setBackgroundColor = (color: string): void => void this.calls.push(color);
  maximize = (): void => {
    this.maximized = true;
    this.calls.push('maximize');
  };
  show = (): void => void this.calls.push('show');
  focus = (): void => void this.calls.push('focus');
  hide = (): void => void this.calls.push('hide');
  close = (): void => {
    const event = createEvent();
    this.emit('close', event);
    if (!event.prevented) this.destroy();
  };
  destroy = (): void => {
    this.destroyed = true;
    this.emit('closed');
  };
}

export const WIDE = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
export const BESIDE = { id: 2, workArea: { x: 1920, y: 0, width: 1920, height: 1080 } };

/** The desktop around the windows of one test. */
export class DesktopDouble {
  readonly windows: WindowDouble[] = [];
  /** Addresses that were opened in the browser. */
  readonly opened: string[] = [];
  readonly logged: string[] = [];
  /** What was written to the state file. */
  readonly written: string[] = [];
  readonly reloads: string[] = [];
  /** Dialogs that were shown. */
  readonly dialogs: MessageBoxOptions[] = [];
  firstHides = 0;
  hidesOnClose = false;
  /** Whether the tray shows icons. */
  showsTray = true;
  /** Whether pages fail to load. */
  failing = false;
  /** Whether windows report that they have painted. */
  paints = true;
  /** Answers the last dialog. */
  answer: (response: number) => void = () => undefined;
  readonly theme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false });
  displays = [WIDE];
  readonly screen = Object.assign(new EventEmitter(), {
    getAllDisplays: () => this.displays,
    getPrimaryDisplay: () => WIDE,
  });

  /** @param saved the text of the state file */
  start(saved: string | null = null): Promise<Windows> {
    return createWindows({
      electron: {
        createWindow: (options) => {
          const window = new WindowDouble(options, this);
          this.windows.push(window);
          return window as unknown as BrowserWindow;
        },
        nativeTheme: this.theme as unknown as Electron['nativeTheme'],
        screen: this.screen as unknown as Electron['screen'],
        shell: { openExternal: async (url) => void this.opened.push(url) },
        dialog: { showMessageBox: this.#showMessageBox as Electron['dialog']['showMessageBox'] },
      },
      url: 'app://lookout/index.html',
      devUrl: null,
      preload: '/preload.cjs',
      icon: '/icon.png',
      stateFile: { read: async () => saved, write: (text) => void this.written.push(text), flush: async () => {} },
      hidesOnClose: () => this.hidesOnClose,
      canHide: async () => this.showsTray,
      onFirstHide: () => void this.firstHides++,
      onReload: (reason) => this.reloads.push(reason),
      log: (_level, message) => this.logged.push(message),
    });
  }

  /** Starts, opens the main window and returns it. */
  async open(saved: string | null = null): Promise<WindowDouble> {
    await (await this.start(saved)).open();
    return this.main;
  }

  get main(): WindowDouble {
    const [window] = this.windows;
    if (window === undefined) throw new Error('There is no window');
    return window;
  }

  get lastWritten(): Record<string, unknown> {
    return JSON.parse(this.written.at(-1) ?? '{}') as Record<string, unknown>;
  }

  readonly #showMessageBox = async (_window: BrowserWindow, options: MessageBoxOptions) => {
    this.dialogs.push(options);
    const response = await new Promise<number>((resolve) => (this.answer = resolve));
    return { response, checkboxChecked: false };
  };
}

/** An event that can be prevented. */
export function createEvent(fields: object = {}) {
  const event = { ...fields, prevented: false, preventDefault: () => void (event.prevented = true) };
  return event;
}
