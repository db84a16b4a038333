/** The thread of the store, which dies at a write for as long as a file `die` stands beside the database. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createDatabaseStore } from '../../src/engine/store/sqlite/database-store.ts';
import type { StoreMethods, WorkerSetup } from '../../src/engine/store/sqlite/methods.ts';
import { serve } from '../../src/engine/store/sqlite/serve.ts';

if (parentPort === null) throw new Error('Expected dying-worker to be started as a worker thread, got none');
const setup = workerData as WorkerSetup;
serve(parentPort, setup.file, () => {
  const store = createDatabaseStore(setup);
  const write: StoreMethods['write'] = (batch) => {
    if (existsSync(join(dirname(setup.file), 'die'))) process.exit(1);
    return store.write(batch);
  };
  return { ...store, write };
});
