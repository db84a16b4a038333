/** Reads the past checks of imported endpoints in a worker thread, part by part. */
import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PastOptions, PastPart } from './past.ts';
import { createScratchFolder } from './scratch-folder.ts';
import type { SourceFile } from './source.ts';

const MEMORY_MB = 1024;

/** The input of the worker thread. */
export interface PastJob extends PastOptions {
  readonly task: 'past';
  readonly files: readonly SourceFile[];
  readonly from: string | null;
}

/** What the worker thread sends; null: there is no more. It continues when it is sent anything. */
export type PastMessage = PastPart | null;

export interface RunPastOptions extends Pick<PastJob, 'from' | 'wanted' | 'now'> {
  /** The module of the worker thread: `import-worker.ts`, or its bundle. */
  readonly workerUrl: URL;
  readonly signal: AbortSignal;
}

/** @throws the signal's reason, or the error of the thread */
export async function* runPast(
  files: readonly SourceFile[],
  { workerUrl, signal, ...options }: RunPastOptions,
): AsyncGenerator<PastPart> {
  signal.throwIfAborted();
  await using scratch = await createScratchFolder();
  signal.throwIfAborted();
  const worker = new Worker(workerUrl, {
    env: scratch.env,
    workerData: { task: 'past', files, ...options } satisfies PastJob,
    // The flags of this process may be meant only for its main script, such as `--test`.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    name: 'import',
  });
  const ended = new AbortController();
  // It ends only by itself when it has no memory left, or there is a bug.
  worker.once('exit', (code) => ended.abort(new Error(`The thread that reads the history stopped (code ${code})`)));
  try {
    for await (const [message] of on(worker, 'message', { signal: AbortSignal.any([signal, ended.signal]) })) {
      const part = message as PastMessage;
      if (part === null) return;
      yield part;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(null);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw ended.signal.aborted ? ended.signal.reason : error;
  } finally {
    await worker.terminate();
  }
}
