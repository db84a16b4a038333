import { beforeEach, expect, test } from 'vitest';
import { neighboursOf, rememberOrder } from './list-order.ts';

beforeEach(() => rememberOrder([]));

const always = () => true;

test('neighbours come in the order in which the list showed them', () => {
  rememberOrder(['c', 'a', 'b']);
  expect(neighboursOf('a', always, ['a', 'b', 'c'])).toEqual({ previous: 'c', next: 'b', position: 2, count: 3 });
  expect(neighboursOf('c', always, ['a', 'b', 'c'])).toMatchObject({ previous: null, next: 'a' });
  expect(neighboursOf('b', always, ['a', 'b', 'c'])).toMatchObject({ previous: 'a', next: null });
});

test('deleted endpoints are skipped', () => {
  rememberOrder(['c', 'a', 'b']);
  expect(neighboursOf('c', (id) => id !== 'a', ['b', 'c'])).toEqual({
    previous: null,
    next: 'b',
    position: 1,
    count: 2,
  });
});

test('without a list that showed the endpoint, the order of adding counts', () => {
  rememberOrder(['c']);
  expect(neighboursOf('a', always, ['a', 'b', 'c'])).toEqual({ previous: null, next: 'b', position: 1, count: 3 });
  expect(neighboursOf('gone', always, ['a'])).toEqual({ previous: null, next: null, position: 0, count: 1 });
});
