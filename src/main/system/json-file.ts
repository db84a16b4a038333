/** A small file that is replaced whole: readers see the old text or the new, never half of one. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Log } from '../../engine/ports.ts';

export interface JsonFile {
  /** Null when it is not there or cannot be read. */
  read(): Promise<string | null>;
  /** Returns at once. Writes follow each other; of those that wait, only the last is done. */
  write(text: string): void;
  /** Resolves when everything written so far is in the file or was logged as failed. */
  flush(): Promise<void>;
}

export function createJsonFile(path: string, log: Log): JsonFile {
  let waiting: string | null = null;
  let writing: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    while (waiting !== null) {
      const text = waiting;
      waiting = null;
      try {
        await writeFile(`${path}.new`, text);
        await rename(`${path}.new`, path);
      } catch (error) {
        log('warn', 'A file could not be written', { path, error });
      }
    }
    writing = null;
  }

  return {
    async read() {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
        if (!missing) log('warn', 'A file could not be read', { path, error });
        return null;
      }
    },
    write(text) {
      waiting = text;
      writing ??= writeAll();
    },
    async flush() {
      await writing;
    },
  };
}
