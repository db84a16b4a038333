import { expect, test } from 'vitest';
import type { StoredDocument } from '../store.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { tablesPerTest } from '../testing/tables-per-test.ts';

const store = tablesPerTest();
const document = (id: string, at: number, changes: Partial<StoredDocument> = {}): StoredDocument => ({
  collection: 'notes',
  id,
  at: DAY_ONE + at,
  open: false,
  json: `{"id":"${id}"}`,
  ...changes,
});
const ids = (query: object = {}) => store.tables.documents.list({ collection: 'notes', ...query }).map(({ id }) => id);

test('documents are saved, replaced and removed together, and read as they were saved', () => {
  const { documents } = store.tables;
  const one = document('one', 0);
  const two = document('two', 5, { open: true, owner: 'a' });
  documents.saveDurably([one, two, document('one', 0, { collection: 'other' })], []);
  expect(documents.list({ collection: 'notes' })).toEqual([two, one]);
  const later = { ...one, json: '{}', at: DAY_ONE + 9 };
  documents.saveDurably([later], [{ collection: 'notes', id: 'two' }]);
  expect(documents.list({ collection: 'notes' })).toEqual([later]);
  expect(documents.list({ collection: 'other' })).toHaveLength(1);
});

test('documents are found by what is asked for, newest first', () => {
  const { documents } = store.tables;
  documents.saveDurably(
    [
      document('a', 1, { open: true }),
      document('b', 2, { owner: 'x' }),
      document('c', 2.4, { owner: 'y', open: true }),
      document('d', 3, { owner: 'x', open: true }),
    ],
    [],
  );
  expect(ids()).toEqual(['d', 'c', 'b', 'a']);
  expect(ids({ limit: 2 })).toEqual(['d', 'c']);
  expect(ids({ before: DAY_ONE + 2.6 })).toEqual(['c', 'b', 'a']);
  expect(ids({ before: DAY_ONE + 2 })).toEqual(['a']);
  expect(ids({ open: true })).toEqual(['d', 'c', 'a']);
  expect(ids({ open: false })).toEqual(['b']);
  expect(ids({ owner: 'x' })).toEqual(['d', 'b']);
  expect(ids({ owner: 'x', open: true })).toEqual(['d']);
  expect(ids({ id: 'b' })).toEqual(['b']);
});

test('old documents are removed when they are not open', () => {
  const { documents } = store.tables;
  documents.saveDurably([document('a', 1, { open: true }), document('b', 2), document('c', 3), document('d', 9)], []);
  expect(documents.prune(DAY_ONE + 2, 10)).toBe(0);
  expect(documents.prune(DAY_ONE + 4, 1)).toBe(1);
  expect(documents.prune(DAY_ONE + 4, 10)).toBe(1);
  expect(ids()).toEqual(['d', 'a']);
});
