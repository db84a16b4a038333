/** `sqlite-worker.ts`, whose tasks never end and do not react, as while SQLite checks a copy of several GB. */
import { parentPort, workerData } from 'node:worker_threads';
import { isTask } from '../backup/tasks.ts';

if (isTask(workerData)) parentPort?.on('message', () => undefined);
else await import('../sqlite-worker.ts');
