import { join } from 'node:path';
import { app, dialog } from 'electron';
import { defaultDataDir, lockDataDir } from '../../engine/store/data-folder.ts';
import { openDataFolder } from '../system/data-folder.ts';
import { createJsonFile, type JsonFile } from '../system/json-file.ts';
import { errorText } from '../system/texts.ts';
import type { DesktopOptions } from './desktop-options.ts';

export interface DesktopData {
  readonly dataDir: string;
  /** The data folder was given on the command line, so it cannot be moved. */
  readonly isFixed: boolean;
  /** The note that says where the data is, and where the next start moves it. */
  readonly moveNote: JsonFile;
}

/** Finds the data folder, moves it when the person asked for that, and locks it. */
export async function openDesktopData({
  commandLine,
  logFile: { log },
  quit: { unlessQuitting },
  running,
}: Pick<DesktopOptions, 'commandLine' | 'logFile' | 'quit' | 'running'>): Promise<DesktopData> {
  const moveNote = createJsonFile(join(app.getPath('userData'), 'data-folder.json'), log);
  const showFailedMove = (error: unknown): void =>
    dialog.showErrorBox('The data could not be moved', `It is still in its old folder. ${errorText(error)}`);
  const dataDir =
    commandLine.dataDir ??
    (await unlessQuitting(openDataFolder({ note: moveNote, usual: defaultDataDir(), log }, showFailedMove)));
  const lock = await unlessQuitting(lockDataDir(dataDir));
  running.defer(() => lock.release());
  return { dataDir, isFixed: commandLine.dataDir !== null, moveNote };
}
