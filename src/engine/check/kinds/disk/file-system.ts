/** Asks the system about a file system (statvfs(3)). */
import { statfs } from 'node:fs/promises';
import { untilAborted } from '../../../base/until-aborted.ts';

/** Bytes and inodes. `free` is what ordinary users may still use. */
export interface FileSystem {
  readonly totalBytes: number;
  readonly usedBytes: number;
  readonly freeBytes: number;
  /** 0: the file system has no fixed number of inodes. */
  readonly inodes: number;
  readonly freeInodes: number;
}

type Ask = (path: string) => Promise<FileSystem>;

/**
 * Asks about paths so that one that never answers, such as a dead NFS mount, blocks one thread only: the system offers no way
 * to give up. Later questions about the same path wait for the same answer.
 */
export class FileSystems {
  readonly #ask: Ask;
  readonly #asked = new Map<string, Promise<FileSystem>>();

  constructor(ask: Ask = askSystem) {
    this.#ask = ask;
  }

  /** @throws the system's error, such as ENOENT, or the signal's reason */
  look(path: string, signal: AbortSignal): Promise<FileSystem> {
    let answer = this.#asked.get(path);
    if (answer === undefined) {
      answer = this.#ask(path).finally(() => this.#asked.delete(path));
      this.#asked.set(path, answer);
    }
    const waiting = answer;
    return untilAborted(signal, (resolve, reject) => {
      waiting.then(resolve, reject);
      return () => {};
    });
  }
}

async function askSystem(path: string): Promise<FileSystem> {
  const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(path);
  return {
    totalBytes: blocks * bsize,
    usedBytes: (blocks - bfree) * bsize,
    freeBytes: bavail * bsize,
    inodes: files,
    freeInodes: ffree,
  };
}
