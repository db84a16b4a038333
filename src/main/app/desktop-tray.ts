import { join } from 'node:path';
import { Menu, Tray, nativeImage } from 'electron';
import type { Log } from '../../engine/ports.ts';
import { resources } from '../system/environment.ts';
import { trayModel, type TrayCommand } from '../tray/tray-model.ts';
import { createTrayIcon, type TrayIcon } from '../tray/tray.ts';

/** @returns null where there is no tray */
export function createDesktopTray(log: Log, onCommand: (command: TrayCommand) => void): TrayIcon | null {
  const electron = {
    createTray: (image: Electron.NativeImage) => new Tray(image),
    createMenu: (template: Electron.MenuItemConstructorOptions[]) => Menu.buildFromTemplate(template),
    loadImage: (path: string) => nativeImage.createFromPath(path),
  };
  const icons = join(resources, 'tray');
  try {
    return createTrayIcon({ electron, icons, platform: process.platform, onCommand }, trayModel(new Map()));
  } catch (error) {
    log('warn', 'There is no tray, so closing the window quits', { error });
    return null;
  }
}
