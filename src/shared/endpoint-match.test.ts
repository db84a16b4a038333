import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { matcherOf, matches, type MatchedEndpoint } from './endpoint-match.ts';

const shop: MatchedEndpoint = {
  id: 'e1',
  config: { name: 'Web shop DE', kind: 'http', group: 'Shop', tags: ['prod', 'eu'] },
};

test.each([
  [{}, true],
  [{ endpoints: ['e1'] }, true],
  [{ endpoints: ['Web shop DE'] }, true],
  [{ endpoints: ['e2', 'Web shop'] }, false],
  [{ endpoints: [] }, false],
  [{ group: 'Shop' }, true],
  [{ group: 'shop' }, false],
  [{ tag: 'eu' }, true],
  [{ tag: 'e' }, false],
  [{ kind: 'tcp' }, false],
  [{ name: 'web shop de' }, true],
  [{ name: 'web*' }, true],
  [{ name: '*DE' }, true],
  [{ name: 'w*sh*d*' }, true],
  [{ name: 'Web shop' }, false],
  [{ name: 'Web shop D*DE' }, false],
  [{ name: '*' }, true],
  [{ group: 'Shop', tag: 'prod', name: '*shop*' }, true],
  [{ group: 'Shop', tag: 'test' }, false],
])('%j: %s', (match, expected) => {
  expect(matches(match, shop)).toBe(expected);
  expect(matcherOf(match)(shop)).toBe(expected);
});

test('patterns mean the same as a regular expression', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.') });
  fc.assert(
    fc.property(letters, letters, (pattern, name) => {
      const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 'u');
      const endpoint = { ...shop, config: { ...shop.config, name } };
      expect(matches({ name: pattern }, endpoint)).toBe(expression.test(name));
    }),
  );
});

test('a matcher looks through 20,000 endpoints for 20,000 ids', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `endpoint-${index}`);
  const search = vi.spyOn(ids, 'includes');
  const isMeant = matcherOf({ endpoints: ids });
  expect(ids.filter((id) => isMeant({ ...shop, id }))).toHaveLength(20_000);
  expect(isMeant(shop)).toBe(false);
  expect(search).not.toHaveBeenCalled();
});
