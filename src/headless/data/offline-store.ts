/** Opens the store of a data folder that is not in use, for commands that read or fill it. */
import { join, resolve } from 'node:path';
import { DATABASE_FILE, defaultDataDir, lockDataDir } from '../../engine/store/data-folder.ts';
import { createSqliteStore, type SqliteStoreOptions } from '../../engine/store/sqlite-store.ts';
import type { Store, StoredState } from '../../engine/store/store.ts';

/** What a command needs that reads or fills a data folder. */
export interface StorePlaces {
  /** The module of the store's thread. */
  readonly storeWorkerUrl: URL;
}

export interface OfflineStoreOptions extends StorePlaces, Pick<SqliteStoreOptions, 'log' | 'asItIs'> {}

/**
 * Opens the store, and closes it after `work`.
 * @param dataDir null: the platform's
 * @throws StoreError when another Lookout uses the folder, or it cannot be read
 */
export async function withStore<T>(
  dataDir: string | null,
  { storeWorkerUrl, log, asItIs = false }: OfflineStoreOptions,
  work: (store: Store, state: StoredState) => Promise<T>,
): Promise<T> {
  const dir = resolve(dataDir ?? defaultDataDir());
  const lock = await lockDataDir(dir);
  try {
    const store = createSqliteStore({ file: join(dir, DATABASE_FILE), workerUrl: storeWorkerUrl, log, asItIs });
    const state = await store.open(Date.now());
    try {
      return await work(store, state);
    } finally {
      await store.close();
    }
  } finally {
    await lock.release();
  }
}
