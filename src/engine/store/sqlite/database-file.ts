/** The database's files on the disk: who can read them, and whether they are still the files that SQLite has open. */
import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { problemOf } from '../../base/problem-error.ts';
import { StoreError } from '../store.ts';

/** Passwords and tokens are sealed, but URLs and answers of servers are private too. SQLite gives -wal and -shm the same mode. */
const OWNER_ONLY = 0o600;
const WRITE_AHEAD_LOG = '-wal';
const SHARED_MEMORY = '-shm';

/**
 * A program can remove or replace a file that SQLite has open (not on Windows). SQLite then writes into a file that has no
 * name, and all of it is gone when the process ends. SQLite checks for this in other journal modes, but not with a
 * write-ahead log (https://sqlite.org/howtocorrupt.html, section 2.4).
 */
export class DatabaseFile {
  readonly path: string;
  /** Of the open files, by path. */
  readonly #identities = new Map<string, string>();

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Creates the file and its folder where they are missing, readable only by their owner.
   * @param identity of the file that an earlier connection of this process had open; null: any file is right
   * @throws StoreError when the file is not the one with that identity
   */
  static prepare(path: string, identity: string | null): DatabaseFile {
    const file = new DatabaseFile(path);
    if (identity !== null) {
      file.#identities.set(path, identity);
      file.requireInPlace();
    }
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    create(path);
    return file;
  }

  /**
   * Remembers which files are open, and takes the rights on them away from other users. Call it once SQLite has opened
   * the database, found it to be one of Lookout, and written to it.
   */
  noteOpened(): void {
    for (const suffix of ['', WRITE_AHEAD_LOG, SHARED_MEMORY]) restrict(this.path + suffix);
    for (const path of [this.path, this.path + WRITE_AHEAD_LOG]) {
      const identity = identityOf(path);
      if (identity !== null) this.#identities.set(path, identity);
    }
  }

  /** Distinguishes the database from every other file, as long as it exists. */
  get identity(): string {
    const identity = this.#identities.get(this.path);
    if (identity === undefined) throw new Error(`Expected ${this.path} to be open`);
    return identity;
  }

  /** @throws StoreError, transient, when an open file is no longer at its path */
  requireInPlace(): void {
    for (const [path, identity] of this.#identities) {
      const now = identityOf(path);
      if (now !== identity) throw new MovedFileError(path, now === null ? 'removed' : 'replaced');
    }
  }

  /** Bytes of the database and its write-ahead log. */
  get bytes(): number {
    return [this.path, this.path + WRITE_AHEAD_LOG].reduce((sum, path) => sum + (statOf(path)?.size ?? 0), 0);
  }
}

/** The database that is open is no longer at its path. Passes when someone puts the file back. */
export class MovedFileError extends StoreError {
  constructor(file: string, reason: 'removed' | 'replaced') {
    super(problemOf('store.moved', { file, reason }));
  }
}

/**
 * Only where there is no file: closing any descriptor of a database drops the locks that the process has on it
 * (https://sqlite.org/howtocorrupt.html, section 2.2).
 */
function create(path: string): void {
  if (statOf(path) !== undefined) return;
  closeSync(openSync(path, 'a', OWNER_ONLY));
}

/** Leaves a file alone that belongs to another user, as on a shared disk: Lookout may use it, but not change its mode. */
function restrict(path: string): void {
  const mode = statOf(path)?.mode;
  if (mode === undefined || (mode & 0o077) === 0) return;
  try {
    chmodSync(path, OWNER_ONLY);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EPERM' || error.code === 'ENOTSUP')))
      throw error;
  }
}

function identityOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
}

function statOf(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}
