import { describe, vi } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { baselineSuite } from './testing/baseline-suite.ts';
import { countedSuite } from './testing/counted-suite.ts';
import { cellsSuite } from './testing/cells-suite.ts';
import { documentSuite } from './testing/document-suite.ts';
import { historySuite } from './testing/history-suite.ts';
import { incidentSuite } from './testing/incident-suite.ts';
import { pruneSuite } from './testing/prune-suite.ts';
import { seriesSuite } from './testing/series-suite.ts';
import type { StoreHarness } from './testing/store-per-test.ts';
import { storeSuite } from './testing/store-suite.ts';

// A busy machine must not fail the tests.
vi.setConfig({ testTimeout: 60_000 });

const harness: StoreHarness = {
  create: () => Promise.resolve(createMemoryStore({ log: () => undefined })),
  reopen: async (store, now) => ({ store, state: await store.open(now) }),
  cleanUp: () => Promise.resolve(),
};

describe('the memory store', () => {
  storeSuite(harness);
  incidentSuite(harness);
  documentSuite(harness);
  pruneSuite(harness);
  seriesSuite(harness);
  baselineSuite(harness);
  countedSuite(harness);
  cellsSuite(harness);
  historySuite(harness);
});
