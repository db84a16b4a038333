/** The application's menu, with the commands of the window. The page has its own keys. */
import type { MenuItemConstructorOptions } from 'electron';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** Whether the developer tools are offered. */
  readonly developer: boolean;
  readonly onNavigate: (path: string) => void;
  readonly onOpenLogs: () => void;
  readonly onCopyDiagnostics: () => void;
  /** Null: this build cannot be updated. */
  readonly onCheckForUpdates: (() => void) | null;
  readonly onQuit: () => void;
}

/** The views of the page's sidebar, in its order. */
const VIEWS = [
  { label: 'Overview', path: '/' },
  { label: 'Incidents', path: '/incidents' },
  { label: 'Health', path: '/health' },
] as const;

export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { platform, developer, onNavigate, onQuit } = options;
  const mac = platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => onNavigate('/settings'),
  };
  const quit: MenuItemConstructorOptions = { label: 'Quit Lookout', accelerator: 'CmdOrCtrl+Q', click: onQuit };
  const separator: MenuItemConstructorOptions = { type: 'separator' };

  const application: MenuItemConstructorOptions = {
    label: 'Lookout',
    submenu: [
      { role: 'about', label: 'About Lookout' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide', label: 'Hide Lookout' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      quit,
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: mac ? [{ role: 'close' }] : [settings, separator, { role: 'close', label: 'Close window' }, quit],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      ...VIEWS.map(({ label, path }, index) => ({
        label,
        accelerator: `CmdOrCtrl+${index + 1}`,
        click: () => onNavigate(path),
      })),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...(developer ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      { label: 'Open logs', click: options.onOpenLogs },
      { label: 'Copy diagnostics', click: options.onCopyDiagnostics },
      ...(options.onCheckForUpdates === null
        ? []
        : [{ label: 'Check for updates…', click: options.onCheckForUpdates }]),
      ...(mac ? [] : [separator, { role: 'about', label: 'About Lookout' } as const]),
    ],
  };
  return [...(mac ? [application] : []), file, { role: 'editMenu' }, view, { role: 'windowMenu' }, help];
}
