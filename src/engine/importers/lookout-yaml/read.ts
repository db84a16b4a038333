/** Reads lookout.yaml in a thread of its own: ten thousand endpoints take seconds, in which the loop would be held. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { CONFIG_FILE_BYTES } from '../../../contract/channels.ts';
import type { Ms } from '../../../contract/model.ts';
import type { Environment } from './environment.ts';
import type { LoadedConfig } from './load.ts';

/** How long a pipe that has nothing to give yet is left alone. Milliseconds. */
const PIPE_MS = 20;
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
  let text: string;
  try {
    const bytes = await readBytes(path, options);
    if (!(bytes instanceof Uint8Array)) return bytes;
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    options.signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return refusal(path, `Expected ${path} to be a file in UTF-8 that can be read, got: ${reason}`);
  }
  return readConfigText(text, path, options);
}

/** @returns an error when there is too much of it, or no end */
async function readBytes(
  path: string,
  { signal, timeout = TIMEOUT_MS }: ReadOptions,
): Promise<Uint8Array | ReadConfig> {
  const end = performance.now() + timeout;
  // Else opening a pipe waits for its writer, in one of the few threads that all files and look-ups share. None on Windows.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size } = await handle.stat();
    if (size > CONFIG_FILE_BYTES) return tooLarge(path, size);
    // A pipe and a device have the size 0, and a file may grow. Memory is taken only where it is written to.
    const bytes = Buffer.allocUnsafe(CONFIG_FILE_BYTES + 1);
    let length = 0;
    while (length < bytes.length) {
      signal?.throwIfAborted();
      const read = await handle.read(bytes, length).catch(nothingYet);
      if (read === null) {
        if (performance.now() > end) return givenUp(path, noEnd(timeout));
        await sleep(PIPE_MS, undefined, { signal });
      } else if (read.bytesRead === 0) return bytes.subarray(0, length);
      else length += read.bytesRead;
    }
    return tooLarge(path, 'more');
  } finally {
    await handle.close();
  }
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

/** What a pipe answers whose writer is still at it. */
function nothingYet(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return null;
  throw error;
}

const noEnd = (timeout: Ms): string => `got no end of it within ${timeout / 1000} seconds`;

function givenUp(file: string, reason: string): ReadConfig {
  return { ...refusal(file, `Expected the file to be one that Lookout can read, ${reason}`), givenUp: true };
}

function tooLarge(file: string, got: number | 'more'): LoadedConfig {
  return refusal(file, `Expected the file to be ${CONFIG_FILE_BYTES} bytes or less, got ${got}`);
}

function refusal(file: string, message: string): LoadedConfig {
  return { ok: false, errors: [{ file, position: null, path: '', message }] };
}
