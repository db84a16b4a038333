import fc from 'fast-check';
import { expect, test } from 'vitest';
import { internNames, mergeNames } from './layout.ts';

test('equal lists are the same object', () => {
  expect(internNames(['a', 'b'])).toBe(internNames(['a', 'b']));
  expect(internNames(['b', 'a'])).not.toBe(internNames(['a', 'b']));
});

test('checks with idle and with new connections share the phases of both, in order', () => {
  const kept = internNames(['wait', 'transfer']);
  const fresh = internNames(['dns', 'connect', 'tls', 'wait', 'transfer']);
  expect(mergeNames(kept, fresh).names).toBe(fresh);
  expect(mergeNames(fresh, kept)).toEqual({ names: fresh, placesOfA: [0, 1, 2, 3, 4], placesOfB: [3, 4] });
  expect(mergeNames(internNames(['dns', 'tls']), internNames(['connect', 'tls', 'wait'])).names).toEqual([
    'connect',
    'dns',
    'tls',
    'wait',
  ]);
});

test('lists are merged once', () => {
  const [a, b] = [internNames(['x', 'y']), internNames(['y', 'z'])];
  expect(mergeNames(a, b)).toBe(mergeNames(a, b));
});

test('merged names are those of both lists, each once and at the recorded position', () => {
  const list = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e']).map(internNames);
  fc.assert(
    fc.property(list, list, (a, b) => {
      const { names, placesOfA, placesOfB } = mergeNames(a, b);
      expect(names.toSorted()).toEqual([...new Set([...a, ...b])].sort());
      expect(placesOfA.map((place) => names[place])).toEqual(a);
      expect(placesOfB.map((place) => names[place])).toEqual(b);
    }),
  );
});
