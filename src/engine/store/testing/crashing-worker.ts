/** For tests: the thread that owns the database, with accidents. What happens is named by an endpoint of the batch. */
import { existsSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createDatabaseStore } from '../sqlite/database-store.ts';
import type { Batch, StoreMethods, WorkerSetup } from '../sqlite/methods.ts';
import { serve } from '../sqlite/serve.ts';

if (parentPort === null) throw new Error('Expected crashing-worker to be started as a worker thread, got none');
const setup = workerData as WorkerSetup;

/** Whether this was not asked before, also not by a thread before. */
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
