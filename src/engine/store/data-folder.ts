/** Where Lookout keeps its data, and the lock that keeps two hosts from writing it at once. */
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, posix, win32 } from 'node:path';
import { StoreError } from './store.ts';

/** The database's name in a data folder. */
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
 * Where the platform wants a program's data: `$XDG_DATA_HOME/lookout` (XDG Base Directory), on macOS
 * `~/Library/Application Support/Lookout`, on Windows `%APPDATA%\Lookout`. Nothing is created.
 */
export function defaultDataDir(
  system: DataDirSystem = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const { platform, env, home } = system;
  if (platform === 'win32') return win32.join(env['APPDATA'] || win32.join(home, 'AppData', 'Roaming'), 'Lookout');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Lookout');
  const xdg = env['XDG_DATA_HOME'];
  // XDG: a path that is not absolute is invalid and must be ignored.
  const base = xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share');
  return posix.join(base, 'lookout');
}

export interface DataDirLock {
  readonly dir: string;
  /** Lets another host in. Never called, it is the operating system that lets go when the process ends. */
  release(): Promise<void>;
}

/**
 * Creates the folder (readable by its owner only) and takes it for this process.
 *
 * The lock is an exclusive SQLite transaction on an empty database of its own: the operating system holds it, on every
 * platform, and drops it with the process however that ends. A file with a process id in it would hold on after a
 * crash, and for ever once the id is another program's.
 *
 * @throws StoreError when another Lookout has it, or it cannot be written
 */
export async function lockDataDir(dir: string): Promise<DataDirLock> {
  try {
    await makeFolder(dir);
    // node:sqlite on its own would say only "unable to open database file".
    await (await open(join(dir, LOCK_FILE), 'a', 0o600)).close();
  } catch (error) {
    throw new StoreError(
      `Expected the data folder ${dir} to be a folder that can be written, got: ${sentence(error)}`,
      {
        cause: error,
      },
    );
  }
  // Imported here, so that a command line that needs no data does not load SQLite.
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(dir, LOCK_FILE));
  const ownerFile = join(dir, OWNER_FILE);
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!isBusy(error))
      throw new StoreError(`The data folder ${dir} cannot be locked: ${sentence(error)}`, { cause: error });
    throw new StoreError(
      `Expected the data folder ${dir} to be free, got one that ${await ownerOf(ownerFile)} uses. ` +
        'Stop that one first, or choose another folder.',
      { cause: error },
    );
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
 * Creates a folder and those above it, readable by their owner only. Node's own recursion never ends where a folder cannot
 * be created and its parent says that it is not there, as /proc does.
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

/** Who has the lock, as far as it told. */
async function ownerOf(file: string): Promise<string> {
  try {
    const pid = Number.parseInt(await readFile(file, 'utf8'), 10);
    if (pid > 0) return `another Lookout (process ${pid})`;
  } catch (error) {
    // The owner writes its id only after it has the lock: for a moment there is none.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return 'another Lookout';
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
