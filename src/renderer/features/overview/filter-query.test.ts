import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakeView } from '../../testing/fake-data.ts';
import { seededRandom } from '../../../shared/testing/seeded-random.ts';
import { compileFilter, filterTerm, parseFilter, toggleTerm, type FilterNames } from './filter-query.ts';

const NAMES: FilterNames = {
  tags: new Set(['prod', 'production', 'eu west']),
  kinds: new Set(['http', 'tcp']),
  groups: new Set(['shop', 'web shop']),
  sources: new Map([
    ['local', 'this lookout'],
    ['b1', 'berlin'],
  ]),
};

function endpoint(change: Readonly<Record<string, unknown>>) {
  const { endpoint: base } = fakeView(0, seededRandom(1), 0, 1);
  return { ...base, target: 'db:5432', config: { ...base.config, name: 'Orders', group: '', tags: [], ...change } };
}

const matches = (text: string, change: Readonly<Record<string, unknown>> = {}) =>
  compileFilter(parseFilter(text), NAMES).endpoint(endpoint(change));

describe('parseFilter', () => {
  test.each([
    ['shop api', ['shop', 'api'], {}],
    ['"web shop" api', ['web shop', 'api'], {}],
    ['TAG:Prod x', ['x'], { tag: [{ text: 'prod', exact: false }] }],
    ['group:"Web shop"', [], { group: [{ text: 'web shop', exact: true }] }],
    ['group:"Web sh', [], { group: [{ text: 'web sh', exact: true }] }],
    ['tag:a tag:b kind:http', [], { tag: [{ text: 'a' }, { text: 'b' }], kind: [{ text: 'http' }] }],
    ['db:5432 https://a.example/', ['db:5432', 'https://a.example/'], {}],
    ['tag: x', ['x'], { tag: [] }],
    ['tag:""', [], { tag: [] }],
    ['', [], {}],
  ])('%s', (text, words, terms) => expect(parseFilter(text)).toMatchObject({ words, terms }));

  test('keeps unknown terms as words, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { words, terms } = parseFilter(text);
        const values = Object.values(terms).flat();
        const kept = [...words, ...values.map((value) => value.text)].join('');
        for (const letter of kept) expect(text.toLowerCase()).toContain(letter);
      }),
    );
    expect(parseFilter('name:').words).toEqual(['name:']);
  });
});

describe('compileFilter', () => {
  test('requires every word, in name, target, group, kind or tags', () => {
    expect(matches('orders 5432')).toBe(true);
    expect(matches('orders 5433')).toBe(false);
    expect(matches('db:5432')).toBe(true);
  });

  test('requires every tag', () => {
    expect(matches('tag:prod', { tags: ['Prod'] })).toBe(true);
    expect(matches('tag:prod tag:"eu west"', { tags: ['prod'] })).toBe(false);
    expect(matches('tag:prod tag:"eu west"', { tags: ['prod', 'EU west'] })).toBe(true);
  });

  test('matches the beginning of a name while no whole name matches', () => {
    expect(matches('tag:pro', { tags: ['production'] })).toBe(true);
    // `prod` is a tag by itself.
    expect(matches('tag:prod', { tags: ['production'] })).toBe(false);
    expect(matches('tag:"pro"', { tags: ['production'] })).toBe(false);
  });

  test('requires one of the sources', () => {
    const remote = { ...endpoint({}), id: 'b1~e0' };
    const found = (text: string) => compileFilter(parseFilter(text), NAMES).endpoint(remote);
    expect([found('source:berlin'), found('source:Ber'), found('source:"this lookout"')]).toEqual([true, true, false]);
    expect(found('source:paris source:berlin')).toBe(true);
    expect(matches('source:"this lookout"')).toBe(true);
    expect(matches('source:berlin')).toBe(false);
  });

  test('requires one of the groups and one of the kinds', () => {
    expect(matches('group:shop group:"web shop"', { group: 'Web shop' })).toBe(true);
    expect(matches('group:shop', { group: 'Web shop' })).toBe(false);
    expect(matches('kind:tcp', { kind: 'http' })).toBe(false);
    expect(matches('kind:tcp kind:http', { kind: 'http' })).toBe(true);
  });

  test('names the statuses that are asked for', () => {
    const statuses = (text: string) => compileFilter(parseFilter(text), NAMES).statuses;
    expect(statuses('shop')).toBeNull();
    expect([...(statuses('status:down status:deg') ?? [])]).toEqual(['down', 'degraded']);
    expect([...(statuses('status:nothing') ?? ['some'])]).toEqual([]);
  });
});

describe('toggleTerm', () => {
  test('adds a term and removes it again', () => {
    expect(toggleTerm('', 'tag', 'prod')).toBe('tag:"prod"');
    expect(toggleTerm('shop ', 'group', 'Web shop')).toBe('shop group:"Web shop"');
    expect(toggleTerm('shop tag:"prod" api', 'tag', 'Prod')).toBe('shop api');
  });

  test('matches exactly the value that was clicked', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((tag) => tag.trim() === tag && !tag.includes('"')),
        (tag) => {
          const { words, terms } = parseFilter(toggleTerm('shop', 'tag', tag));
          expect(words).toEqual(['shop']);
          expect(terms.tag).toEqual([{ text: tag.toLowerCase().trim(), exact: true }]);
          expect(toggleTerm(toggleTerm('shop', 'tag', tag), 'tag', tag)).toBe('shop');
        },
      ),
    );
    expect(filterTerm('tag', 'say "hi"')).toBe('tag:"say hi"');
  });
});
