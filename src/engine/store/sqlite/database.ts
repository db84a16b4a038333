/** Opens the database file, runs transactions, and explains SQLite's errors. */
import { DatabaseSync, type StatementSync, type SQLInputValue } from 'node:sqlite';
import { problemOf } from '../../base/problem-error.ts';
import { StoreError } from '../store.ts';
import { MovedFileError, type DatabaseFile } from './database-file.ts';

/**
 * "Look" in ASCII. It distinguishes a Lookout database from any other SQLite file
 * (https://sqlite.org/pragma.html#pragma_application_id).
 */
const APPLICATION_ID = 0x4c6f6f6b;
/**
 * How long to wait for another process that writes, such as a backup. Shorter than the time for stopping Lookout.
 * Failed writes are tried again.
 */
const BUSY_MS = 1000;
/** The write-ahead log is truncated to this size after a checkpoint. */
const WAL_BYTES = 16 * 1024 * 1024;

/** What SQLite's primary result codes mean to a person (https://sqlite.org/rescode.html): a `reason` of `store.unusable`. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [5, 'locked'],
  [6, 'locked'],
  [8, 'readOnly'],
  [10, 'io'],
  [11, 'damaged'],
  [13, 'full'],
  [14, 'cannotOpen'],
  [26, 'notDatabase'],
]);
/**
 * Errors that may go away without a change by us: locked, out of memory, not writable, disk error, full, cannot open.
 */
const TRANSIENT: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 13, 14]);
/** The file itself is at fault: damaged, not a database. */
const CORRUPT: ReadonlySet<number> = new Set([11, 26]);

/**
 * Opens the database, or creates it.
 *
 * With a write-ahead log and `synchronous = NORMAL`, a crash of Lookout loses nothing that was committed, a power
 * failure loses at most what was committed since the last checkpoint, and neither damages the file. Data that a person
 * entered must also survive a power failure: see `createDurably`.
 * @throws StoreError when the file cannot be opened, or is not a database of Lookout
 */
export function openDatabase(file: DatabaseFile): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file.path, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
    claim(database, file.path);
    // Affects only an empty database, before the write-ahead log is switched on.
    database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = NORMAL');
    // SQLite then moves pages that change often into the database only from time to time, not after every few checks.
    database.exec('PRAGMA wal_autocheckpoint = 4000');
    database.exec(`PRAGMA journal_size_limit = ${WAL_BYTES}`);
    database.exec('PRAGMA cache_size = -16000');
    database.exec('PRAGMA temp_store = MEMORY');
    // If nothing can be written, this fails here and not at the first result.
    transaction(database, (opened) => opened.exec(`PRAGMA application_id = ${APPLICATION_ID}`));
    file.noteOpened();
    return database;
  } catch (error) {
    database?.close();
    throw explain(error, file.path, 'open');
  }
}

/** Refuses the database of another program. */
function claim(database: DatabaseSync, file: string): void {
  const { application_id: id } = database.prepare('PRAGMA application_id').get() ?? {};
  if (id === APPLICATION_ID) return;
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() ?? {};
  if (id === 0 && tables === 0) return;
  throw new StoreError(problemOf('store.foreign', { file }));
}

/** Runs `work` in a transaction. If it throws, all its changes are rolled back. */
export function transaction<T>(database: DatabaseSync, work: (database: DatabaseSync) => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work(database);
    database.exec('COMMIT');
    return value;
  } catch (error) {
    // After some errors, such as a full disk, SQLite has already rolled back.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Runs work in a transaction that is on the disk when the call returns. */
export type Durably = <T>(work: () => T) => T;

/**
 * `synchronous = FULL` syncs the write-ahead log at the commit, and with it everything that was committed before.
 * @returns a function that throws a StoreError, and commits nothing, when the database's files were removed or replaced
 */
export function createDurably(database: DatabaseSync, file: DatabaseFile): Durably {
  return (work) => {
    database.exec('PRAGMA synchronous = FULL');
    try {
      const value = transaction(database, () => {
        const value = work();
        file.requireInPlace();
        return value;
      });
      // The files may have been removed during the commit.
      file.requireInPlace();
      return value;
    } finally {
      database.exec('PRAGMA synchronous = NORMAL');
    }
  };
}

/**
 * Runs `work` so that replaced and deleted data is overwritten with zeros, instead of staying in gaps of the file. It
 * may be a secret that was not sealed yet (https://sqlite.org/pragma.html#pragma_secure_delete).
 */
export function overwritingDeletedData<T>(database: DatabaseSync, work: () => T): T {
  database.exec('PRAGMA secure_delete = ON');
  try {
    return work();
  } finally {
    database.exec('PRAGMA secure_delete = OFF');
  }
}

/**
 * A prepared query.
 * @typeParam Row the columns as the query names them: integers are numbers, texts are strings, blobs are `Uint8Array`
 */
export type Query<Row> = StatementSync & { readonly __row?: Row };

/** Returns the rows of a query. */
export function rows<Row>(query: Query<Row>, ...parameters: SQLInputValue[]): readonly Row[] {
  return query.all(...parameters) as unknown as readonly Row[];
}

/** Returns the first row of a query; undefined: it has none. */
export function row<Row>(query: Query<Row>, ...parameters: SQLInputValue[]): Row | undefined {
  return query.get(...parameters) as unknown as Row | undefined;
}

/** Turns an error of SQLite or of the file system into a `StoreError`. Returns other errors, which are bugs, unchanged. */
export function explain(error: unknown, file: string, doing: 'open' | 'use'): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = resultCode(error);
  const isSystem = 'syscall' in error;
  const reason = code === undefined ? undefined : REASONS.get(code);
  if (reason === undefined && !isSystem && (code === undefined || doing === 'use')) return error;
  const params = { doing, reason: reason ?? 'other', problem: error.message, file };
  return new StoreError(problemOf('store.unusable', params), { cause: error });
}

/** Whether another attempt may succeed. */
export function isTransient(error: unknown): boolean {
  if (error instanceof MovedFileError) return true;
  const source = error instanceof StoreError ? error.cause : error;
  const code = source instanceof Error ? resultCode(source) : undefined;
  return code !== undefined && TRANSIENT.has(code);
}

/** Whether SQLite itself says that the file is damaged, or not a database. A fault of ours is neither. */
export function isCorrupt(error: unknown): boolean {
  const source = error instanceof StoreError ? error.cause : error;
  const code = source instanceof Error ? resultCode(source) : undefined;
  return code !== undefined && CORRUPT.has(code);
}

/** SQLite's primary result code; undefined for other errors. */
function resultCode(error: Error): number | undefined {
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** Returns what `decode` returns, or undefined if the stored data is damaged. @throws the errors of SQLite itself */
export function unlessDamaged<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

/** Lookout never writes data that cannot be decoded, so an error that is not SQLite's or the store's means damage. */
export function isDamage(error: unknown): error is Error {
  return error instanceof Error && !(error instanceof StoreError) && !('errcode' in error);
}
