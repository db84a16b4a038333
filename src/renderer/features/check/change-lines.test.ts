import { expect, test } from 'vitest';
import { changedText, changeLines, changesOf, changeText } from './change-lines.ts';

const lines = (before: unknown, after: unknown, tracked: 'set' | 'value' = 'value') =>
  changeLines({ name: 'x', before, after } as Parameters<typeof changeLines>[0], { tracked }).map(
    ({ sign, text }) => `${sign} ${text}`,
  );

test('shows only the added and removed values of a set', () => {
  expect(lines(['a', 'b'], ['b', 'c'], 'set')).toEqual(['before a', 'after c']);
  expect(lines(['a', 'b'], ['b'], 'set')).toEqual(['before a']);
  expect(lines([], ['b'], 'set')).toEqual(['before none', 'after b']);
});

test('shows the whole value before and after of anything else', () => {
  expect(lines(['a', '*', 'b'], ['a', 'c', 'b'])).toEqual(['before a, *, b', 'after a, c, b']);
  expect(lines('old', 'new')).toEqual(['before old', 'after new']);
  expect(lines(1, { a: true })).toEqual(['before 1', 'after {"a":true}']);
  expect(changeText({ name: 'answers', before: ['a'], after: [] })).toBe('answers: a → none');
});

test('summarizes a change in one line; for a set, only what was added and removed', () => {
  const change = { name: 'answers', before: ['a', 'b'], after: ['b', 'c'] };
  expect(changedText(change, { name: 'answers', label: 'Answers', format: 'list', tracked: 'set' })).toBe(
    'Answers changed: a → c',
  );
  expect(
    changedText({ ...change, after: ['b'] }, { name: 'answers', label: 'Answers', format: 'list', tracked: 'set' }),
  ).toBe('Answers changed: a → –');
  expect(changedText({ name: 'hostKey', before: 'one', after: 'two' }, undefined)).toBe('Host key changed: one → two');
});

test('reads only lists of changes', () => {
  const change = { name: 'x', before: null, after: 1 };
  expect(changesOf([change])).toEqual([change]);
  for (const other of [null, 'x', [1], [{ name: 'x' }], [{ name: 1, before: 1, after: 2 }]]) {
    expect(changesOf(other)).toBeNull();
  }
});
