/** The worker thread that reads files to import and then ends. Bundled as `import-worker`; Node 24 also runs it from source. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { ImportError } from './import-error.ts';
import type { ImportResult } from './importer.ts';
import { readPast, readSources } from './read-sources.ts';
import type { ImportJob } from './run-import.ts';
import type { PastJob, PastMessage } from './run-past.ts';

if (parentPort === null) throw new Error('import-worker must be started as a worker thread');
const port = parentPort;
const job = workerData as ImportJob | PastJob;
const post = (message: ImportResult | PastMessage): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  port.postMessage(message);
};
if (job.task === 'read') {
  const { files, ...options } = job;
  post(await readSources(files, options));
} else {
  const { files, ...options } = job;
  try {
    for await (const part of readPast(files, options)) {
      // Waits until the part is stored: millions of checks do not fit into memory.
      const stored = once(port, 'message');
      post(part);
      await stored;
    }
    post(null);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    post({ issue: error.issue });
  }
  port.unref();
}
