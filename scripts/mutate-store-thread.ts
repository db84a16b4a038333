/**
 * For `mutate.mjs`: runs the store's database in the thread of the tests, in which changes are switched on and off. Its methods
 * are called as in a thread of its own, through a channel.
 */
import { EventEmitter } from 'node:events';
import { MessageChannel, Worker as Thread, type WorkerOptions } from 'node:worker_threads';
import { createDatabaseStore } from '../src/engine/store/sqlite/database-store.ts';
import type { WorkerSetup } from '../src/engine/store/sqlite/methods.ts';
import { serve } from '../src/engine/store/sqlite/serve.ts';

/** What `worker-client.ts` uses of a `Worker`. */
class SameThread extends EventEmitter {
  readonly #channel = new MessageChannel();

  constructor(setup: WorkerSetup) {
    super();
    const { port1, port2 } = this.#channel;
    port1.on('message', (message) => this.emit('message', message)).once('close', () => this.emit('exit', 0));
    serve(port2, setup.file, () => createDatabaseStore(setup));
  }

  postMessage(message: unknown): void {
    this.#channel.port1.postMessage(message);
  }

  terminate(): Promise<number> {
    this.#channel.port1.close();
    return Promise.resolve(0);
  }
}

/** Replaces the `Worker` of `node:worker_threads`. Other threads of tests, which fail on purpose, stay threads. */
export function Worker(url: URL, options: WorkerOptions): SameThread | Thread {
  return url.pathname.endsWith('/sqlite-worker.ts')
    ? new SameThread(options.workerData as WorkerSetup)
    : new Thread(url, options);
}
