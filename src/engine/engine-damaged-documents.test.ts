/** Documents in the store that are damaged: Lookout starts without them and says so. */
import { expect, it } from 'vitest';
import { createMemoryStore } from './store/memory-store.ts';
import { setUpEngine } from './testing/engine-setup.ts';

const COLLECTIONS = [
  { collection: 'annotation', open: false },
  { collection: 'maintenance', open: true },
  { collection: 'objective', open: true },
  { collection: 'incidentEvent', open: false },
  { collection: 'channel', open: true },
  { collection: 'rule', open: true },
  { collection: 'silence', open: false },
  { collection: 'alert', open: true },
  { collection: 'alertMember', open: true },
  { collection: 'delivery', open: true },
];

it.each(COLLECTIONS)('a damaged $collection', async ({ collection, open }) => {
  const store = createMemoryStore();
  await store.saveDocuments([
    { collection, id: 'cut', at: 1, open, json: '{"id":"cu' },
    { collection, id: 'no object', at: 2, open, json: 'null' },
  ]);
  const { engine, ports } = await setUpEngine({ store });
  await expect(engine.request('app.snapshot', {})).resolves.toMatchObject({ endpoints: [] });
  const damaged = ports.lines.filter(({ facts }) => facts?.['collection'] === collection);
  expect(damaged.every(({ level }) => level === 'error')).toBe(true);
  expect(damaged).toHaveLength(2);
  expect(new Set(damaged.map(({ facts }) => facts?.['id']))).toEqual(new Set(['cut', 'no object']));
});
