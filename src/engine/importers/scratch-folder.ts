/** Where the thread that reads files puts copies of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ScratchFolder extends AsyncDisposable {
  /** The environment for a thread, whose temporary files are then in this folder. */
  readonly env: NodeJS.ProcessEnv;
}

/** Creates the folder. Its owner removes it: a thread that is terminated cannot, and the databases of other programs have passwords. */
export async function createScratchFolder(): Promise<ScratchFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-import-'));
  return {
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
