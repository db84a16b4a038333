/**
 * Where the data is when it is not in the usual place, and how it gets there: a move is noted, Lookout starts anew, and
 * carries it out before anything opens the data.
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

/** The folder may hold other things, such as Electron's: these are moved and nothing else. */
const DATA_FILES = [DATABASE_FILE, `${DATABASE_FILE}-wal`, KEY_FILE];

/** What the note says: where the data is, and where it is to be. Absolute paths. */
interface Note {
  readonly folder: string;
  readonly moveTo?: string;
}

export interface DataFolderOptions {
  readonly note: JsonFile;
  /** Where the data is when nothing is noted. */
  readonly usual: string;
  readonly log: Log;
}

/**
 * Where the data is, after a move that was noted.
 * @param onFailedMove told why a move could not be made; the data is then where it was
 */
export async function openDataFolder(
  { note, usual, log }: DataFolderOptions,
  onFailedMove: (reason: string) => void,
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
    onFailedMove(error instanceof Error ? error.message : String(error));
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
  /** The folder was given on the command line: no note holds against that. */
  readonly fixed: boolean;
  readonly restart: () => void;
}

/**
 * Asks the person for another folder, and starts anew to move there.
 * @returns null when the person wants none
 * @throws RequestError when the data cannot be moved there
 */
export async function askAndMove(options: MoveOptions): Promise<{ folder: string } | null> {
  const { dialog, note, folder: from, fixed, restart } = options;
  if (fixed) {
    throw new RequestError('readOnly', 'The data folder was given on the command line, and is changed there.');
  }
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: 'Move Lookout’s data',
    buttonLabel: 'Move here',
    properties: ['openDirectory', 'createDirectory'],
  });
  const [folder] = filePaths;
  if (canceled || folder === undefined) return null;
  const problem = await whyNotThere(from, folder);
  if (problem !== '') throw new RequestError('invalid', problem);
  await noteMove(note, from, folder);
  restart();
  return { folder };
}

/** Notes that the data is to be moved at the next start. */
export async function noteMove(note: JsonFile, folder: string, moveTo: string): Promise<void> {
  note.write(JSON.stringify({ folder, moveTo } satisfies Note));
  await note.flush();
}

/** Why the data cannot be moved to a folder, in a sentence; empty: it can. */
export async function whyNotThere(from: string, to: string): Promise<string> {
  const way = relative(from, to);
  if (way === '' || (!way.startsWith('..') && !isAbsolute(way))) {
    return `Expected another folder than ${from}, and none in it, got ${to}.`;
  }
  let there: string[];
  try {
    there = await readdir(to);
  } catch (error) {
    return `Expected ${to} to be a folder that can be read, got: ${error instanceof Error ? error.message : String(error)}.`;
  }
  const data = there.find((name) => DATA_FILES.includes(name));
  return data === undefined ? '' : `Expected ${to} to hold no data of Lookout yet, got a folder with ${data}.`;
}

/**
 * Copies first and deletes only when all is there: what fails half-way leaves the data where it was.
 * @throws Error when the folder cannot be had or written, or holds data already
 */
async function moveData(from: string, to: string): Promise<void> {
  const locks = new AsyncDisposableStack();
  try {
    for (const folder of [from, to]) {
      const lock = await lockDataDir(folder);
      locks.defer(() => lock.release());
    }
    await mkdir(to, { recursive: true, mode: 0o700 });
    const there = new Set(await readdir(from));
    const files = DATA_FILES.filter((name) => there.has(name));
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
