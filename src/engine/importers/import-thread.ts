/** The worker thread that reads files to import, with a limit of memory, because they may be large or hostile. */
import { Worker } from 'node:worker_threads';
import type { ImportJob } from './run-import.ts';
import type { PastJob } from './run-past.ts';
import type { ScratchFolder } from './scratch-folder.ts';

/** The largest YAML file, with its positions, takes half of this. */
const MEMORY_MB = 1024;

/** @param workerUrl the module of the thread: `import-worker.ts`, or its bundle */
export function startImportThread(workerUrl: URL, { env }: ScratchFolder, job: ImportJob | PastJob): Worker {
  return new Worker(workerUrl, {
    env,
    workerData: job,
    // The flags of this process may be meant only for its main script, such as `--test`.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    name: 'import',
  });
}
