/** The worker thread of the store. It dies on a write while a file `die` exists beside the database. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createDatabaseStore } from '../../src/engine/store/sqlite/database-store.ts';
import type { StoreMethods, WorkerSetup } from '../../src/engine/store/sqlite/methods.ts';
import { serve } from '../../src/engine/store/sqlite/serve.ts';

if (parentPort === null) throw new Error('dying-worker must be started as a worker thread');
const setup = workerData as WorkerSetup;
serve(parentPort, setup.file, () => {
  const store = createDatabaseStore(setup);
  const write: StoreMethods['write'] = (batch) => {
    if (existsSync(join(dirname(setup.file), 'die'))) process.exit(1);
    return store.write(batch);
  };
  return { ...store, write };
});
