/** Creates the parts of the desktop app and connects them. Starts nothing. */
import { join } from 'node:path';
import { BrowserWindow, app, dialog, nativeTheme, safeStorage, screen, session, shell } from 'electron';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { Notice } from '../../contract/model/notices.ts';
import { limitGarbage } from '../../engine/machine/limit-garbage.ts';
import { PAGE_URL } from '../ipc/page-address.ts';
import { appImage, devUrl, resources } from '../system/environment.ts';
import { createJsonFile } from '../system/json-file.ts';
import { restartApp } from '../system/restart.ts';
import { texts } from '../system/texts.ts';
import type { ReportRejection } from '../system/report-rejections.ts';
import type { ShellView } from '../tray/engine-watch.ts';
import { explainTray } from '../tray/explain-tray.ts';
import { createTrayDispatcher } from '../tray/tray-commands.ts';
import { findUpdater } from '../updates/updates-source.ts';
import { createUpdates } from '../updates/updates.ts';
import { createPrintWindows } from '../windows/print-window.ts';
import { createRecordingWindows } from '../windows/recording-window.ts';
import { createPageNotice } from '../windows/page-notice.ts';
import { createWindows, type Windows } from '../windows/windows.ts';
import type { DesktopData } from './desktop-data.ts';
import { createDesktopEngine } from './desktop-engine.ts';
import { act } from '../system/notification-actions.ts';
import { createDesktopNotifications } from './desktop-notifications.ts';
import type { DesktopOptions } from './desktop-options.ts';
import { createDesktopTray } from './desktop-tray.ts';
import { hostFeatures } from './host-features.ts';

export type DesktopParts = Awaited<ReturnType<typeof createDesktopParts>>;

/** The modules of the engine's threads, beside the bundle. */
const WORKERS = {
  workerUrl: new URL('store-worker.js', import.meta.url),
  importWorkerUrl: new URL('import-worker.js', import.meta.url),
  queryWorkerUrl: new URL('query-worker.js', import.meta.url),
};

const createWindow = (options: BrowserWindowConstructorOptions): BrowserWindow => new BrowserWindow(options);

export async function createDesktopParts(
  { logFile: { log }, quit: { quitting, unlessQuitting }, running }: DesktopOptions,
  { dataDir, isFixed }: DesktopData,
  reportRejection: ReportRejection,
) {
  const icon = join(resources, 'icons', 'app-512.png');
  /** What the engine shows; null until it runs. */
  let view: (() => ShellView) | null = null;
  /** Null until there are windows. */
  let windows: Windows | null = null;
  function open(path?: string): void {
    if (windows !== null) reportRejection('The window could not be opened', windows.open(path));
  }

  const trayDispatcher = createTrayDispatcher(() => app.quit());
  const { tray, trayVisibility } = createDesktopTray(log, trayDispatcher.dispatch);
  running.defer(() => tray?.dispose());
  // The start does not wait for the answer: pages load later.
  reportRejection('The tray could not be checked', trayVisibility.check());
  const installed = { isPackaged: app.isPackaged, resources: process.resourcesPath };
  const updater = await unlessQuitting(findUpdater(installed, log));
  const setNotice = (notice: Notice): void => engine.setNotice(notice);
  const notifications = createDesktopNotifications({
    texts,
    view: () => view?.() ?? null,
    onOpen: open,
    onAction: (action, endpointId) =>
      reportRejection('A notification’s action failed', act(engine, action, endpointId)),
    setNotice,
    log,
  });
  running.defer(() => notifications.dispose());

  const engine = createDesktopEngine({
    dataDir,
    restart: () => restartApp(app, appImage),
    version: app.getVersion(),
    features: () =>
      hostFeatures({
        tray: trayVisibility.isVisible(),
        notifications: notifications.isSupported,
        updates: updater !== null,
        movableData: !isFixed,
      }),
    safeStorage,
    ...WORKERS,
    notifier: notifications.notify,
    preparePage: async () => windows?.prepare(),
    openRecordingWindow: createRecordingWindows({
      createWindow,
      fromPartition: (partition) => session.fromPartition(partition),
      icon,
      log,
    }),
    printPdf: createPrintWindows({ createWindow }),
    log,
  });
  running.defer(limitGarbage());
  running.defer(() => engine.dispose());

  const updates = createUpdates({ updater, version: app.getVersion(), dialog, setNotice, log });
  running.defer(() => updates.dispose());
  const pageNotice = createPageNotice(setNotice);
  running.defer(() => pageNotice.dispose());
  windows = await unlessQuitting(
    createWindows({
      electron: { createWindow, nativeTheme, screen, shell, dialog },
      url: devUrl ?? PAGE_URL,
      devUrl,
      preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
      icon,
      stateFile: createJsonFile(join(app.getPath('userData'), 'windows.json'), log),
      hidesOnClose: () => !quitting() && (view?.().settings.closeToTray ?? false),
      canHide: () => trayVisibility.check(),
      onFirstHide: () => {
        const notify = notifications.isSupported ? notifications.notify : null;
        explainTray({ notify, dialog, texts, reportRejection });
      },
      onReload: (reason) => pageNotice.show(reason),
      log,
    }),
  );

  return {
    tray,
    trayDispatcher,
    trayVisibility,
    engine,
    windows,
    updates,
    canUpdate: updater !== null,
    setNotice,
    /** Shows the main window. A failure is logged. */
    open,
    setView(next: () => ShellView) {
      view = next;
    },
  };
}
