/** What `import … from 'electron'` gives in the app's main process. */
import type * as Electron from 'electron';
import { app } from './main/app.ts';
import { BrowserWindowDouble as BrowserWindow } from './main/browser-window.ts';
import { dialog } from './main/dialog.ts';
import { ipcMain } from './main/ipc-main.ts';
import { MenuDouble as Menu, MenuItemDouble as MenuItem } from './main/menu.ts';
import { nativeImage } from './main/native-image.ts';
import { nativeTheme } from './main/native-theme.ts';
import { NotificationDouble as Notification } from './main/notification.ts';
import { screen } from './main/screen.ts';
import { protocol, session } from './main/session.ts';
import { clipboard, globalShortcut, net, powerMonitor, powerSaveBlocker, safeStorage, shell } from './main/system.ts';
import { TrayDouble as Tray } from './main/tray.ts';
import { WebContentsDouble as webContents } from './main/web-contents.ts';
import { lacking } from './strict.ts';

const has = {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  webContents,
} satisfies Partial<Record<keyof typeof Electron, unknown>>;

/** What Electron's main process has besides. */
const HAS_NOT = [
  'autoUpdater',
  'BaseWindow',
  'BrowserView',
  'contentTracing',
  'crashReporter',
  'desktopCapturer',
  'inAppPurchase',
  'MessageChannelMain',
  'netLog',
  'pushNotifications',
  'ShareMenu',
  'systemPreferences',
  'TouchBar',
  'utilityProcess',
  'View',
  'webFrameMain',
  'WebContentsView',
] as const satisfies readonly (keyof typeof Electron)[];

const electron: Readonly<Record<string, unknown>> = {
  ...has,
  ...Object.fromEntries(HAS_NOT.map((name) => [name, lacking(name)])),
};
export default electron;
