/** The store's worker: next to the bundle, or from the sources when there is no bundle. */
export const STORE_WORKER_URL = new URL(
  import.meta.url.endsWith('.ts') ? '../../src/engine/store/sqlite-worker.ts' : './store-worker.mjs',
  import.meta.url,
);
