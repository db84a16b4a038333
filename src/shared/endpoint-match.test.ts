import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { matches, type MatchedEndpoint } from './endpoint-match.ts';

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

test('a list of 20,000 endpoints is read once, not once for each endpoint', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `endpoint-${index}`);
  const [search, read] = [vi.spyOn(ids, 'includes'), vi.spyOn(ids, Symbol.iterator)];
  const match = { endpoints: ids };
  const all = Array.from({ length: 20_000 }, (_, index) => ({ ...shop, id: `endpoint-${index}` }));
  expect(all.filter((endpoint) => matches(match, endpoint))).toHaveLength(20_000);
  expect(matches(match, shop)).toBe(false);
  expect(matches(match, { ...shop, config: { ...shop.config, name: 'endpoint-7' } })).toBe(true);
  expect(search).not.toHaveBeenCalled();
  expect(read).toHaveBeenCalledOnce();
});
