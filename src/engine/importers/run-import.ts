/** Reads files to import in a worker thread with limits of time and memory, because they may be large or hostile. */
import type { Issue } from '../../contract/model/issue.ts';
import type { Ms } from '../../contract/model/units.ts';
import { answerOfThread } from './answer-of-thread.ts';
import { startImportThread } from './import-thread.ts';
import type { ImportResult } from './importer.ts';
import { createScratchFolder } from './scratch-folder.ts';
import type { SourceFile } from './source.ts';
import type { Environment } from './variables.ts';

/** A slow machine reads the largest files in half of this time. Milliseconds. */
const TIMEOUT_MS = 60_000;

export interface RunImportOptions {
  /** The module of the worker thread: `import-worker.ts`, or its bundle. */
  readonly workerUrl: URL;
  /** The name of a format; null or absent: it is recognized from the content. */
  readonly from?: string | null;
  /** Values of variables. Default: none, for files from somebody else. */
  readonly environment?: Environment;
  /** Whether variables stay in the entries, for printing. Default: they get their values. */
  readonly keepVariables?: boolean;
  readonly signal?: AbortSignal;
  /** Reading stops after this time. Default 60,000. */
  readonly timeout?: Ms;
}

/** The input of the worker thread. */
export interface ImportJob {
  readonly task: 'read';
  readonly files: readonly SourceFile[];
  readonly from: string | null;
  readonly environment: Environment;
  readonly keepVariables: boolean;
}

/**
 * Reads the files. If they cannot be read, the result has an error.
 * @throws the signal's reason
 */
export async function runImport(files: readonly SourceFile[], options: RunImportOptions): Promise<ImportResult> {
  const { workerUrl, from = null, environment = {}, keepVariables = false, signal, timeout = TIMEOUT_MS } = options;
  signal?.throwIfAborted();
  await using scratch = await createScratchFolder();
  signal?.throwIfAborted();
  const worker = startImportThread(workerUrl, scratch, { task: 'read', files, from, environment, keepVariables });
  return await answerOfThread<ImportResult>(worker, { giveUp: (issue) => refusal(files, issue), timeout, signal });
}

/** The result for a file that cannot be read. */
export function refusal(files: readonly Pick<SourceFile, 'name'>[], issue: Issue): ImportResult {
  const error = { ...issue, file: files[0]?.name ?? '', position: null };
  return { formats: [], endpoints: [], warnings: [], error, moreErrors: [] };
}
