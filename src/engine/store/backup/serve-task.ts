import type { MessagePort } from 'node:worker_threads';
import { DamagedError, runTask, type Task, type TaskReply } from './tasks.ts';

/** The thread's side: does one task, and reports how far it is. Any message stops it. */
export async function serveTask(port: MessagePort, task: Task): Promise<void> {
  const reply = (message: TaskReply): void => port.postMessage(message);
  const abort = new AbortController();
  port.once('message', () => abort.abort());
  try {
    const done = await runTask(task, (progress) => {
      // SQLite stops copying when this throws.
      abort.signal.throwIfAborted();
      reply({ progress });
    });
    reply({ done });
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error);
    reply({ failed, damaged: error instanceof DamagedError });
  } finally {
    port.close();
  }
}
