/** The thread that reads one config file and ends. Bundled as `config-worker`; under plain Node 24 it runs as it is. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadConfigText } from './load.ts';
import type { ReadJob } from './read.ts';

if (parentPort === null) throw new Error('Expected config-worker to be started as a worker thread, got none');
const { text, fileName, environment } = workerData as ReadJob;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
parentPort.postMessage(loadConfigText(text, fileName, { environment }));
