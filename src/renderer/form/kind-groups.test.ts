import { expect, test } from 'vitest';
import { groupKinds, type ListedKind } from './kind-groups.ts';

const kind = (name: string, category: ListedKind['category'], more: Partial<ListedKind> = {}): ListedKind => ({
  kind: name,
  title: name.toUpperCase(),
  description: '',
  category,
  ...more,
});

const KINDS: readonly ListedKind[] = [
  kind('page', 'web', { common: true }),
  kind('socket', 'network', { common: true }),
  kind('query', 'database', { title: 'SQL', description: 'Runs a query and compares its rows.' }),
  kind('cache', 'database'),
  kind('group', 'combined', { title: 'Group' }),
  kind('queue', 'messaging', { description: 'Waits for a message on a socket.' }),
  kind('disk', 'system'),
  kind('letter', 'mail'),
];

const shown = (text: string, kinds = KINDS) =>
  groupKinds(kinds, text).map((group) => [group.title, group.kinds.map((one) => one.kind)]);

test('lists the common kinds first, then the others by category, each of them once', () => {
  expect(shown('')).toEqual([
    ['Common', ['page', 'socket']],
    ['Databases', ['query', 'cache']],
    ['Messaging', ['queue']],
    ['Mail and files', ['letter']],
    ['Systems', ['disk']],
    ['Combined', ['group']],
  ]);
});

test('does not group a handful of kinds', () => {
  expect(shown('', KINDS.slice(0, 3))).toEqual([['All kinds', ['page', 'socket', 'query']]]);
});

test('finds kinds by title, name, description and category, the best match first', () => {
  expect(shown('SOCKET')).toEqual([['Matches', ['socket', 'queue']]]);
  expect(shown('sql')).toEqual([['Matches', ['query']]]);
  expect(shown('query')).toEqual([['Matches', ['query']]]);
  expect(shown('rows query')).toEqual([['Matches', ['query']]]);
  expect(shown('database')).toEqual([['Matches', ['query', 'cache']]]);
  expect(shown('  ')).toEqual(shown(''));
  expect(shown('nothing like it')).toEqual([]);
});
