/**
 * Finds the data folder and moves it. To move it, Lookout writes a note and restarts; the next start moves the data before
 * anything opens it.
 */
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import type { Dialog } from 'electron';
import { DATABASE_FILE, lockDataDir } from '../../engine/store/data-folder.ts';
import type { Log } from '../../engine/ports.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import { KEY_FILE } from '../../engine/secrets/key-file.ts';
import type { JsonFile } from './json-file.ts';

/** The folder may contain other files, such as Electron's. Only these are moved. */
const DATA_FILES = [DATABASE_FILE, `${DATABASE_FILE}-wal`, KEY_FILE];

/** The note: where the data is, and where the next start moves it. Absolute paths. */
interface Note {
  readonly folder: string;
  readonly moveTo?: string;
}

export interface DataFolderOptions {
  readonly note: JsonFile;
  /** The data folder when there is no note. */
  readonly usual: string;
  readonly log: Log;
}

/**
 * Moves the data if the note says so.
 * @param onFailedMove called with the error when the data could not be moved; it is then still in its old folder
 * @returns the data folder
 */
export async function openDataFolder(
  { note, usual, log }: DataFolderOptions,
  onFailedMove: (error: unknown) => void,
): Promise<string> {
  const { folder, moveTo } = parseNote(await note.read()) ?? { folder: usual };
  if (moveTo === undefined) return folder;
  let now = folder;
  try {
    await moveData(folder, moveTo);
    now = moveTo;
    log('info', 'The data was moved', { from: folder, to: moveTo });
  } catch (error) {
    log('error', 'The data could not be moved', { from: folder, to: moveTo, error });
    onFailedMove(error);
  }
  note.write(JSON.stringify({ folder: now } satisfies Note));
  await note.flush();
  return now;
}

export interface MoveOptions {
  readonly dialog: Pick<Dialog, 'showOpenDialog'>;
  readonly note: JsonFile;
  /** Where the data is. */
  readonly folder: string;
  /** The folder was given on the command line, so a note would have no effect. */
  readonly isFixed: boolean;
  readonly restart: () => void;
}

/**
 * Asks the person for another folder, and restarts Lookout to move the data there.
 * @returns null when the person cancels
 * @throws RequestError when the data cannot be moved there
 */
export async function askAndMove(options: MoveOptions): Promise<{ folder: string } | null> {
  const { dialog, note, folder: from, isFixed, restart } = options;
  if (isFixed) {
    throw new RequestError('folderGiven', {});
  }
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: 'Move Lookout’s data',
    buttonLabel: 'Move here',
    properties: ['openDirectory', 'createDirectory'],
  });
  const [folder] = filePaths;
  if (canceled || folder === undefined) return null;
  const refusal = await whyNotThere(from, folder);
  if (refusal !== null) throw refusal;
  await noteMove(note, from, folder);
  restart();
  return { folder };
}

/** Tells the next start to move the data. */
export async function noteMove(note: JsonFile, folder: string, moveTo: string): Promise<void> {
  note.write(JSON.stringify({ folder, moveTo } satisfies Note));
  await note.flush();
}

/** Why the data cannot be moved to a folder; null: it can. */
export async function whyNotThere(from: string, to: string): Promise<RequestError | null> {
  const path = relative(from, to);
  if (path === '' || (!path.startsWith('..') && !isAbsolute(path))) {
    return new RequestError('folderInside', { folder: from });
  }
  let names: string[];
  try {
    names = await readdir(to);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return new RequestError('folderUnreadable', { folder: to, problem });
  }
  const file = names.find((name) => DATA_FILES.includes(name));
  return file === undefined ? null : new RequestError('folderOccupied', { folder: to, file });
}

/**
 * Copies everything before it deletes anything, so that a failure leaves the data in its old folder.
 * @throws Error when the folder is locked, cannot be written, or already contains data
 */
async function moveData(from: string, to: string): Promise<void> {
  const locks = new AsyncDisposableStack();
  try {
    for (const folder of [from, to]) {
      const lock = await lockDataDir(folder);
      locks.defer(() => lock.release());
    }
    await mkdir(to, { recursive: true, mode: 0o700 });
    const names = new Set(await readdir(from));
    const files = DATA_FILES.filter((name) => names.has(name));
    const copied: string[] = [];
    try {
      for (const name of files) {
        await copyFile(join(from, name), join(to, name), constants.COPYFILE_EXCL);
        copied.push(name);
      }
    } catch (error) {
      for (const name of copied) await rm(join(to, name), { force: true });
      throw error;
    }
    for (const name of files) await rm(join(from, name), { force: true });
  } finally {
    await locks.disposeAsync();
  }
}

function parseNote(text: string | null): Note | null {
  let value: unknown;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('folder' in value)) return null;
  const { folder } = value;
  if (typeof folder !== 'string' || !isAbsolute(folder)) return null;
  const moveTo = 'moveTo' in value ? value.moveTo : undefined;
  return typeof moveTo === 'string' && isAbsolute(moveTo) ? { folder, moveTo } : { folder };
}
