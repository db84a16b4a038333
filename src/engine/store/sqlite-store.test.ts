import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { seriesSuite } from './series-suite.ts';
import { createSqliteStore } from './sqlite-store.ts';
import { storeSuite, type StoreHarness } from './store-suite.ts';

const workerUrl = new URL('./sqlite-worker.ts', import.meta.url);

function harness(): StoreHarness {
  let folder = '';
  const create = () => createSqliteStore({ file: join(folder, 'lookout.db'), workerUrl, log: () => undefined });
  return {
    create: async () => {
      folder = await mkdtemp(join(tmpdir(), 'lookout-store-'));
      return create();
    },
    reopen: async (store, now) => {
      await store.close();
      const reopened = create();
      return { store: reopened, state: await reopened.open(now) };
    },
    cleanUp: () => rm(folder, { recursive: true }),
  };
}

describe('the SQLite store', () => {
  storeSuite(harness());
  seriesSuite(harness());
});
