/** Carries out what a spec does on the desktop. */
import { app } from '../main/app.ts';
import { BrowserWindowDouble } from '../main/browser-window.ts';
import { answerDialog, shownDialogs } from '../main/dialog.ts';
import { chooseItem, describeMenu, MenuDouble } from '../main/menu.ts';
import { nativeTheme } from '../main/native-theme.ts';
import { shownNotifications, type NotificationDouble } from '../main/notification.ts';
import { screen } from '../main/screen.ts';
import {
  autoUpdater,
  clipboard,
  opened,
  powerMonitor,
  pressShortcut,
  registeredShortcuts,
  vault,
} from '../main/system.ts';
import { openTrays, type TrayDouble } from '../main/tray.ts';
import { preventable } from '../strict.ts';
import type { DesktopControl, WindowInfo } from './contract.ts';

function windowOf(id?: number): BrowserWindowDouble {
  const windows = BrowserWindowDouble.getAllWindows();
  const window = id === undefined ? windows[0] : windows.find((other) => other.id === id);
  if (window === undefined)
    throw new Error(`Expected a window${id === undefined ? '' : ` ${id}`}, got ${windows.length} others`);
  return window;
}

async function describe(window: BrowserWindowDouble): Promise<WindowInfo> {
  const { webContents } = window;
  const { targetId } = await webContents.queue.target;
  return {
    id: window.id,
    targetId,
    title: window.getTitle(),
    url: webContents.getURL(),
    bounds: window.getBounds(),
    visible: window.isVisible(),
    focused: window.isFocused(),
    minimized: window.isMinimized(),
    maximized: window.isMaximized(),
    fullScreen: window.isFullScreen(),
    alwaysOnTop: window.isAlwaysOnTop(),
    crashed: webContents.isCrashed(),
    zoomFactor: webContents.getZoomFactor(),
    backgroundColor: window.getBackgroundColor(),
  };
}

function tray(): TrayDouble {
  const [first] = openTrays();
  if (first === undefined) throw new Error('Expected a tray icon, got none');
  return first;
}

function menu(of: MenuDouble | null, what: string): MenuDouble {
  if (of === null) throw new Error(`Expected ${what}, got none`);
  return of;
}

function notification(index: number): NotificationDouble {
  const found = shownNotifications()[index];
  if (found === undefined)
    throw new Error(`Expected one of ${shownNotifications().length} notifications, got ${index}`);
  return found;
}

export const desktop = {
  windows: {
    list: () => Promise.all(BrowserWindowDouble.getAllWindows().map(describe)),
    close: (id) => windowOf(id).close(),
    minimize: (id) => windowOf(id).minimize(),
    restore: (id) => windowOf(id).restore(),
    maximize: (id) => windowOf(id).maximize(),
    setBounds: (bounds, id) => windowOf(id).setBounds(bounds),
    crash: (id) => windowOf(id).webContents.forcefullyCrashRenderer(),
    emit: (event, id) => void windowOf(id).emit(event),
  },
  tray: {
    show: () => openTrays()[0]?.describe() ?? null,
    click: () => tray().click(),
    choose: (...path) => chooseItem(menu(tray().menu, 'a menu of the tray icon'), path),
  },
  menu: {
    show() {
      const shown = MenuDouble.getApplicationMenu();
      return shown === null ? null : describeMenu(shown);
    },
    choose: (...path) => chooseItem(menu(MenuDouble.getApplicationMenu(), 'an application menu'), path),
  },
  notifications: {
    list: () => shownNotifications().map((shown) => shown.describe()),
    click: (index) => void notification(index).emit('click', {}),
    close: (index) => notification(index).close(),
  },
  dialogs: { list: shownDialogs, answer: answerDialog },
  power: {
    emit: (event) => void powerMonitor.emit(event, preventable()),
    onBattery(on) {
      if (powerMonitor.onBatteryPower === on) return;
      powerMonitor.onBatteryPower = on;
      powerMonitor.emit(on ? 'on-battery' : 'on-ac');
    },
    endSession: (...reasons) =>
      BrowserWindowDouble.getAllWindows()
        .map((window) => {
          const event = preventable({ reasons });
          window.emit('query-session-end', event);
          return event.defaultPrevented;
        })
        .includes(true),
  },
  displays: {
    plugIn: (bounds, scaleFactor = 1) => screen.plugIn(bounds, scaleFactor),
    unplug: (id) => screen.unplug(id),
  },
  system: {
    theme: (theme) => nativeTheme.setSystem(theme),
    vault(available) {
      vault.available = available;
    },
    opened: () => opened,
    badge: () => app.badge,
    clipboard: () => clipboard.readText(),
    shortcuts: registeredShortcuts,
    pressShortcut,
  },
  app: {
    activate: () =>
      void app.emit(
        'activate',
        preventable(),
        BrowserWindowDouble.getAllWindows().some((window) => window.isVisible()),
      ),
    openUrl: (url) => void app.emit('open-url', preventable(), url),
    openFile: (path) => void app.emit('open-file', preventable(), path),
    quit: () => app.quit(),
    installUpdate() {
      autoUpdater.emit('before-quit-for-update');
      const open = new Set(BrowserWindowDouble.getAllWindows());
      if (open.size === 0) app.quit();
      for (const window of open) {
        window.once('closed', () => {
          open.delete(window);
          if (open.size === 0) app.quit();
        });
        window.close();
      }
    },
  },
} satisfies DesktopControl;
