/** A small file that is replaced as a whole, so that a reader never sees half of a text. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Log } from '../../engine/ports.ts';

export interface JsonFile {
  /** Null when the file is missing or cannot be read. */
  read(): Promise<string | null>;
  /** Returns at once. One write runs at a time; of the texts that wait, only the last is written. */
  write(text: string): void;
  /** Resolves when everything so far is written, or its failure is logged. */
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
