/** Tests that every store must pass: documents, changes that checks found, and what endpoints remember. */
import { describe, expect, test } from 'vitest';
import type { EpochMs } from '../../../contract/model/units.ts';
import { EMPTY_MEMORY } from '../../verdict/endpoint-memory.ts';
import type { StoredDocument } from '../store.ts';
import { aResult, DAY_ONE } from './store-fixture.ts';
import { storePerTest, type StoreHarness } from './store-per-test.ts';

export function documentSuite(harness: StoreHarness): void {
  const subject = storePerTest(harness);
  const { reopened, withEndpoints, record } = subject;

  describe('documents', () => {
    const document = (id: string, more: Partial<StoredDocument> = {}): StoredDocument => ({
      collection: 'alert',
      id,
      at: DAY_ONE,
      open: false,
      json: JSON.stringify({ id }),
      ...more,
    });

    test('are saved, replaced and removed by collection and id, and read newest first', async () => {
      const [a, b, other] = [
        document('a'),
        document('b', { at: DAY_ONE + 1, open: true }),
        document('a', { collection: 'rule' }),
      ];
      await subject.store.saveDocuments([a, b, other]);
      expect(await subject.store.documents({ collection: 'alert' })).toEqual([b, a]);
      const changed = { ...a, json: '{}', open: true };
      await subject.store.saveDocuments([changed], [b, { collection: 'alert', id: 'nobody' }]);
      await reopened();
      expect(await subject.store.documents({ collection: 'alert' })).toEqual([changed]);
      expect(await subject.store.documents({ collection: 'rule' })).toEqual([other]);
    });

    test('are found by whether they are open, by time, and in pages', async () => {
      const all = [1, 2, 3, 4].map((at) => document(`${at}`, { at, open: at % 2 === 0 }));
      await subject.store.saveDocuments(all);
      const [one, two, three, four] = all;
      expect(await subject.store.documents({ collection: 'alert', open: true })).toEqual([four, two]);
      expect(await subject.store.documents({ collection: 'alert', open: false })).toEqual([three, one]);
      expect(await subject.store.documents({ collection: 'alert', before: 3, limit: 1 })).toEqual([two]);
    });

    test('are found by id and by owner', async () => {
      const all = ['a', 'b', 'c'].map((id, at) => document(id, { at, owner: id === 'b' ? 'y' : 'x' }));
      const [a, b, c] = all;
      await subject.store.saveDocuments([...all, document('d'), document('a', { collection: 'rule', owner: 'x' })]);
      await reopened();
      expect(await subject.store.documents({ collection: 'alert', id: 'b' })).toEqual([b]);
      expect(await subject.store.documents({ collection: 'alert', owner: 'x' })).toEqual([c, a]);
      expect(await subject.store.documents({ collection: 'alert', owner: 'z' })).toEqual([]);
    });

    test('that are recorded are read at once, and the later one stays', async () => {
      subject.store.recordDocument(document('a'));
      const later = document('a', { open: true, json: '{"later":true}' });
      subject.store.recordDocument(later);
      expect(await subject.store.documents({ collection: 'alert' })).toEqual([later]);
      await subject.store.saveDocuments([document('b')]);
      await reopened();
      expect(await subject.store.documents({ collection: 'alert' })).toEqual([document('b'), later]);
    });
  });

  describe('changes', () => {
    const changed = (at: EpochMs, ...names: readonly string[]) =>
      aResult('a', at, { details: { changes: names.map((name) => ({ name, before: [at], after: { at } })) } });
    const change = (at: EpochMs, name: string) => ({ name, before: [at], after: { at }, at });

    test('are recorded with the results that have them, and read newest first, those of a result together', async () => {
      await withEndpoints('a', 'b');
      record(changed(10, 'x'), aResult('a', 20), changed(30, 'x', 'y'), aResult('b', 30));
      expect(await subject.store.changes('a', { limit: 10 })).toEqual([
        change(30, 'x'),
        change(30, 'y'),
        change(10, 'x'),
      ]);
      expect(await subject.store.changes('a', { limit: 1 })).toEqual([change(30, 'x'), change(30, 'y')]);
      expect(await subject.store.changes('a', { limit: 10, before: 30 })).toEqual([change(10, 'x')]);
      expect(await subject.store.changes('b', { limit: 10 })).toEqual([]);
      expect(await subject.store.changes('nobody', { limit: 10 })).toEqual([]);
      await reopened();
      expect(await subject.store.changes('a', { limit: 1 })).toHaveLength(2);
    });
  });

  test('what an endpoint remembers is there after a restart, and when the endpoint is restored', async () => {
    await withEndpoints('a', 'b');
    const memory = { conditions: { '[BODY]': 'x' }, tracked: { route: { last: ['a'], seen: [] } } };
    subject.store.recordMemory('a', EMPTY_MEMORY);
    subject.store.recordMemory('a', memory);
    expect(await subject.store.memory('a')).toEqual(memory);
    expect(await subject.store.memory('b')).toEqual(EMPTY_MEMORY);
    const state = await reopened();
    expect([state.memory.get('a'), state.memory.get('b') ?? EMPTY_MEMORY]).toEqual([memory, EMPTY_MEMORY]);
    await subject.store.removeEndpoints(['a'], 1);
    expect((await reopened()).memory.has('a')).toBe(false);
    expect(await subject.store.memory('a')).toEqual(memory);
  });
}
