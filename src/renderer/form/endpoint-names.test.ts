import { expect, test } from 'vitest';
import { completeEndpointNames } from './endpoint-names.ts';

const CONFIGS = [
  { name: 'Router', group: 'Office', tags: ['net'] },
  { name: 'Switch', group: 'Office', tags: ['net'] },
];
const inserts = (text: string, at = text.length) =>
  completeEndpointNames(text, at, CONFIGS)?.suggestions.map(({ insert }) => insert) ?? null;

test('suggests names, groups and tags', () => {
  expect(inserts('')).toEqual(['Router', 'Switch', 'group:Office', 'tag:net']);
  expect(inserts('rou')).toEqual(['Router']);
  expect(inserts('tag:')).toEqual(['tag:net']);
  expect(inserts('nobody')).toBeNull();
});

test('completes the entry at the caret, and suggests nothing twice', () => {
  expect(completeEndpointNames('Router, sw', 10, CONFIGS)).toMatchObject({ from: 8, to: 10, typed: 'sw' });
  expect(inserts('Router, ')).toEqual(['Switch', 'group:Office', 'tag:net']);
  expect(completeEndpointNames('ro, Switch', 2, CONFIGS)).toMatchObject({
    from: 0,
    to: 2,
    suggestions: [{ insert: 'Router' }],
  });
});
