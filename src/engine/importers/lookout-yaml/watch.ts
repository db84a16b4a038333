/** Follows lookout.yaml while Lookout runs. */
import { watch } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Ms } from '../../../contract/model/units.ts';
import type { Environment } from '../variables.ts';
import type { LoadedConfig } from './load.ts';
import { readConfigFile } from './read.ts';

/** Editors save in several steps (truncate, write, rename). Wait until they are done. Milliseconds. */
const SETTLE_MS = 100;
/** A file that can never be read takes a minute per try, so this costs at most a sixth of one core. Milliseconds. */
const RETRY_MS = 5 * 60_000;

export interface WatchConfigOptions {
  /** The file as the person named it, for errors. */
  readonly path: string;
  /**
   * Called with the content of the file: at the start, after every save, and again some time after a failed
   * reading. Calls do not overlap, and none comes after the signal is aborted.
   */
  readonly onChange: (config: LoadedConfig) => Promise<void> | void;
  /** Called when the file can no longer be watched, or `onChange` failed. */
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
  /** The values of `${NAME}` in the file. Default: none. */
  readonly environment?: Environment;
  /** The module of the worker thread: `config-worker.ts`, or its bundle. */
  readonly workerUrl: URL;
  /** How long after a failed reading the file is read again, because its thread died or took too long. Default 300,000. */
  readonly retryAfter?: Ms;
}

/**
 * Watches the folder instead of the file, because editors and deployments replace the file. If the path is a link, also
 * watches the folder of its target. The file may be removed and come back; its folder may not.
 * @returns once it watches
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
      // The previous change is still being applied. Look again after it.
      if (reading !== null) lookSoon();
      else {
        reading = look()
          .catch((error: unknown) => {
            // When Lookout stops, running work may be refused.
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

/** Changes when the file is saved, replaced, removed or comes back. */
async function fingerprint(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs } = await stat(file, { bigint: true });
    return `${dev}:${ino}:${size}:${mtimeNs}`;
  } catch (error) {
    // The file cannot be read for the same reason, so the reading reports it.
    return error instanceof Error ? error.message : String(error);
  }
}
