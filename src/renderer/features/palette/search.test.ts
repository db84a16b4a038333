import { expect, test } from 'vitest';
import { search as find, type Searchable } from './search.ts';

const entry = (id: string, label: string, more = ''): Searchable => ({ id, label, more });
const search = (...args: Parameters<typeof find>) => find(...args).best;
const ids = (entries: readonly Searchable[]) => entries.map(({ id }) => id);

const SOME = [
  entry('1', 'Mail relay', 'mail.example.org:25 infrastructure'),
  entry('2', 'Email archive', 'archive.example.org'),
  entry('3', 'Shop', 'https://shop.example.org/ mail'),
  entry('4', 'Search API', 'https://search.example.org/'),
];

test('ranks the start of the label first, then the start of a word, its middle, and other words', () => {
  expect(ids(search(SOME, 'mail', [], 50))).toEqual(['1', '2', '3']);
  expect(ids(search([entry('a', 'Old mail'), entry('b', 'Email'), entry('c', 'Mail')], 'mail', [], 50))).toEqual([
    'c',
    'a',
    'b',
  ]);
});

test('requires every word, in any order and case', () => {
  expect(ids(search(SOME, 'EXAMPLE archive', [], 50))).toEqual(['2']);
  expect(search(SOME, 'example nothing', [], 50)).toEqual([]);
});

test('ranks recent entries first among equal matches only', () => {
  expect(ids(search(SOME, '', ['4', '2'], 50))).toEqual(['4', '2', '1', '3']);
  expect(ids(search(SOME, 'mail', ['3'], 50))).toEqual(['1', '2', '3']);
});

test('returns no more than the limit', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => entry(`e${index}`, `host-${index}`, `10.0.0.${index}`));
  expect(search(many, 'host', [], 50)).toHaveLength(50);
  expect(find(many, 'host', [], 50).total).toBe(10_000);
  expect(ids(search(many, 'host-9999', [], 50))).toEqual(['e9999']);
});
