/** Starts the desktop app: its data, its parts, the engine, the pages, and the parts that follow the engine. */
import { app } from 'electron';
import { createReportRejection } from '../system/report-rejections.ts';
import { createTrayCommands } from '../tray/tray-commands.ts';
import { watchEngine } from '../tray/engine-watch.ts';
import { openDesktopData } from './desktop-data.ts';
import { setMenus } from './desktop-menus.ts';
import type { DesktopOptions } from './desktop-options.ts';
import { createDesktopParts } from './desktop-parts.ts';
import { followRequests } from './follow-requests.ts';
import { followSystem } from './follow-system.ts';
import { servePages } from './serve-pages.ts';
import { showStatus } from './show-status.ts';

/** Rejects when Lookout cannot start. `running` then has what was started until then. */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  const { logFile, openRequests, running } = options;
  const { unlessQuitting } = options.quit;
  const { log } = logFile;
  const reportRejection = createReportRejection(log);

  await unlessQuitting(app.whenReady());
  const data = await openDesktopData(options);
  const parts = await createDesktopParts(options, data, reportRejection);
  const { engine, windows } = parts;
  options.onNotices((notice) => engine.setNotice(notice));

  await unlessQuitting(engine.start());
  // The app follows no config file. Endpoints that `lookout serve --config` left in this data could not be edited here.
  await unlessQuitting(engine.syncFile([]));
  log('info', 'Lookout is running', { version: app.getVersion(), dataDir: data.dataDir });
  const watch = await unlessQuitting(watchEngine(engine));
  running.defer(() => watch.dispose());
  parts.setView(watch.view);

  const pages = servePages(options, data, parts);
  running.defer(followSystem(parts, watch, { log, reportRejection }));
  // Windows close first, while their pages still get answers.
  running.defer(() => windows.dispose());
  running.defer(showStatus(parts, watch));
  setMenus({ parts, logs: options.logs, collectDiagnostics: pages.collectDiagnostics, reportRejection });
  parts.updates.start();
  parts.trayDispatcher.connect(createTrayCommands({ engine, view: watch.view, open: parts.open, now: Date.now, log }));
  await followRequests({
    ...parts,
    app,
    platform: process.platform,
    commandLine: options.commandLine,
    openRequests,
    waitingImport: pages.waitingImport,
    quit: options.quit,
    reportRejection,
  });
}
