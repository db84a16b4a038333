/** Reads lookout.yaml in a thread of its own: ten thousand endpoints take seconds, in which the loop would be held. */
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { Ms } from '../../contract/model.ts';
import type { Environment } from './environment.ts';
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

/** What the thread is given. */
export interface ReadJob {
  readonly text: string;
  /** Only for the errors. */
  readonly fileName: string;
  readonly environment: Environment;
}

/**
 * Reads the file at `path`; one that cannot be read is an error in the answer.
 * @throws the signal's reason
 */
export async function readConfigFile(path: string, options: ReadOptions): Promise<LoadedConfig> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refusal(path, `Expected ${path} to be a file in UTF-8 that can be read, got: ${reason}`);
  }
  return readConfigText(text, path, options);
}

/**
 * As `loadConfigText`, beside the loop. A text that takes forever, or at which the thread dies, is an error in the answer.
 * @param fileName only for the errors
 * @throws the signal's reason
 */
export async function readConfigText(
  text: string,
  fileName: string,
  { workerUrl, environment = {}, signal, timeout = TIMEOUT_MS }: ReadOptions,
): Promise<LoadedConfig> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<LoadedConfig>();
  const refuse = (reason: string) =>
    resolve(refusal(fileName, `Expected the file to be one that Lookout can read, ${reason}`));
  const worker = new Worker(workerUrl, {
    workerData: { text, fileName, environment } satisfies ReadJob,
    // The flags of this process may be for its own main script only, such as `--test`.
    execArgv: [],
    name: 'config',
  });
  worker.once('message', resolve);
  worker.once('messageerror', reject);
  worker.once('error', (error) => refuse(`got: ${error instanceof Error ? error.message : String(error)}`));
  worker.once('exit', (code) => refuse(`got an early end of the thread that reads it (code ${code})`));
  const timer = setTimeout(() => refuse(`got no end of it within ${timeout / 1000} seconds`), timeout);
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

function refusal(file: string, message: string): LoadedConfig {
  return { ok: false, errors: [{ file, position: null, path: '', message }] };
}
