import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadLibraries } from './libraries.ts';
import { MAX_CONDITION_LENGTH, parseCondition } from './parse.ts';
import { ConditionError } from './problem.ts';
import { placeholdersOf } from './syntax.ts';

beforeAll(loadLibraries);

const NAMES = new Set(['STATUS', 'RESPONSE_TIME', 'BODY', 'HEADER', 'IP']);
const parse = (text: string) => parseCondition(text, NAMES);

/** The code and the text at the place of what is wrong. */
function problemOf(text: string): { code: string; at: string; params: object } {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    return { code: error.code, at: text.slice(error.place.from, error.place.to), params: error.params };
  }
  throw new TypeError(`${text} is a condition`);
}

describe('parseCondition', () => {
  it('binds not before and, and and before or', () => {
    const { expression } = parse('not [STATUS] == 1 and [STATUS] == 2 or [STATUS] == 3');
    expect(expression).toMatchObject({
      type: 'or',
      terms: [{ type: 'and', terms: [{ type: 'not', term: { type: 'equal' } }, { type: 'equal' }] }, { type: 'equal' }],
    });
  });

  it('reads paths, positions and names in quotes', () => {
    const [placeholder] = placeholdersOf(parse(String.raw`[BODY].a[0]."b \"c\"".d-e == 1`).expression);
    expect(placeholder?.query).toEqual({ language: 'path', steps: ['a', 0, 'b "c"', 'd-e'] });
    expect(placeholder?.source).toBe(String.raw`[BODY].a[0]."b \"c\"".d-e`);
  });

  it.each([
    ['[BODY]$.items[?@.price > 10].id contains 3', 'jsonpath', '$.items[?@.price > 10].id'],
    ["[BODY]$['a b'] == 1", 'jsonpath', "$['a b']"],
    ['[BODY]//h1[@class = "big"]/text() == Welcome', 'xpath', '//h1[@class = "big"]/text()'],
    ['[BODY]{$sum(items.price) > 3} == true', 'jsonata', '$sum(items.price) > 3'],
    ['len([BODY]$..id) > 2', 'jsonpath', '$..id'],
  ])('takes the query of %s', (text, language, query) => {
    const [placeholder] = placeholdersOf(parse(text).expression);
    expect(placeholder?.query).toEqual({ language, text: query });
  });

  it.each([
    ['', 'empty', '', {}],
    ['   ', 'empty', '   ', {}],
    ['[STATUS] = 200', 'endExpected', '=', {}],
    ['[STATUS] ==', 'valueExpected', '', {}],
    ['[STATUS] == 200 200 == 3', 'endExpected', '==', {}],
    ['[STATUSS] == 200', 'unknownPlaceholder', '[STATUSS]', { name: 'STATUSS', nearest: 'STATUS' }],
    ['[HEADER] == x', 'partExpected', '[HEADER]', { name: 'HEADER' }],
    ['200 == 200', 'constant', '200 == 200', {}],
    ['up', 'comparisonExpected', '', {}],
    ['([STATUS] == 200', 'missing', '', { expected: ')' }],
    ['[STATUS] == 200)', 'endExpected', ')', {}],
    ['[BODY].a == "x', 'missing', '"x', { expected: '"' }],
    ['len([BODY] == 3', 'missing', '==', { expected: ')' }],
    ['len(5) == 3', 'valueExpected', '5)', {}],
    ['[STATUS] < any(1, 2)', 'onlyEquality', 'any(1, 2)', {}],
    ['pat(a) == pat(b)', 'onlyEquality', 'pat(a)', {}],
    ['[BODY] == pat([a)', 'badPattern', '[a', {}],
    ['[BODY] matches ok', 'missing', 'ok', { expected: '/regular expression/' }],
    ['[BODY] matches /(/', 'badRegex', '/(/', { reason: 'missing closing ): `(`' }],
    ['[BODY] matches /a/x', 'badRegex', '/a/x', { reason: 'unknown flag x' }],
    ['[BODY]$.a[ == 3', 'missing', '', { expected: ']' }],
    ['[STATUS] in 200', 'missing', '200', { expected: '(' }],
    ['[STATUS] in ()', 'valueExpected', ')', {}],
    ['not', 'valueExpected', '', {}],
    ['[STATUS] == 1 and', 'valueExpected', '', {}],
    ['[STATUS] == 1 and or [STATUS] == 2', 'valueExpected', '', {}],
  ])('reports what is wrong with "%s", and where', (text, code, at, params) => {
    expect(problemOf(text)).toEqual({ code, at, params });
  });

  it('says why a JSONPath does not parse', () => {
    const problem = problemOf('[BODY]$.a[?@.b ==] == 1');
    expect(problem).toMatchObject({ code: 'badQuery', at: '$.a[?@.b ==]', params: { language: 'jsonpath' } });
  });

  it('refuses what is too long or too deep', () => {
    expect(problemOf(`[STATUS] == ${'1'.repeat(MAX_CONDITION_LENGTH)}`).code).toBe('tooLong');
    expect(problemOf(`${'('.repeat(40)}[STATUS] == 1${')'.repeat(40)}`).code).toBe('tooDeep');
    expect(problemOf(`${'not '.repeat(40)}[STATUS] == 1`).code).toBe('tooDeep');
  });

  it('never throws anything but a ConditionError with a place in the text', () => {
    const pieces = [
      '[STATUS]',
      '[BODY]',
      '.a',
      '[0]',
      '$.x',
      '//h1',
      '{',
      '}',
      '(',
      ')',
      '==',
      '<',
      'and',
      'not',
      'in',
    ];
    const more = ['any(1,', 'pat(', 'len(', '"', "'", '/a/', 'matches', 'contains', ' ', ' ', ' ', '1', 'x', 'warn:'];
    const text = fc.array(fc.oneof(fc.constantFrom(...pieces, ...more), fc.string({ maxLength: 3 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const condition = parts.join('');
        try {
          parse(condition);
        } catch (error) {
          if (!(error instanceof ConditionError)) throw error;
          expect(error.place.from).toBeLessThanOrEqual(error.place.to);
          expect(error.place.to).toBeLessThanOrEqual(condition.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
