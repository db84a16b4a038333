/** The store's thread: beside the bundle, or from the sources without one. */
export const STORE_WORKER_URL = new URL(
  import.meta.url.endsWith('.ts') ? '../../src/engine/store/sqlite-worker.ts' : './store-worker.mjs',
  import.meta.url,
);
