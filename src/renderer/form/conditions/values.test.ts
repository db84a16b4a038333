import { expect, test } from 'vitest';
import { conditionFor, knownValues, lookUp, stepsOf } from './values.ts';

const observed = {
  STATUS: 200,
  BODY: '{"items":[{"id":7,"odd key":"a"}],"empty":""}',
  HEADER: { 'content-type': 'text/html' },
  ROWS: [{ n: 1 }],
};

test('looks values up as the engine does', () => {
  expect(lookUp(observed, 'status', [])).toBe(200);
  expect(lookUp(observed, 'BODY', stepsOf('.items[0]."odd key"'))).toBe('a');
  expect(lookUp(observed, 'HEADER', ['Content-Type'])).toBe('text/html');
  expect(lookUp(observed, 'ROWS', [0, 'n'])).toBe(1);
  expect(lookUp(observed, 'BODY', ['items', 3, 'id'])).toBeUndefined();
  expect(lookUp(observed, 'STATUS', ['x'])).toBeUndefined();
  expect(lookUp(observed, 'ROWS', ['constructor'])).toBeUndefined();
});

test('returns the value of each placeholder in a condition once', () => {
  expect(knownValues('[STATUS] == 200 or [STATUS] == len([BODY].items) and [MISSING] == 1', observed)).toEqual([
    { source: '[STATUS]', value: '200' },
    { source: '[BODY].items', value: '[{"id":7,"odd key":"a"}]' },
  ]);
});

test('turns a value into a condition that holds for it', () => {
  const made = (
    steps: readonly (string | number)[],
    value: Parameters<typeof conditionFor>[2],
    dialect = 'lookout' as const,
  ) => conditionFor('BODY', steps, value, dialect);
  expect(made(['ok'], true)).toBe('[BODY].ok == true');
  expect(made(['items', 0, 'odd key'], 'a')).toBe('[BODY].items[0]."odd key" == a');
  expect(made(['v'], '200')).toBe('[BODY].v == "200"');
  expect(made(['v'], 'say "hi" \\ there')).toBe(String.raw`[BODY].v == "say \"hi\" \\ there"`);
  expect(made(['v'], null)).toBe('[BODY].v == null');
  expect(made(['items'], [1, 2])).toBe('len([BODY].items) == 2');
  expect(made(['user'], { id: 1 })).toBe('has([BODY].user)');
  expect(made([], `<html>\n<body>`)).toBe('[BODY] contains "<html>"');
  expect(made([], ' \n ')).toBeNull();
  expect(conditionFor('RESPONSE_TIME', [], 120.4, 'lookout')).toBe('[RESPONSE_TIME] <= 241');
  expect(conditionFor('BODY', ['v'], 'a b', 'gatus')).toBe('[BODY].v == a b');
});
