import { expect, test } from 'vitest';
import { complete, type CompletionContext } from './complete.ts';

const context: CompletionContext = {
  placeholders: [
    { name: 'STATUS', meaning: 'the status' },
    { name: 'BODY', meaning: 'the body', parts: 'json' },
    { name: 'PHASE', meaning: 'a phase', parts: 'names' },
  ],
  parts: { PHASE: [{ insert: 'dns', meaning: 'DNS' }] },
  dialect: 'lookout',
  observed: { STATUS: 200, BODY: '{"user":{"name":"Ada Byron","odd key":1},"list":[1]}', PHASE: { dns: 3 } },
};

/** What is offered at the `|` in the text, and the text after the first of them was accepted. */
function at(marked: string, more: Partial<CompletionContext> = {}) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const completion = complete(text, caret, { ...context, ...more });
  const [first] = completion?.suggestions ?? [];
  return {
    offered: completion?.suggestions.map(({ insert }) => insert) ?? [],
    values: completion?.suggestions.map(({ value }) => value) ?? [],
    accepted:
      completion === null || first === undefined
        ? null
        : text.slice(0, completion.from) + first.insert + text.slice(completion.to),
  };
}

test('offers placeholders with their values, functions and the severity where a condition begins', () => {
  const { offered, values } = at('|');
  expect(offered).toEqual(['[STATUS]', '[BODY]', '[PHASE].', 'len(', 'has(', 'not ', 'warn: ']);
  expect(values.slice(0, 3)).toEqual(['200', expect.stringContaining('{"user"'), undefined]);
  expect(at('warn: |').offered).not.toContain('warn: ');
  expect(at('wa|').accepted).toBe('warn: ');
  expect(at('sta|').accepted).toBe('[STATUS]');
  expect(at('not [b|').accepted).toBe('not [BODY]');
  expect(at('len(|').offered).toEqual(['[STATUS]', '[BODY]', '[PHASE].']);
});

test('replaces the rest of the placeholder at the caret', () => {
  expect(at('[ST|ATUZ] == 200').accepted).toBe('[STATUS] == 200');
});

test('offers the names of phases, and the keys of a value', () => {
  expect(at('[PHASE].|')).toMatchObject({ offered: ['dns'], values: ['3'] });
  expect(at('[BODY].|').offered).toEqual(['user', 'list']);
  expect(at('[BODY].user.|')).toMatchObject({ offered: ['name', '"odd key"'], values: ['Ada Byron', '1'] });
  expect(at('has([BODY].us|').accepted).toBe('has([BODY].user');
  expect(at('[BODY].nothing.|').offered).toEqual([]);
});

test('offers comparisons after a value, its current value after a comparison, and AND or OR after that', () => {
  expect(at('[STATUS] |').offered).toEqual(
    expect.arrayContaining(['== ', 'contains ', 'matches /', 'in (', 'changed']),
  );
  expect(at('[STATUS] s|').offered).toEqual(['starts with ']);
  expect(at('[STATUS] == |').offered).toEqual(['200', 'pat(', 'any(']);
  expect(at('[STATUS] < |').offered).toEqual(['200']);
  expect(at('[BODY].user.name == |').offered[0]).toBe('"Ada Byron"');
  expect(at('[STATUS] == 200 |').offered).toEqual(['and ', 'or ']);
  expect(at('[STATUS] in (1, 2) o|').accepted).toBe('[STATUS] in (1, 2) or ');
  expect(at('[STATUS] == 200 and |').offered).toContain('[BODY]');
  expect(at('[STATUS] == 200 and [BODY].list |').offered).toContain('contains ');
});

test('offers nothing inside quotes, and nothing after an error', () => {
  expect(at('[STATUS] == "[|').offered).toEqual([]);
  expect(at('what is this |').offered).toEqual([]);
});

test('offers only the syntax of Gatus in its dialect', () => {
  const gatus = { dialect: 'gatus' } as const;
  expect(at('|', gatus).offered).toEqual(['[STATUS]', '[BODY]', '[PHASE].', 'len(', 'has(']);
  expect(at('[STATUS] |', gatus).offered).toEqual(['== ', '!= ', '< ', '<= ', '> ', '>= ']);
  expect(at('[STATUS] == 200 |', gatus).offered).toEqual([]);
});
