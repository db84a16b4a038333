/**
 * Test code: the worker thread that owns the database, with accidents. The endpoint of a batch decides what happens.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createDatabaseStore } from '../sqlite/database-store.ts';
import type { Batch, StoreMethods, WorkerSetup } from '../sqlite/methods.ts';
import { serve } from '../sqlite/serve.ts';

if (parentPort === null) throw new Error('crashing-worker must be started as a worker thread');
const setup = workerData as WorkerSetup;

/** Whether this is the first time, counting earlier threads. */
function isFirst(what: string): boolean {
  const mark = `${setup.file}.${what}`;
  if (existsSync(mark)) return false;
  writeFileSync(mark, '');
  return true;
}

function has(batch: Batch, endpointId: string): boolean {
  return batch.results.some((result) => result.endpointId === endpointId);
}

serve(parentPort, setup.file, () => {
  const store = createDatabaseStore(setup);
  return {
    ...store,
    write: (batch) => {
      if (has(batch, 'dies always') || (has(batch, 'dies once') && isFirst('died'))) process.exit(1);
      if (has(batch, 'fills the disk once') && isFirst('filled')) {
        throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
      }
      const written = store.write(batch);
      if (has(batch, 'dies after') && isFirst('died after')) process.exit(1);
      return written;
    },
  } satisfies StoreMethods;
});
