import { expect, test } from 'vitest';
import { calmTop } from './use-calm-top.ts';

test('the scale grows at once, and shrinks only when much of it is empty', () => {
  expect(calmTop(100, 101)).toBe(101);
  expect(calmTop(100, 60)).toBe(100);
  expect(calmTop(100, 44)).toBe(44);
  expect(calmTop(0, 0)).toBe(0);
});
