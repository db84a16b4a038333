import { afterEach, beforeEach } from 'vitest';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { Store, StoredState } from '../store.ts';
import { anEndpoint, DAY_ONE } from './store-fixture.ts';

/** What a store provides to be tested. */
export interface StoreHarness {
  /** Creates a store that is not open. */
  create(): Promise<Store>;
  /** Restarts, and opens the existing data. A store without persistence returns its current data. */
  reopen(store: Store, now: EpochMs): Promise<{ readonly store: Store; readonly state: StoredState }>;
  /** Cleans up after the store was closed. */
  cleanUp(): Promise<void>;
}

/** The store of the running test. */
export interface StorePerTest {
  readonly store: Store;
  /** Reopens the store. */
  readonly reopened: (now?: EpochMs) => Promise<StoredState>;
  readonly withEndpoints: (...ids: string[]) => Promise<void>;
  readonly record: (...results: CheckResult[]) => void;
}

/** Opens a new store before each test on `DAY_ONE`, and closes it afterwards. */
export function storePerTest(harness: StoreHarness): StorePerTest {
  let store: Store;
  beforeEach(async () => {
    store = await harness.create();
    await store.open(DAY_ONE);
  });
  afterEach(async () => {
    await store.close();
    await harness.cleanUp();
  });
  return {
    get store() {
      return store;
    },
    async reopened(now = DAY_ONE) {
      const after = await harness.reopen(store, now);
      store = after.store;
      return after.state;
    },
    async withEndpoints(...ids) {
      await store.saveEndpoints(ids.map((id) => anEndpoint(id)));
    },
    record(...results) {
      for (const result of results) store.recordResult(result);
    },
  };
}
