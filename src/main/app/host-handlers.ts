/** Carries out each request of `HostRequests`. */
import type { App, Dialog, Shell } from 'electron';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/ports.ts';
import { askAndMove } from '../system/data-folder.ts';
import { openFolder } from '../ipc/host-requests.ts';
import type { HostHandlers } from '../ipc/host-requests.ts';
import { saveExport } from './save-export.ts';
import type { WaitingImport } from './waiting-import.ts';
import { restartApp } from '../system/restart.ts';
import type { JsonFile } from '../system/json-file.ts';
import type { Updates } from '../updates/updates.ts';
import type { Windows } from '../windows/windows.ts';

export interface HostHandlersParts {
  readonly app: Pick<App, 'relaunch' | 'quit' | 'getPath'>;
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  readonly shell: Pick<Shell, 'openPath'>;
  readonly windows: Windows;
  readonly waitingImport: WaitingImport;
  readonly updates: Updates;
  readonly dataDir: string;
  /** The data folder was given on the command line. */
  readonly isFixedDataDir: boolean;
  /** Tells the next start to move the data. */
  readonly moveNote: JsonFile;
  readonly exports: Engine['exports'];
  /** The folder of the log. */
  readonly logs: string;
  readonly collectDiagnostics: () => Promise<string>;
  /** The AppImage that Lookout was started from; null: none. */
  readonly appImage: string | null;
  readonly log: Log;
}

export function createHostHandlers(parts: HostHandlersParts): HostHandlers {
  const { app, dialog, shell, windows, waitingImport, updates, dataDir, isFixedDataDir, moveNote, appImage, log } =
    parts;

  function restart(): void {
    log('info', 'Lookout restarts to move its data');
    restartApp(app, appImage);
  }

  return {
    'host.openWindow': async ({ path, alwaysOnTop }) => {
      await windows.openDetail(path, alwaysOnTop);
      return null;
    },
    'host.window': (_args, from) => windows.describe(from),
    'host.keepOnTop': ({ alwaysOnTop }, from) => windows.keepOnTop(from, alwaysOnTop),
    'host.waitingImport': () => waitingImport.take(),
    'host.openDataFolder': () => openFolder(shell, dataDir),
    'host.moveDataFolder': () =>
      askAndMove({ dialog, note: moveNote, folder: dataDir, isFixed: isFixedDataDir, restart }),
    'host.saveExport': ({ id }) => saveExport(id, parts),
    'host.openLogs': () => openFolder(shell, parts.logs),
    'host.diagnostics': async () => ({ text: await parts.collectDiagnostics() }),
    ...updates.handlers,
  };
}
