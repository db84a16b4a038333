import { join } from 'node:path';
import { Menu, Tray, nativeImage, type MenuItemConstructorOptions, type NativeImage } from 'electron';
import { systemTimers } from '../../engine/node-ports.ts';
import type { Log } from '../../engine/ports.ts';
import { resources } from '../system/environment.ts';
import { texts } from '../system/texts.ts';
import { hasStatusNotifierHost } from '../tray/status-notifier.ts';
import { trayModel, type TrayCommand } from '../tray/tray-model.ts';
import { createTrayIcon, type TrayIcon } from '../tray/tray.ts';
import { createTrayVisibility, type TrayVisibility } from '../tray/tray-visibility.ts';

export interface DesktopTray {
  /** Null where there is no tray. */
  readonly tray: TrayIcon | null;
  readonly trayVisibility: TrayVisibility;
}

export function createDesktopTray(log: Log, onCommand: (command: TrayCommand) => void): DesktopTray {
  const tray = createIcon(log, onCommand);
  const trayVisibility = createTrayVisibility({
    hasIcon: tray !== null,
    platform: process.platform,
    askDesktop: () => hasStatusNotifierHost(),
    timers: systemTimers,
  });
  return { tray, trayVisibility };
}

function createIcon(log: Log, onCommand: (command: TrayCommand) => void): TrayIcon | null {
  const electron = {
    createTray: (image: NativeImage) => new Tray(image),
    createMenu: (template: MenuItemConstructorOptions[]) => Menu.buildFromTemplate(template),
    loadImage: (path: string) => nativeImage.createFromPath(path),
  };
  const icons = join(resources, 'tray');
  try {
    return createTrayIcon({ electron, icons, platform: process.platform, onCommand }, trayModel(new Map(), texts.say));
  } catch (error) {
    log('warn', 'There is no tray, so closing the window quits', { error });
    return null;
  }
}
