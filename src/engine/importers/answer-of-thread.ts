/** Waits for what a worker thread answers that reads a file, which may be large or hostile. */
import type { Worker } from 'node:worker_threads';
import type { Issue } from '../../contract/model/issue.ts';
import type { Ms } from '../../contract/model/units.ts';
import { issueOf } from '../base/issues.ts';

export interface AnswerOptions<T> {
  /** The answer when the thread gives none: it failed, stopped or took too long. */
  readonly giveUp: (issue: Issue) => T;
  readonly timeout: Ms;
  readonly signal: AbortSignal | undefined;
}

/**
 * Waits for the first message of a thread, and ends the thread.
 * @throws the signal's reason
 */
export async function answerOfThread<T>(worker: Worker, { giveUp, timeout, signal }: AnswerOptions<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  worker.once('message', resolve);
  worker.once('messageerror', reject);
  worker.once('error', (error) => resolve(giveUp(threadFailed(error))));
  worker.once('exit', (code) => resolve(giveUp(threadStopped(code))));
  const timer = setTimeout(() => resolve(giveUp(issueOf('file.noEnd', '', { timeoutMs: timeout }))), timeout);
  const abort = () => reject(signal?.reason as Error);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

/** The issue for an error of the thread, such as that it has no memory left. */
export function threadFailed(error: unknown): Issue {
  const problem = error instanceof Error ? error.message : String(error);
  return issueOf('file.failed', '', { reason: 'error', problem });
}

/** The issue for a thread that ended without an answer. */
export function threadStopped(code: number): Issue {
  return issueOf('file.failed', '', { reason: 'stopped', problem: code });
}
