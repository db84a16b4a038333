import type { MessagePort } from 'node:worker_threads';
import { DamagedError, runTask, type Task } from './tasks.ts';

/** What the thread sends. */
export type TaskEvent =
  | { readonly progress: unknown }
  | { readonly piece: Uint8Array }
  | { readonly done: unknown }
  | { readonly failed: string; readonly damaged: boolean; readonly code: string | null };

/** What the thread gets: an end, or that its piece was taken. */
export type TaskMessage = 'abort' | 'next';

/** The thread's side: does one task, and reports how far it is. */
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
    const failed = error instanceof Error ? error.message : String(error);
    send({ failed, damaged: error instanceof DamagedError, code: systemCodeOf(error) });
  } finally {
    port.close();
  }
}

/** SQLite's result codes for what the system reports with a code of its own (https://sqlite.org/rescode.html). */
const SQLITE_CODES: ReadonlyMap<number, string> = new Map([
  [8, 'EROFS'],
  [13, 'ENOSPC'],
  [14, 'EACCES'],
]);

/** The code of the system's error, such as `ENOSPC`; null: it is none of the system. */
export function systemCodeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('errcode' in error && typeof error.errcode === 'number') return SQLITE_CODES.get(error.errcode & 0xff) ?? null;
  return 'syscall' in error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
