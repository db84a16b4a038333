/** Where the thread that reads files puts copies of them. */
import { createHash } from 'node:crypto';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { EpochMs } from '../../contract/model/units.ts';

export interface ScratchFolder extends AsyncDisposable {
  /** The environment for a thread, whose temporary files are then in this folder. */
  readonly env: NodeJS.ProcessEnv;
}

/** Containers may share a temporary folder, but neither names nor processes. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const START = `lookout-import-${HOST}-`;
/** Those that this process uses now. */
const inUse = new Set<string>();

/** Creates the folder. Its owner removes it: a thread that is terminated cannot, and the databases of other programs have passwords. */
export async function createScratchFolder(): Promise<ScratchFolder> {
  await removeLeftFolders();
  const folder = await mkdtemp(join(tmpdir(), `${START}${process.pid}-`));
  const name = basename(folder);
  inUse.add(name);
  return {
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
      inUse.delete(name);
    },
  };
}

/** Removes the folders of processes that were killed. Never rejects: what cannot be removed stays. */
export async function removeLeftFolders(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  await Promise.all(names.filter(isLeft).map((name) => removeIfOurs(join(tmpdir(), name), pidOf(name))));
}

function pidOf(name: string): number {
  return name.startsWith(START) ? Number.parseInt(name.slice(START.length), 10) : Number.NaN;
}

/** Whether the process that made the folder may be over. Of those with our process id, it is known when they are looked at. */
function isLeft(name: string): boolean {
  const pid = pidOf(name);
  return pid > 0 && !inUse.has(name) && (pid === process.pid || !isAlive(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive, too.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function removeIfOurs(path: string, pid: number): Promise<void> {
  try {
    const found = await lstat(path);
    if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) return;
    // An earlier process had the same id: in a container, it is always the same.
    if (pid === process.pid && found.birthtimeMs >= processStart()) return;
    await rm(path, { recursive: true, force: true });
  } catch {
    // It is gone meanwhile, or it stays.
  }
}

function processStart(): EpochMs {
  return Date.now() - process.uptime() * 1000;
}
