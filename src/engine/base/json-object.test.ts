import { expect, it } from 'vitest';
import { isJsonObject, parseJsonObject } from './json-object.ts';

it('parses a JSON object', () => {
  expect(parseJsonObject(' {"a": [1]}')).toEqual({ a: [1] });
  expect(isJsonObject('{}')).toBe(true);
});

it.each(['', '{', 'null', '[]', '"a"', '1'])('rejects %j', (text) => {
  expect(parseJsonObject(text)).toBeNull();
  expect(isJsonObject(text)).toBe(false);
});
