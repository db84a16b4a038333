import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import { expect, it } from 'vitest';
import { createRecordingWindows } from './recording-window.ts';

const SIZE = { width: 1280, height: 800, verifyTls: true };

class DebuggerDouble extends EventEmitter {
  version = '';
  attaches = true;
  attached = true;
  isAttached = (): boolean => this.attached;
  readonly sent: unknown[] = [];
  failure: Error | null = null;
  attach = (version: string): void => {
    if (!this.attaches) throw new Error('Another debugger is already attached');
    this.version = version;
  };
  sendCommand = (method: string, params: object): Promise<object> => {
    this.sent.push([method, params]);
    if (this.failure !== null) return Promise.reject(this.failure);
    return Promise.resolve({ done: method });
  };
}

class ContentsDouble extends EventEmitter {
  readonly debugger = new DebuggerDouble();
  openHandler: (details: object) => unknown = () => undefined;
  setWindowOpenHandler = (handler: ContentsDouble['openHandler']): void => void (this.openHandler = handler);
}

class WindowDouble extends EventEmitter {
  readonly webContents = new ContentsDouble();
  destroyed = false;
  isDestroyed = (): boolean => this.destroyed;
  destroy = (): void => {
    this.destroyed = true;
    this.emit('closed');
  };
}

class SessionDouble extends EventEmitter {
  request: (contents: null, permission: string, callback: (allowed: boolean) => void) => void = () => undefined;
  check: () => boolean = () => true;
  device: () => boolean = () => true;
  verify: ((request: object, callback: (result: number) => void) => void) | null = null;
  setPermissionRequestHandler = (handler: SessionDouble['request']): void => void (this.request = handler);
  setPermissionCheckHandler = (handler: () => boolean): void => void (this.check = handler);
  setDevicePermissionHandler = (handler: () => boolean): void => void (this.device = handler);
  setCertificateVerifyProc = (handler: SessionDouble['verify']): void => void (this.verify = handler);
}

function setUp(attaches = true) {
  const windows: WindowDouble[] = [];
  const options: BrowserWindowConstructorOptions[] = [];
  const sessions = new Map<string, SessionDouble>();
  const open = createRecordingWindows({
    createWindow: (given) => {
      const window = new WindowDouble();
      window.webContents.debugger.attaches = attaches;
      windows.push(window);
      options.push(given);
      return window as unknown as BrowserWindow;
    },
    fromPartition: (partition) => {
      const session = new SessionDouble();
      sessions.set(partition, session);
      return session as unknown as Session;
    },
    icon: '/icon.png',
    log: () => undefined,
  });
  return { open, windows, options, sessions };
}

const preventable = (url: string) => {
  const event = { url, isMainFrame: true, prevented: false, preventDefault: () => void (event.prevented = true) };
  return event;
};

it('is sandboxed, has no preload script, and has its own session in memory', async () => {
  const { open, options, sessions } = setUp();
  await open(SIZE);
  await open(SIZE);
  const [first, second] = [...sessions.keys()];
  expect(first).toMatch(/^recording-/);
  expect(second).not.toBe(first);
  expect(options[0]).toMatchObject({ width: 1280, height: 800, useContentSize: true });
  // All of them: what is not here keeps Electron's safe default.
  expect(options[0]?.webPreferences).toEqual({
    session: sessions.get(first ?? ''),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  });
});

it('gives pages no permission, no device and no download, and verifies certificates unless the endpoint does not', async () => {
  const { open, sessions } = setUp();
  await open(SIZE);
  await open({ ...SIZE, verifyTls: false });
  const [strict, lenient] = [...sessions.values()];
  const answers: boolean[] = [];
  strict?.request(null, 'geolocation', (allowed) => answers.push(allowed));
  expect([answers, strict?.check(), strict?.device()]).toEqual([[false], false, false]);
  const download = preventable('https://a.example/file');
  strict?.emit('will-download', download);
  expect(download.prevented).toBe(true);
  expect(strict?.verify).toBeNull();
  const results: number[] = [];
  lenient?.verify?.({}, (result) => results.push(result));
  expect(results).toEqual([0]);
});

it('stays on the web, and opens no other window', async () => {
  const { open, windows } = setUp();
  const events: unknown[] = [];
  (await open(SIZE)).listen((...event) => events.push(event));
  const contents = windows[0]?.webContents;
  expect(contents?.openHandler({ url: 'https://b.example/' })).toEqual({ action: 'deny' });
  // The recording says that it could not follow.
  expect(events).toEqual([['Page.windowOpen', { url: 'https://b.example/' }]]);
  const prevented = ['https://a.example/', 'file:///etc/passwd', 'lookout://endpoint/1', 'app://lookout/'].map(
    (url) => {
      const event = preventable(url);
      contents?.emit('will-frame-navigate', event);
      return event.prevented;
    },
  );
  expect(prevented).toEqual([false, true, true, true]);
  const webview = preventable('');
  contents?.emit('will-attach-webview', webview);
  expect(webview.prevented).toBe(true);
});

it('speaks the DevTools protocol until it is closed', async () => {
  const { open, windows } = setUp();
  const window = await open(SIZE);
  const events: unknown[] = [];
  window.listen((method, params) => events.push([method, params]));
  const devtools = windows[0]?.webContents.debugger;
  expect(devtools?.version).toBe('1.3');
  expect(await window.send('Page.enable', { a: 1 })).toEqual({ done: 'Page.enable' });
  expect(devtools?.sent).toEqual([['Page.enable', { a: 1 }]]);
  devtools?.emit('message', {}, 'Page.loadEventFired', { timestamp: 1 });
  expect(events).toEqual([['Page.loadEventFired', { timestamp: 1 }]]);
  await window.close();
  await window.closed;
  // Closing it again does nothing.
  await window.close();
  expect(windows[0]?.destroyed).toBe(true);
});

it('ends when the person closes it, or the protocol is lost', async () => {
  const { open, windows } = setUp();
  const [byPerson, lost] = [await open(SIZE), await open(SIZE)];
  windows[0]?.destroy();
  await byPerson.closed;
  windows[1]?.webContents.debugger.emit('detach', {}, 'target closed');
  await lost.closed;
  expect(windows[1]?.destroyed).toBe(true);
});

it('is closed before a command fails because the protocol is lost', async () => {
  const { open, windows } = setUp();
  const window = await open(SIZE);
  const order: string[] = [];
  void window.closed.then(() => order.push('closed'));
  const devtools = windows[0]?.webContents.debugger;
  if (devtools === undefined) throw new TypeError('There is no window');
  devtools.failure = new Error('No such method');
  await expect(window.send('Page.wrong', {})).rejects.toThrow('No such method');
  expect(windows[0]?.destroyed).toBe(false);
  devtools.failure = new Error('target closed while handling command');
  devtools.attached = false;
  await window.send('Page.navigate', {}).catch(() => order.push('failed'));
  expect(order).toEqual(['closed', 'failed']);
  expect(windows[0]?.destroyed).toBe(true);
});

it('leaves no window if it cannot be controlled', async () => {
  const { open, windows } = setUp(false);
  await expect(open(SIZE)).rejects.toThrow('already attached');
  expect(windows[0]?.destroyed).toBe(true);
});
