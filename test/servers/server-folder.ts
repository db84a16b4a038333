/** Folders for the data of servers that tests start. */
import { chown, mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORDINARY_USER } from './ordinary-user.ts';

/** A file system in memory, which every Linux has: creating a database there takes a fifth of the time. */
const MEMORY = '/dev/shm';
/** Containers often have 64 MB there. */
const ENOUGH_BYTES = 300_000_000;

/** Creates a temporary folder, in memory if there is room, that the ordinary user owns (`ordinary-user.ts`). */
export async function serverFolder(name: string): Promise<string> {
  const dir = await mkdtemp(join((await hasRoom()) ? MEMORY : tmpdir(), `lookout-${name}-`));
  if (ORDINARY_USER !== null) await chown(dir, ORDINARY_USER, ORDINARY_USER);
  return dir;
}

async function hasRoom(): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(MEMORY);
    return bavail * bsize > ENOUGH_BYTES;
  } catch {
    return false;
  }
}
