import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { menuTemplate } from './menu.ts';
import { BACKGROUND, createMainWindow, refusePermissions } from './window.ts';

class ContentsDouble extends EventEmitter {
  readonly sent: unknown[] = [];
  reloads = 0;
  openHandler: (details: { url: string }) => unknown = () => undefined;
  setWindowOpenHandler = (handler: ContentsDouble['openHandler']): void => void (this.openHandler = handler);
  send = (...message: unknown[]): void => void this.sent.push(message);
  reload = (): void => void this.reloads++;
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
  }

  loadURL = async (url: string): Promise<void> => {
    this.loaded.push(url);
    if (WindowDouble.fails) throw new Error('ERR_FILE_NOT_FOUND');
    this.emit('ready-to-show');
    this.webContents.emit('did-finish-load');
  };
  getNormalBounds = () => ({ x: 10, y: 20, width: 900, height: 700 });
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

function setUp(saved: string | null = null) {
  const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
  return createMainWindow({
    electron: {
      createWindow(options) {
        const double = new WindowDouble(options);
        windows.push(double);
        return double as unknown as BrowserWindow;
      },
      nativeTheme: theme as unknown as Parameters<typeof createMainWindow>[0]['electron']['nativeTheme'],
      screen: {
        getAllDisplays: () => [display],
        getPrimaryDisplay: () => display,
      } as unknown as Parameters<typeof createMainWindow>[0]['electron']['screen'],
      shell: { openExternal: async (url) => void outside.push(url) },
    },
    url: 'app://lookout/index.html',
    devUrl: null,
    preload: '/preload.cjs',
    icon: '/icon.png',
    stateFile: { read: async () => saved, write: (text) => void written.push(text), flush: async () => {} },
    hidesOnClose: () => hides,
    log: (_level, message) => logged.push(message),
  });
}
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
  theme.removeAllListeners();
  theme.shouldUseDarkColors = false;
});

describe('the window', () => {
  it('is made confined, and shown only once there is something to see', async () => {
    await setUp().open();
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
    expect(first().loaded).toEqual(['app://lookout/index.html']);
    expect(first().deeds).toEqual(['show', 'focus']);
  });

  it('comes back where it was', async () => {
    await setUp(JSON.stringify({ bounds: { x: 5, y: 6, width: 1000, height: 900 }, maximized: true })).open();
    expect(first().options).toMatchObject({ x: 5, y: 6, width: 1000, height: 900 });
    expect(first().deeds[0]).toBe('maximize');
  });

  it('has the colour of the theme, and follows it', async () => {
    theme.shouldUseDarkColors = true;
    await setUp().open();
    const dark = first().options.backgroundColor;
    theme.shouldUseDarkColors = false;
    theme.emit('updated');
    expect(first().deeds.at(-1)).toMatch(/^#/);
    expect(first().deeds.at(-1)).not.toBe(dark);
  });

  it('has the colours of the page', async () => {
    const tokens = await readFile(new URL('../renderer/styles/tokens.css', import.meta.url), 'utf8');
    const backgrounds = [...tokens.matchAll(/--bg: (#\w+)/g)].map(([, colour]) => colour);
    expect(new Set(backgrounds)).toEqual(new Set([BACKGROUND.light, BACKGROUND.dark]));
  });

  it('is one, however often it is opened, and goes where it is asked to', async () => {
    const window = setUp();
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
    const window = setUp();
    WindowDouble.fails = true;
    await expect(window.open()).rejects.toThrow('ERR_FILE_NOT_FOUND');
    WindowDouble.fails = false;
    await window.open();
    expect(windows.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  });

  it('hides when it is closed and the tray keeps it, and keeps its place either way', async () => {
    const window = setUp();
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
    expect(written.map((text) => JSON.parse(text) as unknown)).toEqual(
      Array.from({ length: 2 }, () => ({ bounds: { x: 10, y: 20, width: 900, height: 700 }, maximized: true })),
    );
  });

  it('leaves full screen before it hides', async () => {
    await setUp().open();
    hides = true;
    first().fullScreen = true;
    first().emit('close', event());
    expect(first().deeds).not.toContain('hide');
    expect(first().fullScreen).toBe(false);
    first().emit('leave-full-screen');
    expect(first().deeds.at(-1)).toBe('hide');
  });

  it('closes for good when it is disposed, and opens no more', async () => {
    const window = setUp();
    await window.open();
    hides = true;
    await window.dispose();
    await window.open();
    expect(first().destroyed).toBe(true);
    expect(windows).toHaveLength(1);
    expect(written).toHaveLength(1);
    expect(theme.eventNames()).toEqual([]);
  });

  it('loads its page anew after a crash, but not one that crashes as it loads', async () => {
    await setUp().open();
    const { webContents } = first();
    webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    expect(webContents.reloads).toBe(1);
    expect(logged).toHaveLength(2);
  });
});

describe('the page', () => {
  it('opens no windows; links to the web go to the browser, others nowhere', async () => {
    await setUp().open();
    const { openHandler } = first().webContents;
    expect(openHandler({ url: 'https://example.org/' })).toEqual({ action: 'deny' });
    expect(openHandler({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
    expect(outside).toEqual(['https://example.org/']);
    expect(logged).toEqual(['The page wanted to open an address that is not of the web']);
  });

  it('goes nowhere else, nor does a frame in it', async () => {
    await setUp().open();
    const navigate = (url: string, isMainFrame: boolean) => {
      const double = event({ url, isMainFrame });
      first().webContents.emit('will-frame-navigate', double);
      return double.prevented;
    };
    expect(navigate('app://lookout/index.html', true)).toBe(false);
    expect(navigate('https://example.org/', true)).toBe(true);
    expect(navigate('https://example.org/ad', false)).toBe(true);
    expect(navigate('app://lookout/index.html', false)).toBe(true);
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

describe('the menu', () => {
  const menu = (platform: NodeJS.Platform, developer = false) => {
    const chosen: string[] = [];
    const template = menuTemplate({
      platform,
      developer,
      onNavigate: (path) => chosen.push(path),
      onOpenLogs: () => chosen.push('logs'),
      onCopyDiagnostics: () => chosen.push('diagnostics'),
      onQuit: () => chosen.push('quit'),
    });
    const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    return { chosen, template, items };
  };

  it.each<NodeJS.Platform>(['linux', 'win32', 'darwin'])('leads everywhere, and quits, on %s', (platform) => {
    const { chosen, items } = menu(platform);
    for (const { click } of items) (click as (() => void) | undefined)?.();
    expect(chosen.toSorted()).toEqual(['/', '/health', '/incidents', '/settings', 'diagnostics', 'logs', 'quit']);
    const keys = items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has the application menu of macOS only there', () => {
    expect(menu('darwin').template[0]?.label).toBe('Lookout');
    expect(menu('linux').template[0]?.label).toBe('&File');
  });

  it('has the developer tools only while developing', () => {
    const roles = (developer: boolean) => menu('linux', developer).items.map(({ role }) => role);
    expect(roles(true)).toContain('toggleDevTools');
    expect(roles(false)).not.toContain('toggleDevTools');
  });
});
