import type { MessagePort } from 'node:worker_threads';
import type { Message } from '../../../contract/model/text.ts';
import { ProblemError } from '../../base/problem-error.ts';
import { isCorrupt } from '../sqlite/database.ts';
import { DamagedError, runTask, type Task } from './tasks.ts';

/** The messages that the thread sends. */
export type TaskEvent =
  | { readonly progress: unknown }
  | { readonly piece: Uint8Array }
  | { readonly done: unknown }
  | TaskFailure;

/** Why a task failed. */
export interface TaskFailure {
  readonly failed: string;
  /** The file that the task was about is damaged. */
  readonly damaged: boolean;
  /** The code of the system's error, such as `ENOSPC`; null: it is not an error of the system. */
  readonly code: string | null;
  /** The message for people; null: the store does not explain this error. */
  readonly problem: Message | null;
}

/** The messages that the thread gets: `abort`, or `next` when its piece was taken. */
export type TaskMessage = 'abort' | 'next';

/** The thread's side: does one task, and reports its progress. */
export async function serveTask(port: MessagePort, task: Task): Promise<void> {
  const send = (event: TaskEvent, transfer: readonly ArrayBuffer[] = []): void =>
    port.postMessage(event, [...transfer]);
  const abort = new AbortController();
  let taken: PromiseWithResolvers<void> | null = null;
  port.on('message', (message: TaskMessage) => {
    if (message === 'abort') {
      abort.abort();
      taken?.reject(abort.signal.reason);
    } else taken?.resolve();
  });
  try {
    const done = await runTask(task, {
      signal: abort.signal,
      onProgress: (progress) => {
        // SQLite stops copying when this throws.
        abort.signal.throwIfAborted();
        send({ progress });
      },
      sink: {
        async write(bytes) {
          abort.signal.throwIfAborted();
          taken = Promise.withResolvers();
          const piece = new Uint8Array(bytes);
          send({ piece }, [piece.buffer]);
          await taken.promise;
        },
      },
    });
    send({ done });
  } catch (error) {
    send({
      failed: error instanceof Error ? error.message : String(error),
      damaged: error instanceof DamagedError || isCorrupt(error),
      code: systemCodeOf(error),
      problem: error instanceof ProblemError ? error.problem : null,
    });
  } finally {
    port.close();
  }
}

/** SQLite's result codes for errors for which the system has a code of its own (https://sqlite.org/rescode.html). */
const SQLITE_CODES: ReadonlyMap<number, string> = new Map([
  [8, 'EROFS'],
  [13, 'ENOSPC'],
  [14, 'EACCES'],
]);

/** The code of the system's error, such as `ENOSPC`; null: it is not an error of the system. */
export function systemCodeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('errcode' in error && typeof error.errcode === 'number') return SQLITE_CODES.get(error.errcode & 0xff) ?? null;
  return 'syscall' in error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
