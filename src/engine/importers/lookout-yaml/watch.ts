/** Follows lookout.yaml while Lookout runs. */
import { watch } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Ms } from '../../../contract/model/units.ts';
import type { Environment } from './environment.ts';
import type { LoadedConfig } from './load.ts';
import { readConfigFile } from './read.ts';

/** An editor saves in several steps (empty, written, renamed): they are waited for. Milliseconds. */
const SETTLE_MS = 100;
/** A file that can never be read to its end takes a minute each time: a sixth of one core at most. */
const RETRY_MS = 5 * 60_000;

export interface WatchConfigOptions {
  /** The file as the person named it, as it will stand in errors. */
  readonly path: string;
  /**
   * Called with what the file says, now, whenever it was saved, and again some time after its reading was given up; one
   * call after another's promise has settled, and never after the signal is aborted.
   */
  readonly onChange: (config: LoadedConfig) => Promise<void> | void;
  /** Called when the file cannot be followed any more, or `onChange` failed. */
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
  /** What `${NAME}` in the file may stand for; default: nothing. */
  readonly environment?: Environment;
  /** The module of the thread that reads: `config-worker.ts`, or what it was bundled to. */
  readonly workerUrl: URL;
  /** So long after its reading was given up, the file is read again as it is. Default 300,000. */
  readonly retryAfter?: Ms;
}

/**
 * Watches the folder and not the file, because editors and deployments put a new file in the place of the old one; and
 * where the path is a link, also the folder of what it leads to. The file may come and go; its folder may not.
 *
 * @returns once watching
 */
export async function watchConfigFile(options: WatchConfigOptions): Promise<void> {
  const { path, onChange, onError, signal, retryAfter = RETRY_MS } = options;
  const file = resolve(path);
  let known: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let reading: Promise<void> | null = null;

  async function look(): Promise<void> {
    const found = await fingerprint(file);
    if (found === known || signal.aborted) return;
    known = found;
    clearTimeout(retry);
    const config = await readConfigFile(path, options);
    if (signal.aborted) return;
    if (config.givenUp === true) {
      retry = setTimeout(() => {
        known = null;
        lookSoon();
      }, retryAfter);
    }
    await onChange(config);
  }

  function lookSoon(): void {
    if (signal.aborted || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      // What changes while the last change is still being taken in is looked at after it.
      if (reading !== null) lookSoon();
      else {
        reading = look()
          .catch((error: unknown) => {
            // What was under way when it was stopped may be refused.
            if (!signal.aborted) onError(error);
          })
          .finally(() => {
            reading = null;
          });
      }
    }, SETTLE_MS);
  }

  const stop = () => {
    clearTimeout(timer);
    clearTimeout(retry);
  };
  signal.addEventListener('abort', stop, { once: true });
  const target = await realpath(file).catch(() => file);
  for (const folder of new Set([dirname(file), dirname(target)])) {
    if (signal.aborted) return;
    watch(folder, { signal }, lookSoon).on('error', onError);
  }
  lookSoon();
}

/** Differs when the file was saved, replaced, removed, or is there again. */
async function fingerprint(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs } = await stat(file, { bigint: true });
    return `${dev}:${ino}:${size}:${mtimeNs}`;
  } catch (error) {
    // Whatever keeps it from being found will keep it from being read, which tells why.
    return error instanceof Error ? error.message : String(error);
  }
}
