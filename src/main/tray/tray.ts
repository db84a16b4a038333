/** The icon in the system's tray: the overall status, and commands that need no window. */
import { join } from 'node:path';
import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import type { TrayCommand, TrayModel, TrayStatus } from './tray-model.ts';

export interface TrayOptions {
  /** Parts of Electron, passed in so that tests can replace them. */
  readonly electron: {
    readonly createTray: (image: NativeImage) => Tray;
    readonly createMenu: (template: MenuItemConstructorOptions[]) => Menu;
    readonly loadImage: (path: string) => NativeImage;
  };
  /** The folder of the tray's icons. */
  readonly icons: string;
  readonly platform: NodeJS.Platform;
  readonly onCommand: (command: TrayCommand) => void;
}

export interface TrayIcon {
  show(model: TrayModel): void;
  dispose(): void;
}

/** @throws Electron's error where there is no tray */
export function createTrayIcon(options: TrayOptions, first: TrayModel): TrayIcon {
  const { electron, icons, platform, onCommand } = options;
  const images = new Map<TrayStatus, NativeImage>();

  function image(status: TrayStatus): NativeImage {
    let loaded = images.get(status);
    if (loaded === undefined) {
      loaded = electron.loadImage(join(icons, trayIconFile(status, platform)));
      images.set(status, loaded);
    }
    return loaded;
  }

  const tray = electron.createTray(image(first.status));
  // On Linux, a click opens the menu, and not every desktop sends a click event.
  if (platform !== 'linux') tray.on('click', () => onCommand({ type: 'open' }));

  let shown: TrayModel | null = null;
  function show(model: TrayModel): void {
    if (shown?.status !== model.status) tray.setImage(image(model.status));
    if (shown?.tooltip !== model.tooltip) tray.setToolTip(model.tooltip);
    // Setting a menu closes the open one, so it is set only when it differs.
    if (JSON.stringify(shown?.items) !== JSON.stringify(model.items)) {
      tray.setContextMenu(electron.createMenu(trayMenu(model, onCommand)));
    }
    shown = model;
  }
  show(first);

  return { show, dispose: () => tray.destroy() };
}

/** macOS colors images whose names end in "Template" to fit the menu bar. */
export function trayIconFile(status: TrayStatus, platform: NodeJS.Platform): string {
  return platform === 'darwin' ? `${status}Template.png` : `${status}.png`;
}

export function trayMenu(
  { items }: Pick<TrayModel, 'items'>,
  onCommand: (command: TrayCommand) => void,
): MenuItemConstructorOptions[] {
  return items.map((entry): MenuItemConstructorOptions => {
    if (entry.type === 'separator') return { type: 'separator' };
    const { label, enabled } = entry;
    // In menus, an ampersand marks a shortcut letter, and two of them are an ampersand.
    const text = label.replaceAll('&', '&&');
    if (entry.type === 'menu') return { label: text, enabled, submenu: trayMenu(entry, onCommand) };
    const { command } = entry;
    return command === undefined ? { label: text, enabled } : { label: text, enabled, click: () => onCommand(command) };
  });
}
