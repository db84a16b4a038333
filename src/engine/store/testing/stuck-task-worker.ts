/**
 * Test code: `sqlite-worker.ts` with tasks that never end and do not react, like SQLite while it checks a copy of
 * several GB.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { isTask } from '../tasks/tasks.ts';

if (isTask(workerData)) parentPort?.on('message', () => undefined);
else await import('../sqlite-worker.ts');
