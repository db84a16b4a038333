/** The worker thread that reads files to import and then ends. Bundled as `import-worker`; Node 24 also runs it from source. */
import { parentPort, workerData } from 'node:worker_threads';
import { readSources } from './read-sources.ts';
import type { ImportJob } from './run-import.ts';

if (parentPort === null) throw new Error('import-worker must be started as a worker thread');
const { files, ...options } = workerData as ImportJob;
const result = await readSources(files, options);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort.postMessage(result);
