import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach } from 'vitest';
import { createDatabaseStore, type DatabaseStore, type DatabaseStoreOptions } from '../sqlite/database-store.ts';
import type { StoreMethods } from '../sqlite/methods.ts';
import type { PruneCursor } from '../sqlite/prune.ts';
import type { Retention } from '../store.ts';
import { DAY_ONE } from './store-fixture.ts';

/** The database file of the running test. */
export interface DatabasePerTest {
  /** Where the file is: a new folder for each test. */
  readonly folder: string;
  /** The path of the file. A test can choose another one in the folder. */
  file: string;
  /** Opens the file, on `DAY_ONE` unless the options say otherwise. */
  readonly create: (options?: Partial<DatabaseStoreOptions>) => DatabaseStore;
  /** Closes a store before the end of the test. */
  readonly close: (store: DatabaseStore) => void;
  /** Reads the file beside a store that has it open. */
  readonly read: <T>(work: (database: DatabaseSync) => T) => T;
  /** How many rows a table of the file has. */
  readonly countOf: (table: string) => number;
}

/** Makes a folder for a database file before each test. Afterwards, closes the stores that are still open, and removes it. */
export function databasePerTest(): DatabasePerTest {
  let folder = '';
  let file = '';
  const open = new Set<DatabaseStore>();
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-database-'));
    file = join(folder, 'lookout.db');
  });
  afterEach(async () => {
    for (const store of open) store.close(null);
    open.clear();
    await rm(folder, { recursive: true });
  });
  const read = <T>(work: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    get folder() {
      return folder;
    },
    get file() {
      return file;
    },
    set file(path) {
      file = path;
    },
    create(options = {}) {
      const store = createDatabaseStore({ file, now: DAY_ONE, ...options });
      open.add(store);
      return store;
    },
    close(store) {
      open.delete(store);
      store.close(null);
    },
    read,
    countOf: (table) =>
      read((database) => Number(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.['count'])),
  };
}

/** Prunes slice after slice, as a store does. */
export function pruneAll(store: StoreMethods, retention: Retention): void {
  let cursor: PruneCursor | null = null;
  do cursor = store.prune({ retention, cursor });
  while (cursor !== null);
}

/** The times of all results of an endpoint, oldest first. */
export function times(store: StoreMethods, id: string): readonly number[] {
  return store
    .checks({ id, before: null, limit: 10_000 })
    .map(({ at }) => at)
    .toReversed();
}
