import { expect, it, vi } from 'vitest';
import { RequestError } from '../base/request-error.ts';
import { ConfigCollection, fileId, isFileId } from './config-collection.ts';
import { createMemoryStore } from './memory-store.ts';

interface Item {
  readonly id: string;
  readonly source: 'hand' | 'file';
  readonly config: { readonly name: string };
}

function setUp(store = createMemoryStore()) {
  const lines: unknown[] = [];
  let at = 0;
  const collection = new ConfigCollection<Item>({
    collection: 'window',
    store,
    log: (level, message, facts) => lines.push([level, message, facts?.['id']]),
    max: 3,
    list: 'maintenance',
    toDocument: ({ config }) => ({ at: (at += 1), data: config }),
    notFound: (id) => new RequestError('windowNotFound', { id }),
    inFile: (name) => new RequestError('windowInConfigFile', { name }),
  });
  const load = () =>
    collection.load((id, { name }) => {
      if (name === 'old') return 'unusable';
      return name === 'other' ? 'ignored' : { id, source: 'hand', config: { name: String(name) } };
    });
  return { store, lines, collection, load };
}

const byHand = (id: string, name = id): Item => ({ id, source: 'hand', config: { name } });
const inFile = (name: string): Item => ({ id: fileId(name), source: 'file', config: { name } });
const names = (collection: Iterable<Item>) => [...collection].map(({ config }) => config.name);

it('loads what was saved, in the order in which it was added', async () => {
  const { collection, store } = setUp();
  await collection.save(byHand('b'));
  await collection.save(byHand('a'));
  const again = setUp(store);
  await again.load();
  expect([...again.collection]).toEqual([byHand('b'), byHand('a')]);
});

it('leaves out and reports documents that this version cannot use', async () => {
  const { collection, store } = setUp();
  await collection.save(byHand('a', 'old'));
  await collection.save(byHand('b', 'other'));
  const again = setUp(store);
  await again.load();
  expect(names(again.collection)).toEqual([]);
  expect(again.lines).toEqual([['error', 'A stored document cannot be used by this version', 'a']]);
});

it('replaces those of lookout.yaml, and stores none of them', async () => {
  const { collection, store } = setUp();
  await collection.save(byHand('a'));
  collection.setFile([inFile('x'), inFile('y')]);
  collection.setFile([inFile('y')]);
  expect(names(collection)).toEqual(['a', 'y']);
  expect(await store.documents({ collection: 'window' })).toHaveLength(1);
});

it('keeps no item that the file lost while it was saved', async () => {
  const { collection } = setUp();
  collection.setFile([inFile('x')]);
  const saved = collection.save(inFile('x'));
  collection.setFile([]);
  await saved;
  expect(names(collection)).toEqual([]);
});

it('refuses to change those of lookout.yaml, and ids that it does not have', async () => {
  const { collection } = setUp();
  await collection.save(byHand('a'));
  collection.setFile([inFile('x')]);
  expect(() => collection.editable(fileId('x'))).toThrow(new RequestError('windowInConfigFile', { name: 'x' }));
  expect(() => collection.get('b')).toThrow(new RequestError('windowNotFound', { id: 'b' }));
  await expect(collection.remove(['a', 'b'])).rejects.toThrow('windowNotFound');
  expect(names(collection)).toEqual(['a', 'x']);
});

it('removes those that were made by hand, together, and asks nothing of the store when there are none', async () => {
  const { collection, store } = setUp();
  for (const id of ['a', 'b', 'c']) await collection.save(byHand(id));
  await collection.remove(['a', 'c']);
  expect(names(collection)).toEqual(['b']);
  expect((await store.documents({ collection: 'window' })).map(({ id }) => id)).toEqual(['b']);
  const save = vi.spyOn(store, 'saveDocuments');
  await collection.remove([]);
  expect(save).not.toHaveBeenCalled();
});

it('refuses one more than the maximum, but still changes those that it has', async () => {
  const { collection } = setUp();
  for (const id of ['a', 'b', 'c']) await collection.save(byHand(id));
  await expect(collection.save(byHand('d'))).rejects.toMatchObject({
    issues: [{ code: 'tooMany', params: { max: 3 } }],
  });
  await collection.save(byHand('a', 'changed'));
  expect(names(collection)).toEqual(['changed', 'b', 'c']);
});

it('has more than the maximum while it is allowed to', async () => {
  const { collection } = setUp();
  for (const id of ['a', 'b', 'c']) await collection.save(byHand(id));
  {
    using _more = collection.allowMore(1);
    await collection.save(byHand('d'));
    await expect(collection.save(byHand('e'))).rejects.toMatchObject({ issues: [{ code: 'tooMany' }] });
  }
  await collection.remove(['a']);
  await expect(collection.save(byHand('e'))).rejects.toMatchObject({ issues: [{ code: 'tooMany' }] });
  expect(names(collection)).toEqual(['b', 'c', 'd']);
});

it('knows the ids of lookout.yaml', () => {
  expect([isFileId(fileId('x')), isFileId('x')]).toEqual([true, false]);
});
