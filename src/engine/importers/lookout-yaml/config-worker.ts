/**
 * The worker thread that reads one config file and then ends. Bundled as `config-worker`; Node 24 also runs it from
 * source.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { loadLibraries } from '../../conditions/libraries.ts';
import { loadTemplates } from '../../alerts/template/templates.ts';
import { loadConfigText } from './load.ts';
import type { ReadJob } from './read.ts';

if (parentPort === null) throw new Error('config-worker must be started as a worker thread');
const { text, fileName, environment } = workerData as ReadJob;
// Every field with expressions has one of these words in its name or in its text.
if (/conditions|expect|extract/u.test(text)) await loadLibraries();
if (text.includes('Template')) await loadTemplates();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort.postMessage(loadConfigText(text, fileName, { environment }));
