/** Makes the folder that reports are written into, and finds out before one is due whether Lookout can write there. */
import { mkdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/**
 * Makes the folder and those above it. `mkdir` with `recursive` never ends where the system denies that the folder above is there, such
 * as in `/proc`.
 * @throws the error of the system
 */
export async function makeFolder(folder: string): Promise<void> {
  for (const path of (await missingFolders(folder)).toReversed()) {
    await mkdir(path).catch(async (error: unknown) => {
      // Another program may have made it meanwhile.
      if (!(await exists(path))) throw error;
    });
  }
}

/**
 * Writes a file into the folder, and removes it again with the folders that had to be made for it. Only trying tells, for example on
 * network drives.
 * @throws the error of the system
 */
export async function tryFolder(folder: string): Promise<void> {
  const missing = await missingFolders(folder);
  const trial = join(folder, `.lookout-${crypto.randomUUID()}`);
  try {
    await makeFolder(folder);
    await writeFile(trial, '', { flag: 'wx', mode: 0o600 });
  } finally {
    // What kept the file from being written is thrown already, and says more than that it cannot be removed.
    await rm(trial, { force: true }).catch(() => undefined);
    // Those in which something else has appeared stay.
    for (const made of missing) await rmdir(made).catch(() => undefined);
  }
}

/** The folder and those above it that are not there, the innermost first. */
async function missingFolders(folder: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let path = resolve(folder); !(await exists(path)) && path !== dirname(path); path = dirname(path)) {
    missing.push(path);
  }
  return missing;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
