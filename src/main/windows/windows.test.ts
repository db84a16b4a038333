import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { BrowserWindow, BrowserWindowConstructorOptions, MessageBoxOptions, Session } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusePermissions } from './web-contents-security.ts';
import { BACKGROUND } from './window.ts';
import { createWindows } from './windows.ts';
import type { WindowsOptions } from './windows.ts';

let lastId = 0;
class ContentsDouble extends EventEmitter {
  readonly id = ++lastId;
  readonly sent: unknown[] = [];
  reloads = 0;
  openHandler: (details: { url: string }) => unknown = () => undefined;
  setWindowOpenHandler = (handler: ContentsDouble['openHandler']): void => void (this.openHandler = handler);
  send = (...message: unknown[]): void => void this.sent.push(message);
  reload = (): void => void this.reloads++;
  forcefullyCrashRenderer = (): void => void this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
}

class WindowDouble extends EventEmitter {
  readonly webContents = new ContentsDouble();
  readonly options: BrowserWindowConstructorOptions;
  readonly loaded: string[] = [];
  readonly deeds: string[] = [];
  destroyed = false;
  static fails = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.onTop = options.alwaysOnTop ?? false;
  }

  loadURL = async (url: string): Promise<void> => {
    this.loaded.push(url);
    if (WindowDouble.fails) throw new Error('ERR_FILE_NOT_FOUND');
    this.emit('ready-to-show');
    this.webContents.emit('did-finish-load');
  };
  bounds = { x: 10, y: 20, width: 900, height: 700 };
  getNormalBounds = () => this.bounds;
  setBounds = (to: WindowDouble['bounds']): void => void (this.bounds = to);
  visible = true;
  isVisible = () => this.visible;
  onTop = false;
  isAlwaysOnTop = () => this.onTop;
  setAlwaysOnTop = (to: boolean): void => void (this.onTop = to);
  isMaximized = () => true;
  fullScreen = false;
  isFullScreen = () => this.fullScreen;
  setFullScreen = (to: boolean): void => void (this.fullScreen = to);
  isMinimized = () => false;
  isDestroyed = () => this.destroyed;
  setBackgroundColor = (colour: string): void => void this.deeds.push(colour);
  maximize = (): void => void this.deeds.push('maximize');
  show = (): void => void this.deeds.push('show');
  focus = (): void => void this.deeds.push('focus');
  hide = (): void => void this.deeds.push('hide');
  destroy = (): void => {
    this.destroyed = true;
    this.emit('closed');
  };
}

let windows: WindowDouble[] = [];
let outside: string[] = [];
let logged: string[] = [];
let written: string[] = [];
let hides = false;
const theme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false });
const wide = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
const beside = { id: 2, workArea: { x: 1920, y: 0, width: 1920, height: 1080 } };
const screen = Object.assign(new EventEmitter(), {
  displays: [wide],
  getAllDisplays: () => screen.displays,
  getPrimaryDisplay: () => wide,
});
let troubles: string[] = [];
let firstHides = 0;
let asked: MessageBoxOptions[] = [];
let answer: (response: number) => void = () => undefined;

type Electron = WindowsOptions['electron'];

function setUp(saved: string | null = null) {
  return createWindows({
    electron: {
      createWindow(options) {
        const double = new WindowDouble(options);
        windows.push(double);
        return double as unknown as BrowserWindow;
      },
      nativeTheme: theme as unknown as Electron['nativeTheme'],
      screen: screen as unknown as Electron['screen'],
      shell: { openExternal: async (url) => void outside.push(url) },
      dialog: {
        showMessageBox: (async (_window: BrowserWindow, options: MessageBoxOptions) => {
          asked.push(options);
          const response = await new Promise<number>((resolve) => (answer = resolve));
          return { response, checkboxChecked: false };
        }) as Electron['dialog']['showMessageBox'],
      },
    },
    url: 'app://lookout/index.html',
    devUrl: null,
    preload: '/preload.cjs',
    icon: '/icon.png',
    stateFile: { read: async () => saved, write: (text) => void written.push(text), flush: async () => {} },
    hidesOnClose: () => hides,
    onFirstHide: () => void firstHides++,
    onTrouble: (trouble) => troubles.push(trouble),
    log: (_level, message) => logged.push(message),
  });
}
const lastWritten = (): Record<string, unknown> => JSON.parse(written.at(-1) ?? '{}') as Record<string, unknown>;
const place = { bounds: { x: 10, y: 20, width: 900, height: 700 }, maximized: true };
const first = (): WindowDouble => {
  const [window] = windows;
  if (window === undefined) throw new Error('There is no window');
  return window;
};
function event(fields: object = {}) {
  const double = { ...fields, prevented: false, preventDefault: () => void (double.prevented = true) };
  return double;
}

beforeEach(() => {
  windows = [];
  outside = [];
  logged = [];
  written = [];
  hides = false;
  WindowDouble.fails = false;
  troubles = [];
  firstHides = 0;
  asked = [];
  theme.removeAllListeners();
  screen.removeAllListeners();
  screen.displays = [wide];
  theme.shouldUseDarkColors = false;
});

describe('the window', () => {
  it('is made confined, and shown only once there is something to see', async () => {
    await (await setUp()).open();
    expect(first().options).toMatchObject({
      show: false,
      width: 1280,
      height: 800,
      minWidth: 800,
      minHeight: 600,
      webPreferences: {
        preload: '/preload.cjs',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      },
    });
    // All of them: what is not here keeps Electron's safe default.
    expect(Object.keys(first().options.webPreferences ?? {}).toSorted()).toEqual([
      'contextIsolation',
      'nodeIntegration',
      'preload',
      'sandbox',
      'spellcheck',
      'webSecurity',
      'webviewTag',
    ]);
    expect(first().loaded).toEqual(['app://lookout/index.html']);
    expect(first().deeds).toEqual(['show', 'focus']);
  });

  it('comes back where it was, at its last view', async () => {
    const main = { bounds: { x: 5, y: 6, width: 1000, height: 900 }, maximized: true, path: '/health' };
    const window = await setUp(JSON.stringify({ main }));
    await window.open();
    expect(first().loaded).toEqual(['app://lookout/index.html#/health']);
    expect(first().options).toMatchObject({ x: 5, y: 6, width: 1000, height: 900 });
    expect(first().deeds[0]).toBe('maximize');
  });

  it('has the colour of the theme, and follows it', async () => {
    theme.shouldUseDarkColors = true;
    await (await setUp()).open();
    const dark = first().options.backgroundColor;
    theme.shouldUseDarkColors = false;
    theme.emit('updated');
    expect(first().deeds.at(-1)).toMatch(/^#/);
    expect(first().deeds.at(-1)).not.toBe(dark);
  });

  it('has the colours of the page', async () => {
    const tokens = await readFile(new URL('../../renderer/styles/tokens.css', import.meta.url), 'utf8');
    const backgrounds = [...tokens.matchAll(/--bg: (#\w+)/g)].map(([, colour]) => colour);
    expect(new Set(backgrounds)).toEqual(new Set([BACKGROUND.light, BACKGROUND.dark]));
  });

  it('is one, however often it is opened, and goes where it is asked to', async () => {
    const window = await setUp();
    await Promise.all([window.open('/health'), window.open('/endpoint/1')]);
    await window.open('/settings');
    await window.open();
    expect(windows).toHaveLength(1);
    expect(first().loaded).toEqual(['app://lookout/index.html#/health']);
    expect(first().webContents.sent).toEqual([
      ['lookout:navigate', '/endpoint/1'],
      ['lookout:navigate', '/settings'],
    ]);
  });

  it('is not kept when its page cannot be loaded; the next time there is another', async () => {
    const window = await setUp();
    WindowDouble.fails = true;
    await expect(window.open()).rejects.toThrow('ERR_FILE_NOT_FOUND');
    WindowDouble.fails = false;
    await window.open();
    expect(windows.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  });

  it('hides when it is closed and the tray keeps it, and keeps its place either way', async () => {
    const window = await setUp();
    await window.open();
    hides = true;
    const hiding = event();
    first().emit('close', hiding);
    expect(hiding.prevented).toBe(true);
    expect(first().deeds.at(-1)).toBe('hide');
    hides = false;
    const closing = event();
    first().emit('close', closing);
    expect(closing.prevented).toBe(false);
    expect(lastWritten()['main']).toEqual({ ...place, path: '' });
    expect(firstHides).toBe(1);
  });

  it('leaves full screen before it hides', async () => {
    await (await setUp()).open();
    hides = true;
    first().fullScreen = true;
    first().emit('close', event());
    expect(first().deeds).not.toContain('hide');
    expect(first().fullScreen).toBe(false);
    first().emit('leave-full-screen');
    expect(first().deeds.at(-1)).toBe('hide');
  });

  it('closes for good when it is disposed, and opens no more', async () => {
    const window = await setUp();
    await window.open();
    hides = true;
    await window.dispose();
    await window.open();
    expect(first().destroyed).toBe(true);
    expect(windows).toHaveLength(1);
    expect(written).toHaveLength(1);
    expect(theme.eventNames()).toEqual([]);
    expect(screen.eventNames()).toEqual([]);
  });

  it('loads its page anew after a crash, but not one that crashes as it loads', async () => {
    await (await setUp()).open();
    const { webContents } = first();
    webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    expect(webContents.reloads).toBe(1);
    expect(troubles).toEqual(['crashed']);
    expect(logged).toHaveLength(2);
  });

  it('explains the tray only the first time that it goes there', async () => {
    const window = await setUp(JSON.stringify({ trayExplained: true }));
    await window.open();
    hides = true;
    first().emit('close', event());
    expect(firstHides).toBe(0);
  });

  it('asks what to do about a page that hangs, and loads it anew only when it is told to', async () => {
    await (await setUp()).open();
    const { webContents } = first();
    first().emit('unresponsive');
    first().emit('unresponsive');
    expect(asked).toHaveLength(1);
    answer(0);
    await expect.poll(() => (first().emit('unresponsive'), asked.length)).toBe(2);
    expect(webContents.reloads).toBe(0);
    answer(1);
    await expect.poll(() => webContents.reloads).toBe(1);
    expect(troubles).toEqual(['hung']);
  });

  it('takes the question back when the page answers again', async () => {
    await (await setUp()).open();
    first().emit('unresponsive');
    first().emit('responsive');
    expect(asked[0]?.signal?.aborted).toBe(true);
    answer(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(first().webContents.reloads).toBe(0);
  });

  it('asks nobody about a hidden page that hangs', async () => {
    await (await setUp()).open();
    first().visible = false;
    first().emit('unresponsive');
    expect(asked).toEqual([]);
    expect(first().webContents.reloads).toBe(1);
  });

  it('comes to a screen that is there when its own goes', async () => {
    await (await setUp()).open();
    screen.displays = [wide, beside];
    first().bounds = { x: 2000, y: 100, width: 900, height: 700 };
    screen.emit('display-metrics-changed');
    expect(first().bounds.x).toBe(2000);
    screen.displays = [wide];
    screen.emit('display-removed');
    expect(first().bounds).toEqual({ x: 510, y: 190, width: 900, height: 700 });
  });

  it('remembers its view', async () => {
    await (await setUp()).open();
    first().webContents.emit('did-navigate-in-page', {}, 'app://lookout/index.html#/incidents', true);
    expect(lastWritten()['main']).toEqual({ ...place, path: '/incidents' });
  });
});

describe("an endpoint's window", () => {
  const path = '/endpoint/e1';

  it('is one for each endpoint, confined as the other, and never hides', async () => {
    const all = await setUp();
    await all.open();
    await all.openDetail(path, true);
    await all.openDetail(path);
    await all.openDetail('/endpoint/e2');
    expect(windows.map(({ loaded }) => loaded)).toEqual([
      ['app://lookout/index.html'],
      [`app://lookout/index.html#${path}`],
      ['app://lookout/index.html#/endpoint/e2'],
    ]);
    expect(windows.map(({ onTop }) => onTop)).toEqual([false, true, false]);
    expect(windows[1]?.options.webPreferences).toEqual(windows[0]?.options.webPreferences);
    hides = true;
    const closing = event();
    windows[1]?.emit('close', closing);
    expect(closing.prevented).toBe(false);
    expect(lastWritten()['details']).toMatchObject({ [path]: { open: false, alwaysOnTop: true } });
  });

  it('is of an endpoint only', async () => {
    const all = await setUp();
    for (const other of ['/settings', '/endpoint/', 'https://example.org/', '/endpoint/a#b']) {
      await expect(all.openDetail(other)).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'path' }] });
    }
    expect(windows).toEqual([]);
  });

  it('is kept above others when its page asks for it', async () => {
    const all = await setUp();
    await all.open();
    await all.openDetail(path);
    const [main, detail] = windows.map(({ webContents }) => webContents.id);
    if (main === undefined || detail === undefined) throw new Error('There are not two windows');
    expect(all.describe(main)).toEqual({ main: true, alwaysOnTop: false });
    expect(all.keepOnTop(detail, true)).toEqual({ main: false, alwaysOnTop: true });
    expect(windows.map(({ onTop }) => onTop)).toEqual([false, true]);
    expect(lastWritten()['details']).toMatchObject({ [path]: { open: true, alwaysOnTop: true } });
    expect(() => all.describe(99)).toThrow('This window is closing.');
  });

  it('is there again at the next start when it was open at the end', async () => {
    const before = await setUp();
    await before.openDetail(path, true);
    await before.dispose();
    const again = await setUp(written.at(-1));
    await again.reopenDetails();
    expect(windows).toHaveLength(2);
    expect(windows[1]?.options).toMatchObject({ x: 10, y: 20, width: 900, height: 700, alwaysOnTop: true });
  });
});

describe('the page', () => {
  it('opens no windows; links to the web go to the browser, others nowhere', async () => {
    await (await setUp()).open();
    const { openHandler } = first().webContents;
    expect(openHandler({ url: 'https://example.org/' })).toEqual({ action: 'deny' });
    expect(openHandler({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
    expect(outside).toEqual(['https://example.org/']);
    expect(logged).toEqual(['The page wanted to open an address that is not of the web']);
  });

  it('goes nowhere else, nor does a frame in it', async () => {
    await (await setUp()).open();
    const navigate = (url: string, isMainFrame: boolean) => {
      const double = event({ url, isMainFrame });
      first().webContents.emit('will-frame-navigate', double);
      return double.prevented;
    };
    expect(navigate('app://lookout/index.html', true)).toBe(false);
    expect(navigate('app://lookout/favicon.svg', true)).toBe(true);
    expect(navigate('app://lookout/settings', true)).toBe(true);
    expect(navigate('https://example.org/', true)).toBe(true);
    expect(navigate('https://example.org/ad', false)).toBe(true);
    expect(navigate('app://lookout/index.html', false)).toBe(true);
    // What a file that is dropped on the window would do.
    expect(navigate('file:///home/someone/lookout.yaml', true)).toBe(true);
    expect(outside).toEqual(['https://example.org/']);
    const redirect = event({ url: 'https://example.org/' });
    first().webContents.emit('will-redirect', redirect);
    const webview = event();
    first().webContents.emit('will-attach-webview', webview);
    expect([redirect.prevented, webview.prevented]).toEqual([true, true]);
  });

  it('gets no permission but to put text on the clipboard', () => {
    type Handlers = Parameters<typeof refusePermissions>[0];
    let request: Parameters<Session['setPermissionRequestHandler']>[0] = null;
    let check: Parameters<Session['setPermissionCheckHandler']>[0] = null;
    const session: Handlers = {
      setPermissionRequestHandler: (handler) => void (request = handler),
      setPermissionCheckHandler: (handler) => void (check = handler),
      setDevicePermissionHandler: () => {},
    };
    refusePermissions(session, null);
    const asked = (permission: string, url: string) => {
      const answers: boolean[] = [];
      const ask = request as unknown as (
        contents: null,
        permission: string,
        callback: (is: boolean) => void,
        details: object,
      ) => void;
      ask(null, permission, (is) => answers.push(is), { requestingUrl: url });
      const checks = check as unknown as (contents: null, permission: string, origin: string) => boolean;
      return [...answers, checks(null, permission, url)];
    };
    expect(asked('clipboard-sanitized-write', 'app://lookout/')).toEqual([true, true]);
    expect(asked('clipboard-sanitized-write', 'https://example.org/')).toEqual([false, false]);
    for (const permission of ['notifications', 'clipboard-read', 'geolocation', 'media', 'openExternal']) {
      expect(asked(permission, 'app://lookout/')).toEqual([false, false]);
    }
  });
});
