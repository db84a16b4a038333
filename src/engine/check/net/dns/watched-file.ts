/** A file of this machine's configuration that is read again when it has changed. */
import { readFile, stat } from 'node:fs/promises';

export interface WatchedFile<T> {
  /** The current value of the file; `empty` while there is no file. */
  read(): Promise<T>;
}

export interface WatchedFileOptions<T> {
  readonly path: string;
  readonly parse: (text: string) => T;
  /** The value without a file. */
  readonly empty: T;
  /** A larger file counts as empty. */
  readonly maxBytes: number;
}

/**
 * For how long a file is not checked again, in milliseconds, so that hundreds of checks a second do not each ask the
 * disk.
 */
const FRESH_MS = 1_000;

/** Reads the file on request, if its time or size has changed. */
export function createWatchedFile<T>({ path, parse, empty, maxBytes }: WatchedFileOptions<T>): WatchedFile<T> {
  let value = empty;
  let version = '';
  let checkedAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    try {
      const { mtimeMs, size } = await stat(path);
      const found = `${mtimeMs} ${size}`;
      if (found === version) return;
      value = size > maxBytes ? empty : parse(await readFile(path, 'utf8'));
      version = found;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      // Without the file, the value is empty. An error that only prevents reading it now, such as too many open files,
      // changes nothing.
      if (error.code !== 'ENOENT') return;
      value = empty;
      version = '';
    } finally {
      checkedAt = performance.now();
      refreshing = null;
    }
  }

  return {
    async read() {
      if (performance.now() - checkedAt > FRESH_MS) await (refreshing ??= refresh());
      return value;
    },
  };
}
