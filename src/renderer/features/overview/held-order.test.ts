import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countChanges, holdOrder, type Held } from './held-order.ts';
import type { Section } from './list-order.ts';

const flat = (ids: string): readonly Section[] => [{ group: null, ids: ids.split('') }];
const groups = (sections: Readonly<Record<string, string>>): readonly Section[] =>
  Object.entries(sections).map(([group, ids]) => ({ group, ids: ids.split('') }));
const heldOf = (sections: readonly Section[], others = ''): Held => ({
  sections,
  known: new Set([...sections.flatMap(({ ids }) => ids), ...others.split('')]),
});
const always = () => true;

describe('a held order', () => {
  test('keeps every row in its place, whatever the new order is', () => {
    const held = heldOf(flat('abc'));
    expect(holdOrder(held, flat('cab'), always).sections).toBe(held.sections);
  });

  test('drops deleted endpoints, and adds new ones at the end', () => {
    const next = holdOrder(heldOf(flat('abc')), flat('xcay'), (id) => id !== 'b');
    expect(next.sections).toEqual(flat('acxy'));
    // From now on they are known, so they stay at the end.
    expect(holdOrder(next, flat('xyac'), always).sections).toBe(next.sections);
  });

  test('does not show rows that begin to match the filter, and keeps those that no longer match', () => {
    const held = heldOf(flat('ab'), 'z');
    expect(holdOrder(held, flat('bz'), always).sections).toBe(held.sections);
  });

  test('adds new endpoints at the end of their group, and new groups at the end', () => {
    const held = heldOf(groups({ Shop: 'ab', Data: 'c' }));
    const next = groups({ Data: 'c', New: 'n', Shop: 'xab' });
    expect(holdOrder(held, next, always).sections).toEqual(groups({ Shop: 'abx', Data: 'c', New: 'n' }));
  });

  test('drops a group with its last endpoint', () => {
    const held = heldOf(groups({ Shop: 'a', Data: 'c' }));
    expect(holdOrder(held, groups({ Data: 'c' }), (id) => id !== 'a').sections).toEqual(groups({ Data: 'c' }));
  });
});

describe('the changes that wait', () => {
  test.each([
    ['none', flat('abc'), flat('abc'), 0],
    ['an endpoint that moves past all others', flat('abcde'), flat('eabcd'), 1],
    ['two that move', flat('abcde'), flat('edabc'), 2],
    ['one that appears, one that goes', flat('abc'), flat('bcd'), 2],
    ['a group that moves', groups({ A: 'ab', B: 'cd' }), groups({ B: 'cd', A: 'ab' }), 1],
    ['an endpoint that moves with its group', groups({ A: 'ab', B: 'cd' }), groups({ B: 'dc', A: 'ab' }), 2],
    ['a group that is new', groups({ A: 'a' }), groups({ N: 'n', A: 'a' }), 1],
  ] as const)('%s', (_, from, to, changes) => expect(countChanges(from, to)).toBe(changes));

  test('are none exactly when the order is the same', () => {
    const letters = fc.uniqueArray(fc.constantFrom(...'abcdefgh'.split('')), { maxLength: 8 });
    fc.assert(
      fc.property(letters, letters, (from, to) => {
        const changes = countChanges(flat(from.join('')), flat(to.join('')));
        expect(changes === 0).toBe(from.join('') === to.join(''));
        expect(changes).toBeLessThanOrEqual(new Set([...from, ...to]).size);
      }),
    );
  });

  test('are counted fast enough for ten thousand endpoints', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => String(index));
    expect(countChanges([{ group: null, ids }], [{ group: null, ids: ids.toReversed() }])).toBe(9_999);
  });
});
