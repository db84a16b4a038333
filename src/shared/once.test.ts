import { expect, test } from 'vitest';
import { once } from './once.ts';

test('a value is made when it is first needed, and only once, even if it is undefined', () => {
  let made = 0;
  const value = once(() => {
    made += 1;
  });
  expect(made).toBe(0);
  expect([value(), value()]).toEqual([undefined, undefined]);
  expect(made).toBe(1);
});
