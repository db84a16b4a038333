import { stat } from 'node:fs/promises';
import { MessageChannel } from 'node:worker_threads';
import { serveTask, type TaskEvent, type TaskMessage } from '../tasks/serve-task.ts';
import { TaskError, type Tasks } from '../tasks/task-thread.ts';

/** Does tasks in this thread, which is quicker for small databases. Otherwise the same as `TaskThreads`. */
export function sameThreadTasks(): Tasks {
  return {
    unref: () => undefined,
    async run(task, { signal, onProgress, onPiece } = {}) {
      await stat(task.file);
      signal?.throwIfAborted();
      const { port1, port2 } = new MessageChannel();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
      const post = (message: TaskMessage) => port1.postMessage(message);
      signal?.addEventListener('abort', () => post('abort'), { once: true });
      const answer = new Promise<unknown>((resolve, reject) => {
        port1.on('message', (event: TaskEvent) => {
          if ('progress' in event) onProgress?.(event.progress);
          else if ('piece' in event) onPiece?.(event.piece).then(() => post('next'), reject);
          else if ('done' in event) resolve(event.done);
          else reject(new TaskError(event));
        });
      });
      await serveTask(port2, task);
      return answer;
    },
  };
}
