/** The thread that runs queries, one job after the other. Bundled as `query-worker`; under plain Node 24 it runs as it is. */
import { parentPort } from 'node:worker_threads';
import type { QueryAnswer, QueryJob } from './query-runner.ts';
import { runQueries } from './run-queries.ts';

if (parentPort === null) throw new Error('Expected query-worker to be started as a worker thread, got none');
const port = parentPort;
port.on('message', ({ id, text, queries }: QueryJob) => {
  void runQueries(text, queries).then((answers) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
    port.postMessage({ id, answers } satisfies QueryAnswer);
  });
});
