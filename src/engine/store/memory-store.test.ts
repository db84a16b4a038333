import { describe } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { seriesSuite } from './series-suite.ts';
import { storeSuite, type StoreHarness } from './store-suite.ts';

const harness: StoreHarness = {
  create: () => Promise.resolve(createMemoryStore({ log: () => undefined })),
  reopen: async (store, now) => ({ store, state: await store.open(now) }),
  cleanUp: () => Promise.resolve(),
};

describe('the memory store', () => {
  storeSuite(harness);
  seriesSuite(harness);
});
