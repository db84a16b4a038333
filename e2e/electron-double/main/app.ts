/** `app`: the life of the process, from ready to quit. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { owned, startedChromium, state } from '../runtime.ts';
import { lacks, preventable, strictEmitter, strictObject } from '../strict.ts';
import { findApp, switchValue, type AppInfo } from './app-info.ts';
import { BrowserWindowDouble, setWindowHost } from './browser-window.ts';
import { MenuDouble, pressInMenu, setRoleContext } from './menu.ts';
import { takeInstanceLock, type InstanceLock } from './single-instance.ts';
import { vault } from './system.ts';

type Known =
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'focus'
  | 'getPath'
  | 'setPath'
  | 'getAppPath'
  | 'getVersion'
  | 'getName'
  | 'setName'
  | 'getLocale'
  | 'isPackaged'
  | 'name'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'setAppUserModelId'
  | 'setBadgeCount'
  | 'getBadgeCount'
  | 'badgeCount'
  | 'setAsDefaultProtocolClient'
  | 'removeAsDefaultProtocolClient'
  | 'isDefaultProtocolClient'
  | 'setAboutPanelOptions'
  | 'showAboutPanel'
  | 'setAppLogsPath';

/** Every part of the app's, given once by the launcher. */
const info: AppInfo = findApp(process.env['LOOKOUT_DOUBLE_PROGRAM'] ?? process.execPath, process.argv.slice(1));

class AppDouble extends strictEmitter('app') implements Pick<App, Known> {
  name = info.name;
  readonly isPackaged = info.packaged;
  badge = 0;
  readonly protocols = new Set<string>();
  loginItem: Electron.Settings = { openAtLogin: false };
  private readonly paths = new Map<string, string>();
  private readonly ready = Promise.withResolvers<void>();
  private lock: InstanceLock | null = null;
  private quitting = false;
  private relaunching: Electron.RelaunchOptions | null = null;

  // Before and after `app` is ready, in the words of Electron's documentation.
  whenReady(): Promise<void> {
    return this.ready.promise;
  }
  isReady(): boolean {
    return state.ready;
  }
  /** The app's main module has run. */
  becomeReady(): void {
    if (state.exiting) return;
    this.emit('will-finish-launching');
    state.ready = true;
    this.emit('ready', preventable(), {});
    this.ready.resolve();
  }

  quit(): void {
    if (state.exiting) return;
    const event = preventable();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.quitting = true;
    for (const window of BrowserWindowDouble.getAllWindows()) window.close();
    // A window that did not close has stopped it.
    if (BrowserWindowDouble.getAllWindows().length > 0) this.quitting = false;
    else this.finish();
  }
  private finish(): void {
    const event = preventable();
    this.emit('will-quit', event);
    if (event.defaultPrevented) this.quitting = false;
    else this.end(0);
  }
  exit(code = 0): void {
    if (state.exiting) return;
    for (const window of BrowserWindowDouble.getAllWindows()) window.destroy();
    this.end(code);
  }
  private end(code: number): void {
    state.exiting = true;
    this.emit('quit', preventable(), code);
    this.lock?.release();
    owned(
      (async () => {
        const chromium = await startedChromium()?.catch(() => null);
        await chromium?.close();
        if (this.relaunching !== null) {
          const { execPath = info.program, args = process.argv.slice(1) } = this.relaunching;
          spawn(execPath, args, { detached: true, stdio: 'ignore' }).unref();
        }
        process.exit(code);
      })(),
    );
  }
  windowClosed(): void {
    if (this.quitting || BrowserWindowDouble.getAllWindows().length > 0) return;
    // Without a listener the app quits.
    if (!this.emit('window-all-closed')) this.quit();
  }
  relaunch(options: Electron.RelaunchOptions = {}): void {
    this.relaunching = options;
  }
  focus(): void {
    BrowserWindowDouble.getAllWindows()[0]?.focus();
  }

  getPath(name: string): string {
    const path = this.paths.get(name) ?? this.defaultPath(name);
    return path ?? lacks(`app.getPath(${JSON.stringify(name)})`);
  }
  private defaultPath(name: string): string | undefined {
    const home = homedir();
    const appData = process.env['XDG_CONFIG_HOME'] ?? join(home, '.config');
    const userData = (): string => this.getPath('userData');
    const all: Readonly<Record<string, () => string>> = {
      home: () => home,
      appData: () => appData,
      userData: () => switchValue(process.argv, 'user-data-dir') || join(appData, this.name),
      sessionData: userData,
      logs: () => join(userData(), 'logs'),
      crashDumps: () => join(userData(), 'Crashpad'),
      temp: tmpdir,
      exe: () => info.program,
      module: () => info.program,
      desktop: () => join(home, 'Desktop'),
      documents: () => join(home, 'Documents'),
      downloads: () => join(home, 'Downloads'),
    };
    return all[name]?.();
  }
  setPath(name: string, path: string): void {
    if (this.defaultPath(name) === undefined) throw new Error(`Failed to set path '${name}'`);
    if (name === 'userData' && startedChromium() !== null) lacks('app.setPath("userData") after the first window');
    this.paths.set(name, path);
  }
  setAppLogsPath(path?: string): void {
    this.paths.set('logs', path ?? this.getPath('logs'));
  }
  getAppPath(): string {
    return info.path;
  }
  getVersion(): string {
    return info.version;
  }
  getName(): string {
    return this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    if (this.lock !== null) return true;
    const own = { argv: process.argv, workingDirectory: process.cwd(), additionalData: additionalData ?? null };
    this.lock = takeInstanceLock(this.getPath('userData'), own, (from) => {
      if (state.exiting) return;
      this.emit('second-instance', preventable(), [...from.argv], from.workingDirectory, from.additionalData);
    });
    return this.lock !== null;
  }
  hasSingleInstanceLock(): boolean {
    return this.lock !== null;
  }
  releaseSingleInstanceLock(): void {
    this.lock?.release();
    this.lock = null;
  }

  enableSandbox(): void {
    if (state.ready) throw new Error('app.enableSandbox() can only be called before app is ready');
  }
  disableHardwareAcceleration(): void {
    if (state.ready) throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
  }
  setAppUserModelId(): void {
    // Windows groups its task bar by it; nothing is seen of it here.
  }
  setBadgeCount(count = 0): boolean {
    this.badge = count;
    return true;
  }
  getBadgeCount(): number {
    return this.badge;
  }
  get badgeCount(): number {
    return this.badge;
  }
  set badgeCount(count: number) {
    this.badge = count;
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.protocols.add(scheme);
    return true;
  }
  removeAsDefaultProtocolClient(scheme: string): boolean {
    return this.protocols.delete(scheme);
  }
  isDefaultProtocolClient(scheme: string): boolean {
    return this.protocols.has(scheme);
  }
  setLoginItemSettings(settings: Electron.Settings): void {
    if (process.platform === 'linux') lacks('app.setLoginItemSettings on Linux, and neither has Electron');
    this.loginItem = settings;
  }
  getLoginItemSettings(): Pick<Electron.LoginItemSettings, 'openAtLogin' | 'wasOpenedAtLogin'> {
    if (process.platform === 'linux') lacks('app.getLoginItemSettings on Linux, and neither has Electron');
    return { openAtLogin: this.loginItem.openAtLogin ?? false, wasOpenedAtLogin: false };
  }
  setAboutPanelOptions(): void {}
  showAboutPanel(): void {}

  get applicationMenu(): MenuDouble | null {
    return MenuDouble.getApplicationMenu();
  }
  set applicationMenu(menu: MenuDouble | null) {
    MenuDouble.setApplicationMenu(menu);
  }
  readonly commandLine = strictObject('app.commandLine', {
    hasSwitch: (name: string) => switchValue(process.argv, name) !== null,
    getSwitchValue: (name: string) => switchValue(process.argv, name) ?? '',
    // Chromium was not started yet, but none of its switches changes anything that the double shows.
    appendSwitch: () => {},
    appendArgument: () => {},
  });
  /** Only macOS has one. */
  readonly dock: undefined;
}

export const app = new AppDouble();
export { info as appInfo };

vault.userData = () => app.getPath('userData');
setRoleContext(() => ({ window: BrowserWindowDouble.getFocusedWindow(), quit: () => app.quit() }));
setWindowHost(() => {
  const userData = app.getPath('userData');
  mkdirSync(userData, { recursive: true });
  return {
    userData,
    onKey: ({ modifiers, key }) => pressInMenu(MenuDouble.getApplicationMenu(), modifiers, key),
    onProcessGone: (contents, details) => app.emit('render-process-gone', preventable(), contents, details),
    onMade(window) {
      app.emit('web-contents-created', preventable(), window.webContents);
      app.emit('browser-window-created', preventable(), window);
    },
    onClosed: () => app.windowClosed(),
    onFocus: (name, window) => app.emit(name, preventable(), window),
  };
});
// As in Electron on Linux and macOS: they quit in order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
export const programFolder = dirname(info.program);
