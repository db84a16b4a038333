/** Runs a task in a thread of its own. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TaskEvent, TaskFailure, TaskMessage } from './serve-task.ts';
import type { Task } from './tasks.ts';

/** The task failed, and its thread says why. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  readonly failure: TaskFailure;

  constructor(failure: TaskFailure) {
    super(failure.failed);
    this.failure = failure;
  }
}

export interface TaskHandlers {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: unknown) => void;
  /** Takes a piece of what the task makes. The thread waits until it resolves. */
  readonly onPiece?: (bytes: Uint8Array) => Promise<void>;
}

/** Runs tasks. */
export type Tasks = Pick<TaskThreads, 'run' | 'unref'>;

export class TaskThreads {
  readonly #workerUrl: URL;
  readonly #workers = new Set<Worker>();

  /** @param workerUrl `sqlite-worker.ts`, or its bundle */
  constructor(workerUrl: URL) {
    this.#workerUrl = workerUrl;
  }

  /** @returns the answer of the task @throws TaskError, or the error with which its thread ended */
  async run(task: Task, { signal, onProgress, onPiece }: TaskHandlers = {}): Promise<unknown> {
    await stat(task.file);
    signal?.throwIfAborted();
    const worker = new Worker(this.#workerUrl, { workerData: task, execArgv: [], name: basename(task.file) });
    this.#workers.add(worker);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    const post = (message: TaskMessage) => worker.postMessage(message);
    const abort = () => post('abort');
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise<unknown>((resolve, reject) => {
        worker.on('message', (event: TaskEvent) => {
          if ('progress' in event) onProgress?.(event.progress);
          else if ('piece' in event) onPiece?.(event.piece).then(() => post('next'), reject);
          else if ('done' in event) resolve(event.done);
          else reject(new TaskError(event));
        });
        worker.on('error', reject);
        worker.on('exit', () => reject(new Error('The thread ended')));
      });
    } finally {
      signal?.removeEventListener('abort', abort);
      await worker.terminate();
      this.#workers.delete(worker);
    }
  }

  /**
   * Lets the process end without waiting for tasks: a check of a copy is one call of SQLite, which nothing interrupts.
   */
  unref(): void {
    for (const worker of this.#workers) worker.unref();
  }
}
