/** The desktop app: puts Electron's pieces, the engine and the store together. Only this file makes them. */
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
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
import type { HostFeature, Notification, Settings } from '../contract/model.ts';
import { createResolver } from '../engine/check/net/resolve.ts';
import { trustSystemAuthorities } from '../engine/check/net/trust.ts';
import { DATABASE_FILE, defaultDataDir, lockDataDir } from '../engine/data-dir.ts';
import { createEngine } from '../engine/engine.ts';
import type { Engine } from '../engine/engine.ts';
import { createNodePorts, systemClock, systemTimers } from '../engine/node-ports.ts';
import { createKeyFileSecrets, KEY_FILE } from '../engine/secrets/key-file.ts';
import { createSqliteStore } from '../engine/store/sqlite-store.ts';
import { arrivalOf, createArrivals } from './arrivals.ts';
import type { Arrival } from './arrivals.ts';
import { createBadge } from './badge.ts';
import { parseCommandLine } from './command-line.ts';
import type { CommandLine } from './command-line.ts';
import { refusePermissions } from './confine.ts';
import { askAndMove, openDataFolder } from './data-folder.ts';
import { collectDiagnostics } from './diagnostics.ts';
import { watchEngine } from './engine-watch.ts';
import type { EngineWatch, ShellView } from './engine-watch.ts';
import { createHostDesk, openFolder } from './host-requests.ts';
import { serveIpc } from './ipc.ts';
import { createImports } from './imports.ts';
import { LINK_SCHEME } from './links.ts';
import { createLogFile } from './log-file.ts';
import { menuTemplate } from './menu.ts';
import { createNotifications } from './notifications.ts';
import { PAGE_URL } from './page-address.ts';
import { createPageNotice } from './page-notice.ts';
import { followPower } from './power.ts';
import { PAGE_SCHEME_PRIVILEGES, servePage } from './protocol.ts';
import { dockItems, jumpList } from './quick-menu.ts';
import { quitInOrder } from './quit.ts';
import { createShortcut } from './shortcut.ts';
import { createDesktopSecrets } from './secrets.ts';
import { createSmallFile } from './small-file.ts';
import { setStartAtLogin } from './start-at-login.ts';
import { commandTray } from './tray-commands.ts';
import { trayModel } from './tray-model.ts';
import type { TrayCommand } from './tray-model.ts';
import { createTrayIcon, trayMenu } from './tray.ts';
import type { TrayIcon } from './tray.ts';
import { findUpdater } from './updates-source.ts';
import { createUpdates } from './updates.ts';
import { createWindows } from './windows.ts';

/** The engine stops within two seconds; the rest is a moment for the log and the window's place. */
const STOP_MS = 2500;
const LOG_BYTES = 2 * 1024 * 1024;

const TRAY_EXPLAINED: Notification = {
  tag: 'tray',
  kind: 'problem',
  title: 'Lookout goes on watching',
  body: 'Its window is closed, its icon stays in the tray: open or quit it there. The settings can change this.',
  endpointId: null,
};

const devUrl = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);
const resources = join(app.getAppPath(), 'resources');
/** What starts Lookout again, from the system's menus: an AppImage unpacks itself to another place each time. */
const program = process.env['APPIMAGE'] ?? process.execPath;
/** Unpackaged, Electron is told which app it is. */
const programArguments = app.isPackaged ? [] : [app.getAppPath()];

function commandLineOf(argv: readonly string[], workingDirectory: string): CommandLine {
  // Unpackaged, the app's folder stands between the program and the options.
  return parseCommandLine(argv.slice(app.isPackaged ? 1 : 2), workingDirectory);
}

async function start(commandLine: CommandLine): Promise<void> {
  // A data folder of its own has its log with it; otherwise the log is where the system wants logs.
  const logs = commandLine.dataDir === null ? app.getPath('logs') : join(app.getPath('userData'), 'logs');
  const logFile = createLogFile({
    file: join(logs, 'lookout.log'),
    maxBytes: LOG_BYTES,
    level: app.isPackaged ? 'info' : 'debug',
    mirror: (line) => process.stderr.write(line),
    now: Date.now,
  });
  const { log } = logFile;

  // What is made last is stopped first; the log hears all of it.
  const running = new AsyncDisposableStack();
  running.defer(logFile.flush);
  const arrivals = createArrivals({
    app,
    parse: commandLineOf,
    onError: (error) => log('warn', 'Another start of Lookout had options that cannot be read', { error }),
  });
  const quit = quitInOrder({ app, dispose: () => running.disposeAsync(), limitMs: STOP_MS, log });
  let engine: Engine | null = null;
  let watch: EngineWatch | null = null;
  let tray: TrayIcon | null = null;
  /** The tray is there before the engine; until then its commands do nothing but quit. */
  let onTrayCommand = (command: TrayCommand): void => {
    if (command.type === 'quit') app.quit();
  };

  const onBug = (error: unknown): void => {
    log('error', 'A bug: nothing caught this error', { error });
    const body = `Please report it with the log, which is in ${logs}.`;
    engine?.setNotice({ id: 'bug', level: 'error', title: 'Lookout itself had an error', body, active: true });
  };
  process.on('uncaughtException', onBug);
  process.on('unhandledRejection', onBug);

  try {
    await app.whenReady();
    const note = createSmallFile(join(app.getPath('userData'), 'data-folder.json'), log);
    const dataDir =
      commandLine.dataDir ??
      (await openDataFolder({ note, usual: defaultDataDir(), log }, (reason) =>
        dialog.showErrorBox('The data could not be moved', `It is where it was. ${reason}`),
      ));
    const lock = await lockDataDir(dataDir);
    running.defer(() => lock.release());

    const pageNotice = createPageNotice((notice) => engine?.setNotice(notice));
    running.defer(() => pageNotice.dispose());
    const windows = await createWindows({
      electron: { createWindow: (options) => new BrowserWindow(options), nativeTheme, screen, shell, dialog },
      url: devUrl ?? PAGE_URL,
      devUrl,
      preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
      icon: join(resources, 'icons', 'app-512.png'),
      stateFile: createSmallFile(join(app.getPath('userData'), 'windows.json'), log),
      hidesOnClose: () => !quit.quitting() && tray !== null && (watch?.view().settings.closeToTray ?? false),
      onFirstHide: explainTray,
      onTrouble: (trouble) => pageNotice.tell(trouble),
      log,
    });
    function explainTray(): void {
      if (ElectronNotification.isSupported()) {
        notifications.notify(TRAY_EXPLAINED);
      } else {
        const { title: message, body: detail } = TRAY_EXPLAINED;
        owned('The dialog could not be shown', dialog.showMessageBox({ type: 'info', message, detail }));
      }
    }
    function open(path?: string): void {
      windows.open(path).catch((error: unknown) => log('error', 'The window could not be opened', { error }));
    }
    const notifications = createNotifications({
      create: ElectronNotification.isSupported() ? (options) => new ElectronNotification(options) : null,
      icon: join(resources, 'icons', 'app-256.png'),
      sound: () => watch?.view().settings.notificationSound ?? true,
      nameOf: (id) => watch?.view().endpoints.get(id)?.name,
      onOpen: open,
      timers: systemTimers,
      now: () => systemClock.mono(),
      log,
    });
    trustSystemAuthorities();
    const features: HostFeature[] = [
      'windows',
      'import',
      'battery',
      'startAtLogin',
      'globalShortcut',
      'dataFolder',
      'logs',
      'diagnostics',
    ];
    tray = makeTray((command) => onTrayCommand(command));
    running.defer(() => tray?.dispose());
    if (tray !== null) features.push('tray');
    if (commandLine.dataDir === null) features.push('moveDataFolder');
    if (ElectronNotification.isSupported()) features.push('notificationSound');
    const updater = await findUpdater({ isPackaged: app.isPackaged, resources: process.resourcesPath }, log);
    if (updater !== null) features.push('updates');
    const updates = createUpdates({
      updater,
      version: app.getVersion(),
      dialog,
      setNotice: (notice) => engine?.setNotice(notice),
      log,
    });
    running.defer(() => updates.dispose());

    const keyFile = createKeyFileSecrets(join(dataDir, KEY_FILE));
    const secrets = createDesktopSecrets({ safeStorage, platform: process.platform, keyFile });
    engine = createEngine({
      ports: createNodePorts({ log, notifier: notifications.notify, secrets }),
      store: createSqliteStore({
        file: join(dataDir, DATABASE_FILE),
        workerUrl: new URL('store-worker.js', import.meta.url),
        log,
      }),
      host: {
        kind: 'desktop',
        version: app.getVersion(),
        platform: process.platform,
        dataDir,
        configFile: null,
        features,
      },
      resolver: createResolver(),
    });
    const started = engine;
    running.defer(() => started.dispose());
    running.defer(() => notifications.dispose());
    await started.start();
    // The app follows no config file: what `lookout serve --config` left on the list here could be changed nowhere.
    await started.syncFile([]);
    log('info', 'Lookout is running', { version: app.getVersion(), dataDir });
    const following = await watchEngine(started);
    watch = following;
    running.defer(() => following.dispose());

    refusePermissions(session.defaultSession, devUrl);
    running.defer(servePage(protocol, { root: join(app.getAppPath(), 'out', 'renderer'), log }));
    const openLogs = (): Promise<null> => openFolder(shell, logs);
    const imports = createImports(started);
    const desk = createHostDesk({
      'host.openWindow': async ({ path, alwaysOnTop }) => {
        await windows.openDetail(path, alwaysOnTop);
        return null;
      },
      'host.window': (_args, from) => windows.describe(from),
      'host.keepOnTop': ({ alwaysOnTop }, from) => windows.keepOnTop(from, alwaysOnTop),
      'host.readImport': ({ fileName, text }) => imports.readText(fileName, text),
      'host.waitingImport': () => imports.takeWaiting(),
      'host.import': ({ id, entries }) => imports.add(id, entries),
      'host.openDataFolder': () => openFolder(shell, dataDir),
      'host.moveDataFolder': () =>
        askAndMove({
          dialog,
          note,
          folder: dataDir,
          fixed: commandLine.dataDir !== null,
          restart() {
            log('info', 'Lookout starts anew to move its data');
            app.relaunch(process.env['APPIMAGE'] === undefined ? {} : { execPath: program });
            // After the answer has gone to the page.
            setImmediate(() => app.quit());
          },
        }),
      'host.openLogs': openLogs,
      'host.diagnostics': async () => ({ text: await collectDiagnostics(started, logFile) }),
      ...updates.handlers,
    });
    running.defer(serveIpc({ engine: started, desk, log, devUrl }));
    const power = followPower({
      powerMonitor,
      engine: started,
      stretches: () => following.view().settings.stretchOnBattery,
      quit: () => app.quit(),
      log,
    });
    running.defer(() => power.dispose());

    onTrayCommand = commandTray({
      engine: started,
      view: following.view,
      open,
      quit: () => app.quit(),
      now: Date.now,
      log,
    });
    const badge = createBadge({
      app,
      platform: process.platform,
      windows: () => windows.all(),
      loadMark: () => nativeImage.createFromPath(join(resources, 'tray', 'down.png')),
    });
    app.on('browser-window-created', () => badge.refresh());
    const shortcut = createShortcut({
      globalShortcut,
      onPress: () => open(),
      setNotice: (notice) => started.setNotice(notice),
    });
    running.defer(() => shortcut.dispose());

    running.defer(() => windows.dispose());
    running.defer(
      following.onChange((view, before) => {
        if (view.settings !== before.settings) heed(view.settings, before.settings);
        if (view.endpoints !== before.endpoints) showEndpoints(view.endpoints);
      }),
    );
    heed(following.view().settings, null);
    showEndpoints(following.view().endpoints);
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate({
          platform: process.platform,
          developer: !app.isPackaged,
          onNavigate: open,
          onOpenLogs: () => owned('The log could not be shown', openLogs()),
          onCopyDiagnostics: () => owned('Diagnostics could not be copied', copyDiagnostics(started)),
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
    const first = arrivalOf({ ...commandLine, hidden: commandLine.hidden || openedAtLogin() });
    if (first !== null || tray === null) {
      await windows.open(first?.type === 'open' ? first.path : undefined);
      owned('A window could not be opened again', windows.reopenDetails());
    }
    if (first !== null && first.type !== 'open') onArrival(first);
    arrivals.receive(onArrival);

    function onArrival(arrival: Arrival): void {
      switch (arrival.type) {
        case 'open':
          open(arrival.path);
          break;
        case 'file':
          owned('The file could not be offered', offer(arrival.file));
          break;
        case 'checkAll':
          onTrayCommand(arrival);
          break;
      }
    }

    async function offer(file: string): Promise<void> {
      await imports.readFile(file);
      await windows.open('/import');
    }

    function showEndpoints(endpoints: ShellView['endpoints']): void {
      const model = trayModel(endpoints);
      tray?.show(model);
      badge.show(model.down);
      const items = dockItems(model);
      app.dock?.setMenu(Menu.buildFromTemplate(trayMenu({ items }, onTrayCommand)));
    }

    /** @param before null: at the start */
    function heed(settings: Settings, before: Settings | null): void {
      if (settings.theme !== before?.theme) nativeTheme.themeSource = settings.theme;
      power.refresh();
      if (settings.globalShortcut !== before?.globalShortcut) shortcut.set(settings.globalShortcut);
      // Off at the start is left alone: an entry that is there may be another Lookout's.
      if (settings.startAtLogin !== (before?.startAtLogin ?? false)) {
        const configHome = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
        const { platform } = process;
        const setting = { app, platform, program, before: programArguments, configHome };
        owned('Starting at login could not be set', setStartAtLogin(settings.startAtLogin, setting));
      }
    }
  } catch (error) {
    if (quit.quitting()) return;
    log('error', 'Lookout cannot start', { error });
    dialog.showErrorBox('Lookout cannot start', error instanceof Error ? error.message : String(error));
    await running.disposeAsync();
    app.exit(1);
  }

  /** For what is begun from a menu or an event: nobody waits for it, and its failure is heard of. */
  function owned(failure: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => log('error', failure, { error }));
  }

  async function copyDiagnostics(from: Engine): Promise<void> {
    await clipboard.writeText(await collectDiagnostics(from, logFile));
  }

  function makeTray(onCommand: (command: TrayCommand) => void): TrayIcon | null {
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
}

/** Whether the system started it, where it cannot be told to say so itself. */
function openedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

function main(): void {
  let commandLine: CommandLine;
  try {
    commandLine = commandLineOf(process.argv, process.cwd());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    app.exit(2);
    return;
  }
  app.setAppUserModelId('app.lookout.desktop');
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([PAGE_SCHEME_PRIVILEGES]);
  if (commandLine.dataDir !== null) {
    // A data folder of its own is an app of its own: another lock, another window, other caches.
    const userData = join(commandLine.dataDir, 'desktop');
    mkdirSync(userData, { recursive: true, mode: 0o700 });
    app.setPath('userData', userData);
  }
  // The first instance shows its window when a second one gives up here.
  if (app.requestSingleInstanceLock()) void start(commandLine);
  else app.quit();
}

main();
