/** Reads the past checks of imported endpoints in a worker thread, part by part. */
import { on } from 'node:events';
import type { FileIssue, Issue } from '../../contract/model/issue.ts';
import { threadFailed, threadStopped } from './answer-of-thread.ts';
import type { PastOptions, PastPart } from './past.ts';
import { ImportError } from './import-error.ts';
import { startImportThread } from './import-thread.ts';
import { createScratchFolder } from './scratch-folder.ts';
import type { SourceFile } from './source.ts';

/** The input of the worker thread. */
export interface PastJob extends PastOptions {
  readonly task: 'past';
  readonly files: readonly SourceFile[];
  readonly from: string | null;
}

/**
 * What the worker thread sends; null: there is no more; with an issue: the history cannot be read. It continues when it is
 * sent anything.
 */
export type PastMessage = PastPart | { readonly issue: FileIssue } | null;

export interface RunPastOptions extends Pick<PastJob, 'from' | 'wanted' | 'now'> {
  /** The module of the worker thread: `import-worker.ts`, or its bundle. */
  readonly workerUrl: URL;
  readonly signal: AbortSignal;
}

/** @throws the signal's reason, or ImportError when the history cannot be read */
export async function* runPast(
  files: readonly SourceFile[],
  { workerUrl, signal, ...options }: RunPastOptions,
): AsyncGenerator<PastPart> {
  signal.throwIfAborted();
  await using scratch = await createScratchFolder();
  signal.throwIfAborted();
  const worker = startImportThread(workerUrl, scratch, { task: 'past', files, ...options });
  const ended = new AbortController();
  // It ends only by itself when it has no memory left, or there is a bug.
  worker.once('exit', (code) => ended.abort(threadStopped(code)));
  try {
    for await (const [message] of on(worker, 'message', { signal: AbortSignal.any([signal, ended.signal]) })) {
      const part = message as PastMessage;
      if (part === null) return;
      if ('issue' in part) throw new ImportError(part.issue);
      yield part;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(null);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ImportError) throw error;
    const problem = ended.signal.aborted ? (ended.signal.reason as Issue) : threadFailed(error);
    throw new ImportError({ ...problem, file: files[options.wanted[0]?.file ?? 0]?.name ?? '', position: null });
  } finally {
    await worker.terminate();
  }
}
