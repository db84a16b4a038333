/** The module `electron` in the app's main process. */
import type * as Electron from 'electron';
import { app } from './main/app.ts';
import { BrowserWindowDouble as BrowserWindow } from './main/browser-window.ts';
import { dialog } from './main/dialog.ts';
import { ipcMain } from './main/ipc-main.ts';
import { MenuDouble as Menu } from './main/menu.ts';
import { nativeImage } from './main/native-image.ts';
import { nativeTheme } from './main/native-theme.ts';
import { NotificationDouble as Notification } from './main/notification.ts';
import { screen } from './main/screen.ts';
import { protocol, session } from './main/session.ts';
import { autoUpdater, clipboard, globalShortcut, powerMonitor, safeStorage, shell } from './main/system.ts';
import { TrayDouble as Tray } from './main/tray.ts';
import { lacking } from './strict.ts';

const has = {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} satisfies Partial<Record<keyof typeof Electron, unknown>>;

/** Modules that Electron's main process has and the double does not. */
const HAS_NOT = [
  'BaseWindow',
  'BrowserView',
  'contentTracing',
  'crashReporter',
  'desktopCapturer',
  'inAppPurchase',
  'MenuItem',
  'MessageChannelMain',
  'net',
  'netLog',
  'powerSaveBlocker',
  'pushNotifications',
  'ShareMenu',
  'systemPreferences',
  'TouchBar',
  'utilityProcess',
  'View',
  'webContents',
  'webFrameMain',
  'WebContentsView',
] as const satisfies readonly (keyof typeof Electron)[];

const electron: Readonly<Record<string, unknown>> = {
  ...has,
  ...Object.fromEntries(HAS_NOT.map((name) => [name, lacking(name)])),
};
export default electron;
