/**
 * The code of the worker thread that owns the database, and of threads that do a task beside it, such as a backup.
 * Bundled as `store-worker`; Node 24 also runs it from source.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { serveTask } from './tasks/serve-task.ts';
import { isTask } from './tasks/tasks.ts';
import { createDatabaseStore } from './sqlite/database-store.ts';
import type { WorkerSetup } from './sqlite/methods.ts';
import { serve } from './sqlite/serve.ts';

if (parentPort === null) throw new Error('sqlite-worker must be started as a worker thread');
const data: unknown = workerData;
if (isTask(data)) {
  // It reports what goes wrong, and never rejects.
  void serveTask(parentPort, data);
} else {
  const setup = data as WorkerSetup;
  serve(parentPort, setup.file, () => createDatabaseStore(setup));
}
