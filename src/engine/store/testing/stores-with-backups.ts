import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Backups } from '../backup/backups.ts';
import { createSqliteStore } from '../sqlite-store.ts';
import type { Store } from '../store.ts';

export const workerUrl = new URL('../sqlite-worker.ts', import.meta.url);

/** A new folder, and stores of its file. They work in threads, and are closed after the test. */
class StoresWithBackups {
  folder = '';
  file = '';
  /** The lines of the log, with their levels. */
  logged: string[] = [];
  stores: Store[] = [];

  readonly create = (url = workerUrl): Store & { readonly backups: Backups } => {
    const store = createSqliteStore({
      file: this.file,
      workerUrl: url,
      log: (level, message) => void this.logged.push(`${level} ${message}`),
    });
    const { backups } = store;
    if (backups === undefined) throw new Error('The store of a file must have backups');
    this.stores.push(store);
    return { ...store, backups };
  };

  readonly close = async (store: Store): Promise<void> => {
    await store.close();
    this.stores = [];
  };
}

export function storesWithBackups(): StoresWithBackups {
  const current = new StoresWithBackups();
  beforeEach(async () => {
    current.folder = await mkdtemp(join(tmpdir(), 'lookout-backups-'));
    current.file = join(current.folder, 'lookout.db');
    current.stores = [];
    current.logged = [];
  });
  afterEach(async () => {
    for (const store of current.stores) await store.close();
    await rm(current.folder, { recursive: true });
  });
  return current;
}
