/** Puts Electron's pieces, the engine and the store together. Only this file makes them. */
import { join } from 'node:path';
import {
  BrowserWindow,
  Menu,
  Notification as ElectronNotification,
  Tray,
  app,
  clipboard,
  dialog,
  globalShortcut,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
} from 'electron';
import type { Notice } from '../../contract/model/notices.ts';
import { defaultDataDir, lockDataDir } from '../../engine/store/data-folder.ts';
import { systemClock, systemTimers } from '../../engine/node-ports.ts';
import type { Log } from '../../engine/ports.ts';
import { openRequestOf } from './open-requests.ts';
import type { OpenRequest, OpenRequests } from './open-requests.ts';
import { createBadge } from '../tray/badge.ts';
import type { CommandLine } from './command-line.ts';
import { refusePermissions } from '../windows/web-contents-security.ts';
import { openDataFolder } from '../system/data-folder.ts';
import { createDesktopEngine } from './desktop-engine.ts';
import { collectDiagnostics } from './diagnostics.ts';
import { watchEngine } from '../tray/engine-watch.ts';
import type { EngineWatch, ShellView } from '../tray/engine-watch.ts';
import { configHome, devUrl, pageFolder, program, programArguments, resources } from '../system/environment.ts';
import { explainTray } from '../tray/explain-tray.ts';
import { hostFeatures } from './host-features.ts';
import { createHostHandlers } from './host-handlers.ts';
import { createHostDispatcher, openFolder } from '../ipc/host-requests.ts';
import { createWaitingImport } from './waiting-import.ts';
import { serveIpc } from '../ipc/ipc.ts';
import { LINK_SCHEME } from './links.ts';
import type { LogFile } from '../system/log-file.ts';
import { menuTemplate } from '../windows/menu.ts';
import { createNotifications } from '../system/notifications.ts';
import { createRejectionReporter } from '../system/report-rejections.ts';
import { PAGE_URL } from '../ipc/page-address.ts';
import { createPageNotice } from '../windows/page-notice.ts';
import { followPower } from '../system/power.ts';
import { servePage } from '../ipc/page-protocol.ts';
import { dockItems, jumpList } from '../tray/quick-menu.ts';
import type { Quit } from './quit.ts';
import { createSettingsEffects } from '../system/settings-effects.ts';
import { createShortcut } from '../system/shortcut.ts';
import { createJsonFile } from '../system/json-file.ts';
import { commandTray, createTrayDispatcher } from '../tray/tray-commands.ts';
import { trayModel } from '../tray/tray-model.ts';
import type { TrayCommand } from '../tray/tray-model.ts';
import { createTrayIcon, trayMenu } from '../tray/tray.ts';
import type { TrayIcon } from '../tray/tray.ts';
import { findUpdater } from '../updates/updates-source.ts';
import { createUpdates } from '../updates/updates.ts';
import { createWindows } from '../windows/windows.ts';

export interface DesktopOptions {
  readonly commandLine: CommandLine;
  readonly logFile: LogFile;
  /** The folder of the log. */
  readonly logs: string;
  readonly openRequests: OpenRequests;
  readonly quit: Quit;
  /** What is made last is stopped first. */
  readonly running: AsyncDisposableStack;
  /** Called with what shows notices in pages. */
  readonly onNotices: (setNotice: (notice: Notice) => void) => void;
}

/** Starts everything. Rejects when it cannot be started; what was made until then is in `running`. */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  const { commandLine, logFile, logs, openRequests, running } = options;
  const { quitting, unlessQuitting } = options.quit;
  const { log } = logFile;
  const owned = createRejectionReporter(log);
  const canNotify = ElectronNotification.isSupported();
  /** Once the engine runs. */
  let watch: EngineWatch | null = null;
  const trayDesk = createTrayDispatcher(() => app.quit());

  await unlessQuitting(app.whenReady());
  const note = createJsonFile(join(app.getPath('userData'), 'data-folder.json'), log);
  const dataDir =
    commandLine.dataDir ??
    (await unlessQuitting(
      openDataFolder({ note, usual: defaultDataDir(), log }, (reason) =>
        dialog.showErrorBox('The data could not be moved', `It is where it was. ${reason}`),
      ),
    ));
  const lock = await unlessQuitting(lockDataDir(dataDir));
  running.defer(() => lock.release());

  const tray = makeTray(log, trayDesk.take);
  running.defer(() => tray?.dispose());
  const updater = await unlessQuitting(
    findUpdater({ isPackaged: app.isPackaged, resources: process.resourcesPath }, log),
  );
  const notifications = createNotifications({
    create: canNotify ? (its) => new ElectronNotification(its) : null,
    icon: join(resources, 'icons', 'app-256.png'),
    sound: () => watch?.view().settings.notificationSound ?? true,
    nameOf: (id) => watch?.view().endpoints.get(id)?.name,
    onOpen: open,
    timers: systemTimers,
    now: () => systemClock.mono(),
    log,
  });
  running.defer(() => notifications.dispose());

  const engine = createDesktopEngine({
    dataDir,
    version: app.getVersion(),
    features: hostFeatures({
      tray: tray !== null,
      notifications: canNotify,
      updates: updater !== null,
      movableData: commandLine.dataDir === null,
    }),
    safeStorage,
    workerUrl: new URL('store-worker.js', import.meta.url),
    importWorkerUrl: new URL('config-worker.js', import.meta.url),
    notifier: notifications.notify,
    log,
  });
  running.defer(() => engine.dispose());
  const setNotice = (notice: Notice): void => engine.setNotice(notice);
  options.onNotices(setNotice);

  const updates = createUpdates({ updater, version: app.getVersion(), dialog, setNotice, log });
  running.defer(() => updates.dispose());
  const pageNotice = createPageNotice(setNotice);
  running.defer(() => pageNotice.dispose());
  const windows = await unlessQuitting(
    createWindows({
      electron: { createWindow: (its) => new BrowserWindow(its), nativeTheme, screen, shell, dialog },
      url: devUrl ?? PAGE_URL,
      devUrl,
      preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
      icon: join(resources, 'icons', 'app-512.png'),
      stateFile: createJsonFile(join(app.getPath('userData'), 'windows.json'), log),
      hidesOnClose: () => !quitting() && tray !== null && (watch?.view().settings.closeToTray ?? false),
      onFirstHide: () => explainTray({ notify: canNotify ? notifications.notify : null, dialog, owned }),
      onTrouble: (trouble) => pageNotice.tell(trouble),
      log,
    }),
  );

  await unlessQuitting(engine.start());
  // The app follows no config file: what `lookout serve --config` left on the list here could be changed nowhere.
  await unlessQuitting(engine.syncFile([]));
  log('info', 'Lookout is running', { version: app.getVersion(), dataDir });
  const following = await unlessQuitting(watchEngine(engine));
  watch = following;
  running.defer(() => following.dispose());

  refusePermissions(session.defaultSession, devUrl);
  running.defer(servePage(protocol, { root: pageFolder, log }));
  const diagnostics = (): Promise<string> => collectDiagnostics(engine, logFile);
  const waitingImport = createWaitingImport();
  const handlers = createHostHandlers({
    app,
    dialog,
    shell,
    windows,
    waitingImport,
    updates,
    dataDir,
    fixedDataDir: commandLine.dataDir !== null,
    note,
    logs,
    collectDiagnostics: diagnostics,
    appImage: process.env['APPIMAGE'] ?? null,
    log,
  });
  running.defer(serveIpc({ engine, desk: createHostDispatcher(handlers), log, devUrl }));
  const power = followPower({
    powerMonitor,
    engine,
    stretches: () => following.view().settings.stretchOnBattery,
    quit: () => app.quit(),
    log,
  });
  running.defer(() => power.dispose());
  const badge = createBadge({
    app,
    platform: process.platform,
    windows: () => windows.all(),
    loadMark: () => nativeImage.createFromPath(join(resources, 'tray', 'down.png')),
  });
  app.on('browser-window-created', () => badge.refresh());
  const shortcut = createShortcut({ globalShortcut, onPress: () => open(), setNotice });
  running.defer(() => shortcut.dispose());
  running.defer(() => windows.dispose());

  const heedSettings = createSettingsEffects({
    nativeTheme,
    power,
    shortcut,
    login: { app, platform: process.platform, program, before: programArguments, configHome },
    owned,
  });
  running.defer(
    following.onChange((view, before) => {
      if (view.settings !== before.settings) heedSettings(view.settings, before.settings);
      if (view.endpoints !== before.endpoints) showEndpoints(view.endpoints);
    }),
  );
  heedSettings(following.view().settings, null);
  showEndpoints(following.view().endpoints);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        platform: process.platform,
        developer: !app.isPackaged,
        onNavigate: open,
        onOpenLogs: () => owned('The log could not be shown', openFolder(shell, logs)),
        onCopyDiagnostics: () => owned('Diagnostics could not be copied', copyDiagnostics()),
        onCheckForUpdates: updater === null ? null : () => owned('The update could not be offered', updates.offer()),
        onQuit: () => app.quit(),
      }),
    ),
  );
  updates.start();
  if (process.platform === 'win32') app.setUserTasks(jumpList(program, programArguments));
  // Unpackaged, links would lead to whatever folder this is.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  // On a Mac, an app without windows stays in the dock.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  trayDesk.open(commandTray({ engine, view: following.view, open, now: Date.now, log }));
  const first = openRequestOf({ ...commandLine, hidden: commandLine.hidden || openedAtLogin() });
  if (first !== null || tray === null) {
    await unlessQuitting(windows.open(first?.type === 'open' ? first.path : undefined));
    owned('A window could not be opened again', windows.reopenDetails());
  }
  if (first !== null && first.type !== 'open') onArrival(first);
  openRequests.receive(onArrival);

  function open(path?: string): void {
    owned('The window could not be opened', windows.open(path));
  }

  function onArrival(openRequest: OpenRequest): void {
    switch (openRequest.type) {
      case 'open':
        open(openRequest.path);
        break;
      case 'file':
        owned('The file could not be offered', offer(openRequest.file));
        break;
      case 'checkAll':
        trayDesk.take(openRequest);
        break;
    }
  }

  async function offer(file: string): Promise<void> {
    await waitingImport.readFile(file);
    await windows.open('/import');
  }

  function showEndpoints(endpoints: ShellView['endpoints']): void {
    const model = trayModel(endpoints);
    tray?.show(model);
    badge.show(model.down);
    const items = dockItems(model);
    app.dock?.setMenu(Menu.buildFromTemplate(trayMenu({ items }, trayDesk.take)));
  }

  async function copyDiagnostics(): Promise<void> {
    await clipboard.writeText(await diagnostics());
  }
}

function makeTray(log: Log, onCommand: (command: TrayCommand) => void): TrayIcon | null {
  try {
    return createTrayIcon(
      {
        electron: {
          createTray: (image) => new Tray(image),
          createMenu: (template) => Menu.buildFromTemplate(template),
          loadImage: (path) => nativeImage.createFromPath(path),
        },
        icons: join(resources, 'tray'),
        platform: process.platform,
        onCommand,
      },
      trayModel(new Map()),
    );
  } catch (error) {
    log('warn', 'There is no tray here: closing the window quits', { error });
    return null;
  }
}

/** Whether the system started it, where it cannot be told to say so itself. */
function openedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}
