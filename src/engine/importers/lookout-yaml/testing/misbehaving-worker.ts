/** Test code: a thread that misbehaves as its text says, instead of reading it. */
import { workerData } from 'node:worker_threads';
import type { ReadJob } from '../read.ts';

const { text } = workerData as ReadJob;
if (text === 'dies') process.exit(3);
if (text === 'fails') throw new Error('a bug');
if (text === 'never ends') for (;;);
