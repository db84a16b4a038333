import { expect, test } from 'vitest';
import { lazyDocument } from './lazy-document.ts';

test('the JSON of a document is made once, when it is first read', () => {
  let made = 0;
  const content = {
    toJSON: () => {
      made += 1;
      return { made };
    },
  };
  const document = lazyDocument({ collection: 'alert', id: '1', at: 5, open: true, owner: 'a' }, content);
  expect(document).toMatchObject({ collection: 'alert', id: '1', at: 5, open: true, owner: 'a' });
  expect(made).toBeLessThanOrEqual(1);
  expect(document.json).toBe('{"made":1}');
  // As when it is sent to the thread of the store.
  expect(structuredClone(document)).toEqual({
    collection: 'alert',
    id: '1',
    at: 5,
    open: true,
    owner: 'a',
    json: '{"made":1}',
  });
});

test('the JSON of a document that nobody reads is not made', () => {
  const content = {
    toJSON: () => {
      throw new Error('was made');
    },
  };
  expect(lazyDocument({ collection: 'alert', id: '1', at: 5, open: true }, content).id).toBe('1');
});
