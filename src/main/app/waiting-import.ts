import { basename } from 'node:path';
import type { WaitingFile } from '../../contract/channels/host.ts';
import { readTextFile } from '../../engine/importers/text-file.ts';

/** Keeps the file that Lookout was started with until a page asks for it. */
export interface WaitingImport {
  /** Never rejects: if the file cannot be read, the problem is in the answer. Only the last file is kept. */
  readFile(path: string): Promise<void>;
  /** Returns the file once; null: there is none. */
  take(): WaitingFile | null;
}

export function createWaitingImport(): WaitingImport {
  let reading = new AbortController();
  let waiting: WaitingFile | null = null;
  return {
    async readFile(path) {
      reading.abort();
      reading = new AbortController();
      const { signal } = reading;
      waiting = null;
      const fileName = basename(path);
      try {
        const read = await readTextFile(path, { signal });
        signal.throwIfAborted();
        waiting = read.ok
          ? { fileName, text: read.text }
          : { fileName, problem: { ...read.problem, file: fileName, position: null } };
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    take() {
      const taken = waiting;
      waiting = null;
      return taken;
    },
  };
}
