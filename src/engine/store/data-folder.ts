/** The folder for Lookout's data, and the lock that prevents two hosts from writing to it at the same time. */
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, posix, win32 } from 'node:path';
import { problemOf } from '../base/problem-error.ts';
import { StoreError } from './store.ts';

/** The name of the database file in a data folder. */
export const DATABASE_FILE = 'lookout.db';
const LOCK_FILE = 'lookout.lock';
const OWNER_FILE = 'lookout.pid';
/** SQLITE_BUSY, https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

export interface DataDirSystem {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * The platform's folder for a program's data: `$XDG_DATA_HOME/lookout` (XDG Base Directory), on macOS
 * `~/Library/Application Support/Lookout`, on Windows `%APPDATA%\Lookout`. Creates nothing.
 */
export function defaultDataDir(
  system: DataDirSystem = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const { platform, env, home } = system;
  if (platform === 'win32') return win32.join(env['APPDATA'] || win32.join(home, 'AppData', 'Roaming'), 'Lookout');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Lookout');
  const xdg = env['XDG_DATA_HOME'];
  // XDG: a relative path is invalid and must be ignored.
  const base = xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share');
  return posix.join(base, 'lookout');
}

export interface DataDirLock {
  readonly dir: string;
  /**
   * Releases the folder for another host. Without this call, the operating system releases it when the process ends.
   */
  release(): Promise<void>;
}

/**
 * Creates the folder, readable only by its owner, and locks it for this process.
 *
 * The lock is an exclusive SQLite transaction on an empty database of its own. The operating system holds it on every
 * platform, and releases it when the process ends, however it ends. A file with a process id would stay after a crash,
 * and would block forever once another program has that id.
 *
 * @throws StoreError when another Lookout has the lock, or the folder cannot be written
 */
export async function lockDataDir(dir: string): Promise<DataDirLock> {
  try {
    await makeFolder(dir);
    // node:sqlite alone would report only "unable to open database file".
    await (await open(join(dir, LOCK_FILE), 'a', 0o600)).close();
  } catch (error) {
    throw new StoreError(problemOf('folder.unusable', { folder: dir, problem: messageOf(error) }), { cause: error });
  }
  // Imported here, so that commands that need no data do not load SQLite.
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(dir, LOCK_FILE));
  const ownerFile = join(dir, OWNER_FILE);
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const problem = isBusy(error)
      ? problemOf('folder.inUse', { folder: dir, process: await ownerOf(ownerFile) })
      : problemOf('folder.notLocked', { folder: dir, problem: messageOf(error) });
    throw new StoreError(problem, { cause: error });
  }
  const owner = await open(ownerFile, 'w', 0o600);
  await owner.writeFile(`${process.pid}\n`);
  await owner.close();

  let held = true;
  return {
    dir,
    async release() {
      if (!held) return;
      held = false;
      await rm(ownerFile, { force: true });
      database.close();
    },
  };
}

/**
 * Creates a folder and its parents, readable only by their owner. Node's recursive mkdir never ends when a folder
 * cannot be created and its parent claims not to exist, as in /proc.
 */
async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EEXIST') return;
    const parent = dirname(dir);
    if (code !== 'ENOENT' || parent === dir || (await exists(parent))) throw error;
    await makeFolder(parent);
    await mkdir(dir, { mode: 0o700 });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The id of the process that has the lock; null: not known. */
async function ownerOf(file: string): Promise<number | null> {
  try {
    const pid = Number.parseInt(await readFile(file, 'utf8'), 10);
    return pid > 0 ? pid : null;
  } catch (error) {
    // The owner writes its id after it has the lock, so for a moment the file may be missing.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
