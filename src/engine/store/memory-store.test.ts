import { describe } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import type { StoreHarness } from './testing/store-per-test.ts';
import { ALL_SUITES, runSuites } from './testing/suites.ts';

// A busy machine must not fail the tests.

const harness: StoreHarness = {
  create: () => Promise.resolve(createMemoryStore({ log: () => undefined })),
  reopen: async (store, now) => ({ store, state: await store.open(now) }),
  cleanUp: () => Promise.resolve(),
};

describe('the memory store', () => {
  runSuites(ALL_SUITES, harness);
});
