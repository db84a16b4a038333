/** The thread that owns the database. Bundled as `store-worker`; under plain Node 24 it runs as it is. */
import { parentPort, workerData } from 'node:worker_threads';
import { createDatabaseStore } from './sqlite/database-store.ts';
import type { WorkerSetup } from './sqlite/methods.ts';
import { serve } from './sqlite/serve.ts';

if (parentPort === null) throw new Error('Expected sqlite-worker to be started as a worker thread, got none');
const setup = workerData as WorkerSetup;
serve(parentPort, setup.file, () => createDatabaseStore(setup));
