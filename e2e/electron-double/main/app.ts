/** `app`: the life of the process, from ready to quit. */
import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { reportRejection, startedChromium, state } from '../runtime.ts';
import { lacks, preventable, strictEmitter, strictObject } from '../strict.ts';
import { findApp, switchValue, type AppInfo } from './app-info.ts';
import { BrowserWindowDouble, setWindowHost } from './browser-window.ts';
import { MenuDouble, pressInMenu, setRoleContext } from './menu.ts';
import { takeInstanceLock, type InstanceLock } from './single-instance.ts';
import { vault } from './system.ts';

type Known =
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'getPath'
  | 'setPath'
  | 'getAppPath'
  | 'getVersion'
  | 'getName'
  | 'isPackaged'
  | 'name'
  | 'requestSingleInstanceLock'
  | 'enableSandbox'
  | 'setAppUserModelId'
  | 'setBadgeCount'
  | 'setAsDefaultProtocolClient';

/** The app that this process runs. */
const info: AppInfo = findApp(process.env['LOOKOUT_DOUBLE_PROGRAM'] ?? process.execPath, process.argv.slice(1));

/** As Chromium does: switches come first, and it adds some of its own. */
function reorder([program = '', ...args]: readonly string[]): string[] {
  const switches = args.filter((arg) => arg.startsWith('--'));
  const others = args.filter((arg) => !arg.startsWith('--'));
  return [program, ...switches, '--original-process-start-time=1', ...others];
}

let onRelaunch = (): void => lacks('app.relaunch without a spec');
export function setOnRelaunch(listener: () => void): void {
  onRelaunch = listener;
}

class AppDouble extends strictEmitter('app') implements Pick<App, Known> {
  name = info.name;
  readonly isPackaged = info.packaged;
  badge = 0;
  private readonly paths = new Map<string, string>();
  private readonly ready = Promise.withResolvers<void>();
  private lock: InstanceLock | null = null;
  private quitting = false;

  whenReady(): Promise<void> {
    return this.ready.promise;
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
    // A window that does not close stops the quit.
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
    reportRejection(
      (async () => {
        const chromium = await startedChromium()?.catch(() => null);
        await chromium?.close();
        process.exit(code);
      })(),
    );
  }
  windowClosed(): void {
    if (this.quitting || BrowserWindowDouble.getAllWindows().length > 0) return;
    // Without a listener, the app quits.
    if (!this.emit('window-all-closed')) this.quit();
  }
  /** The spec starts it again. */
  relaunch(): void {
    onRelaunch();
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
      temp: tmpdir,
    };
    return all[name]?.();
  }
  setPath(name: string, path: string): void {
    if (this.defaultPath(name) === undefined) throw new Error(`Failed to set path '${name}'`);
    if (name === 'userData' && startedChromium() !== null) lacks('app.setPath("userData") after the first window');
    this.paths.set(name, path);
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

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    if (this.lock !== null) return true;
    const own = { argv: process.argv, workingDirectory: process.cwd(), additionalData: additionalData ?? null };
    this.lock = takeInstanceLock(this.getPath('userData'), own, (from) => {
      if (state.exiting) return;
      this.emit('second-instance', preventable(), reorder(from.argv), from.workingDirectory, from.additionalData);
    });
    return this.lock !== null;
  }

  enableSandbox(): void {
    if (state.ready) throw new Error('app.enableSandbox() can only be called before app is ready');
  }
  setAppUserModelId(): void {
    // Only Windows has it.
  }
  setBadgeCount(count = 0): boolean {
    this.badge = count;
    return true;
  }
  setAsDefaultProtocolClient(): boolean {
    return true;
  }

  readonly commandLine = strictObject('app.commandLine', {
    hasSwitch: (name: string) => switchValue(process.argv, name) !== null,
    getSwitchValue: (name: string) => switchValue(process.argv, name) ?? '',
    // Chromium's switches change nothing in the double.
    appendSwitch: () => {},
    appendArgument: () => {},
  });
  /** Only macOS has a dock. */
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
// As in Electron on Linux and macOS, these signals quit the app in order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
export const programFolder = dirname(info.program);
