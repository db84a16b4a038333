import { app, dialog, protocol, session, shell } from 'electron';
import { serveIpc } from '../ipc/ipc.ts';
import { createHostDispatcher } from '../ipc/host-requests.ts';
import { servePage } from '../ipc/page-protocol.ts';
import { appImage, devUrl, pageFolder } from '../system/environment.ts';
import { refusePermissions } from '../windows/web-contents-security.ts';
import type { DesktopData } from './desktop-data.ts';
import type { DesktopParts } from './desktop-parts.ts';
import type { DesktopOptions } from './desktop-options.ts';
import { collectDiagnostics } from './diagnostics.ts';
import { createHostHandlers } from './host-handlers.ts';
import { createWaitingImport, type WaitingImport } from './waiting-import.ts';

export interface ServedPages {
  readonly waitingImport: WaitingImport;
  readonly collectDiagnostics: () => Promise<string>;
}

/** From now on pages load, and their requests are answered. */
export function servePages(
  { logFile, logs, running }: DesktopOptions,
  { dataDir, isFixed, moveNote }: DesktopData,
  { engine, windows, updates }: DesktopParts,
): ServedPages {
  const { log } = logFile;
  const waitingImport = createWaitingImport();
  const diagnostics = (): Promise<string> => collectDiagnostics(engine, logFile);
  const handlers = createHostHandlers({
    app,
    dialog,
    shell,
    windows,
    waitingImport,
    updates,
    dataDir,
    isFixedDataDir: isFixed,
    moveNote,
    logs,
    collectDiagnostics: diagnostics,
    exports: engine.exports,
    appImage,
    log,
  });
  refusePermissions(session.defaultSession, devUrl);
  running.defer(servePage(protocol, { root: pageFolder, log }));
  running.defer(serveIpc({ engine, hostDispatcher: createHostDispatcher(handlers), log, devUrl }));
  return { waitingImport, collectDiagnostics: diagnostics };
}
