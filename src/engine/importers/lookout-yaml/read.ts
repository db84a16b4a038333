/** Reads lookout.yaml in a worker thread, because ten thousand endpoints take seconds, which would block the loop. */
import { Worker } from 'node:worker_threads';
import { CONFIG_FILE_BYTES } from '../../../contract/channels/imports.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { answerOfThread } from '../answer-of-thread.ts';
import type { Environment } from '../variables.ts';
import { fileTooLarge, readTextFile } from '../text-file.ts';
import type { LoadedConfig } from './load.ts';

/** A slow machine reads the largest file in half of this time. Milliseconds. */
const TIMEOUT_MS = 60_000;

export interface ReadOptions {
  /** The module of the worker thread: `config-worker.ts`, or its bundle. */
  readonly workerUrl: URL;
  /** The values of `${NAME}`. Default: none, for files from somebody else. */
  readonly environment?: Environment;
  /** Cancels the reading. */
  readonly signal?: AbortSignal;
  /** Reading stops after this time. Default 60,000. */
  readonly timeout?: Ms;
}

export type ReadConfig = LoadedConfig & {
  /**
   * True: the file may be fine, but time ran out (this machine may have slept) or the thread died. Another try may
   * succeed.
   */
  readonly givenUp?: true;
};

/** The input of the worker thread. */
export interface ReadJob {
  readonly text: string;
  /** Only for the errors. */
  readonly fileName: string;
  readonly environment: Environment;
}

/**
 * Reads the file at `path`, which may also be a pipe. If it cannot be read, the result has an error.
 * @throws the signal's reason
 */
export async function readConfigFile(path: string, options: ReadOptions): Promise<ReadConfig> {
  const read = await readTextFile(path, options);
  if (read.ok) return readConfigText(read.text, path, options);
  const refused = refusal(path, read.problem);
  return read.givenUp ? { ...refused, givenUp: true } : refused;
}

/**
 * Like `loadConfigText`, but in a worker thread. If the text is too large, takes too long or crashes the thread, the
 * result has an error.
 * @param fileName only for the errors
 * @throws the signal's reason
 */
export async function readConfigText(
  text: string,
  fileName: string,
  { workerUrl, environment = {}, signal, timeout = TIMEOUT_MS }: ReadOptions,
): Promise<ReadConfig> {
  signal?.throwIfAborted();
  const bytes = Buffer.byteLength(text);
  if (bytes > CONFIG_FILE_BYTES) return refusal(fileName, fileTooLarge());
  const worker = new Worker(workerUrl, {
    workerData: { text, fileName, environment } satisfies ReadJob,
    // The flags of this process may be meant only for its main script, such as `--test`.
    execArgv: [],
    name: 'config',
  });
  const giveUp = (issue: Issue): ReadConfig => ({ ...refusal(fileName, issue), givenUp: true });
  return await answerOfThread(worker, { giveUp, timeout, signal });
}

function refusal(file: string, issue: Issue): LoadedConfig {
  return { ok: false, errors: [{ ...issue, file, position: null }] };
}
