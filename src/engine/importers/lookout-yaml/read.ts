/** Reads lookout.yaml in a thread of its own: ten thousand endpoints take seconds, in which the loop would be held. */
import { Worker } from 'node:worker_threads';
import { CONFIG_FILE_BYTES } from '../../../contract/channels/imports.ts';
import type { Ms } from '../../../contract/model/units.ts';
import type { Environment } from './environment.ts';
import { givenUpText, noEnd, readTextFile, tooLargeText } from '../text-file.ts';
import type { LoadedConfig } from './load.ts';

/** The largest file there may be is read in half of it on a slow machine. */
const TIMEOUT_MS = 60_000;

export interface ReadOptions {
  /** The module that the thread runs: `config-worker.ts`, or what it was bundled to. */
  readonly workerUrl: URL;
  /** What `${NAME}` may stand for. Default: nothing, for files that come from somebody else. */
  readonly environment?: Environment;
  /** Ends the reading. */
  readonly signal?: AbortSignal;
  /** What takes longer is given up. Default 60,000. */
  readonly timeout?: Ms;
}

export type ReadConfig = LoadedConfig & {
  /** Not the file is wrong: time ran out (this machine may have slept), or the thread died. The next try may do better. */
  readonly givenUp?: true;
};

/** What the thread is given. */
export interface ReadJob {
  readonly text: string;
  /** Only for the errors. */
  readonly fileName: string;
  readonly environment: Environment;
}

/**
 * Reads the file at `path`, which may also be a pipe; one that cannot be read is an error in the answer.
 * @throws the signal's reason
 */
export async function readConfigFile(path: string, options: ReadOptions): Promise<ReadConfig> {
  const read = await readTextFile(path, options);
  if (read.ok) return readConfigText(read.text, path, options);
  const refused = refusal(path, read.problem);
  return read.givenUp ? { ...refused, givenUp: true } : refused;
}

/**
 * As `loadConfigText`, beside the loop. A text that is too large, that takes forever, or at which the thread dies, is an
 * error in the answer.
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
  if (bytes > CONFIG_FILE_BYTES) return tooLarge(fileName, bytes);
  const { promise, resolve, reject } = Promise.withResolvers<ReadConfig>();
  const giveUp = (reason: string) => resolve(givenUp(fileName, reason));
  const worker = new Worker(workerUrl, {
    workerData: { text, fileName, environment } satisfies ReadJob,
    // The flags of this process may be for its own main script only, such as `--test`.
    execArgv: [],
    name: 'config',
  });
  worker.once('message', resolve);
  worker.once('messageerror', reject);
  worker.once('error', (error) => giveUp(`got: ${error instanceof Error ? error.message : String(error)}`));
  worker.once('exit', (code) => giveUp(`got an early end of the thread that reads it (code ${code})`));
  const timer = setTimeout(() => giveUp(noEnd(timeout)), timeout);
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

function givenUp(file: string, reason: string): ReadConfig {
  return { ...refusal(file, givenUpText(reason)), givenUp: true };
}

function tooLarge(file: string, got: number): LoadedConfig {
  return refusal(file, tooLargeText(got));
}

function refusal(file: string, message: string): LoadedConfig {
  return { ok: false, errors: [{ file, position: null, path: '', message }] };
}
