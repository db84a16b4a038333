import { expect, test } from 'vitest';
import { jsonLines } from './json-lines.ts';

test('writes JSON as indented lines that know their place', () => {
  const json = { a: 1, list: [true, {}], text: 'x "y"' };
  const lines = jsonLines(json);
  expect(lines.map(({ depth, label, text, comma }) => `${'  '.repeat(depth)}${label}${text}${comma}`)).toEqual([
    '{',
    '  "a": 1,',
    '  "list": [',
    '    true,',
    '    {}',
    '  ],',
    String.raw`  "text": "x \"y\""`,
    '}',
  ]);
  expect(JSON.parse(lines.map(({ label, text, comma }) => label + text + comma).join(''))).toEqual(json);
  expect(lines[3]).toMatchObject({ steps: ['list', 0], value: true });
  expect(lines[7]).not.toHaveProperty('value');
});
