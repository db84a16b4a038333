import { expect, it } from 'vitest';
import { VaryingNumbers } from './varying-numbers.ts';

it('varies from the 17th different value on', () => {
  const numbers = new VaryingNumbers();
  const varies = Array.from({ length: 17 }, (_, value) => numbers.varies('bytes', value));
  expect(varies).toEqual([...Array.from({ length: 16 }, () => false), true]);
  expect(numbers.varies('bytes', 0)).toBe(true);
  // Each name has values of its own, and the same value is one.
  for (let times = 0; times < 20; times += 1) expect(numbers.varies('status', 200)).toBe(false);
});

it('always varies for what JSON cannot represent', () => {
  const numbers = new VaryingNumbers();
  expect([NaN, Infinity, -Infinity, -0, 0, -1].map((value) => numbers.varies('a', value))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});
