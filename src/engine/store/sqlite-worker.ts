/** The worker thread that owns the database. Bundled as `store-worker`; Node 24 also runs it from source. */
import { parentPort, workerData } from 'node:worker_threads';
import { createDatabaseStore } from './sqlite/database-store.ts';
import type { WorkerSetup } from './sqlite/methods.ts';
import { serve } from './sqlite/serve.ts';

if (parentPort === null) throw new Error('sqlite-worker must be started as a worker thread');
const setup = workerData as WorkerSetup;
serve(parentPort, setup.file, () => createDatabaseStore(setup));
