/** Where the thread that reads files puts copies of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ScratchFolder extends AsyncDisposable {
  /** The environment for a thread, whose temporary files are then in this folder. */
  readonly env: NodeJS.ProcessEnv;
}

/** A thread that is ended cannot remove its files, and the databases of other programs have passwords. So its owner does. */
export async function createScratchFolder(): Promise<ScratchFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-import-'));
  return {
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
