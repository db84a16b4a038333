import { expect, test } from 'vitest';
import { NO_SELECTION, extend, prune, selectAll, toggle } from './selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join('');

test('toggles one by one', () => {
  const both = toggle(toggle(NO_SELECTION, 'b'), 'd');
  expect(ids(both)).toBe('bd');
  expect(ids(toggle(both, 'b'))).toBe('d');
  expect(ids(NO_SELECTION)).toBe('');
});

test('extends from the last row that was selected alone, in both directions', () => {
  const from = toggle(NO_SELECTION, 'c');
  expect(ids(extend(from, order, 'e'))).toBe('cde');
  expect(ids(extend(extend(from, order, 'e'), order, 'a'))).toBe('abcde');
  expect(ids(extend(NO_SELECTION, order, 'b'))).toBe('b');
});

test('extends from nowhere when the anchor is no longer shown', () => {
  expect(ids(extend({ ids: new Set(['x']), anchor: 'x' }, order, 'b'))).toBe('bx');
  expect(ids(extend(toggle(NO_SELECTION, 'a'), order, 'x'))).toBe('a');
});

test('selects all, and drops deleted endpoints', () => {
  const all = selectAll(order);
  expect(ids(all)).toBe('abcde');
  expect(ids(prune(all, (id) => id < 'c'))).toBe('ab');
  expect(prune(all, () => true)).toBe(all);
});
