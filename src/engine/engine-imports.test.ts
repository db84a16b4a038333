import { expect, it } from 'vitest';
import { createMemoryStore } from './store/memory-store.ts';
import { neverClosed, setUpEngine } from './testing/engine-setup.ts';

/** A thread that finds an endpoint whose history has no end. */
const importWorkerUrl = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, workerData } from 'node:worker_threads';
    if (workerData.task === 'past') {
      const check = { at: 1, status: 'up', durationMs: 5, problem: '', isAlone: false };
      const part = { file: 0, sourceId: 'kuma:1', isMeasured: true, counted: null, checks: [check], isLast: false };
      parentPort.postMessage({ ...part, done: 1, all: 2 });
      parentPort.on('message', () => undefined);
    } else {
      const entry = { kind: 'fake', target: 'shop', name: 'Shop' };
      const endpoints = [{ sourceId: 'kuma:1', source: 'kuma.db', path: '', file: 0, name: 'Shop', entry }];
      const warnings = [{ source: 'kuma.db', path: 'heartbeat', code: 'import.history' }];
      parentPort.postMessage({ formats: ['kuma'], endpoints, warnings, error: null, moreErrors: [] });
    }
  `)}`,
);

it('changes other endpoints while it imports history, and adds nothing when it stops', async () => {
  const store = createMemoryStore();
  const { engine, add } = await setUpEngine({ store: neverClosed(store), importWorkerUrl });
  const { id } = await engine.request('imports.read', { files: [{ name: 'kuma.db', text: 'any' }] });
  const adding = engine.request('imports.add', { id, entries: [0], history: true });
  const outcome = Promise.allSettled([adding]);
  await expect.poll(() => engine.request('imports.progress', { id })).toEqual({ done: 1, all: 2 });
  const other = await add({ target: 'other' });
  await engine.request('endpoints.pause', { ids: [other] });
  const { endpoints } = await engine.request('app.snapshot', {});
  expect(endpoints.map(({ endpoint }) => endpoint.id)).toEqual([other]);
  await engine.dispose();
  expect((await store.open(0)).endpoints).toMatchObject([{ id: other }]);
  // The part that was recorded is discarded before the store is closed, and the next cleanup deletes it.
  expect(await store.removedEndpoints()).toMatchObject([{ config: { name: 'Shop' } }]);
  await store.prune({ resultsBefore: 0, failuresBefore: 0, historyBefore: 0, removedBefore: 1 });
  expect(await store.removedEndpoints()).toEqual([]);
  expect(await outcome).toMatchObject([{ status: 'rejected', reason: { reason: 'stopping' } }]);
});

it('records in the audit log what undoing an import removes', async () => {
  const { engine } = await setUpEngine({ importWorkerUrl });
  const { id } = await engine.request('imports.read', { files: [{ name: 'kuma.db', text: 'any' }] });
  await engine.request('imports.add', { id, entries: [0] });
  await engine.request('imports.undo', { id });
  expect(await engine.request('audit.list', { limit: 1 })).toMatchObject([
    { request: 'imports.undo', items: [{ name: 'Shop', changes: [{ field: null, after: null }] }] },
  ]);
});
