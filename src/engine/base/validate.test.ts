import { expect, it } from 'vitest';
import { z } from 'zod';
import type { RequestError } from './request-error.ts';
import { validate } from './validate.ts';

const schema = z.strictObject({
  count: z.number().int().min(1).max(10),
  names: z.array(z.string().max(5)).min(1),
  theme: z.enum(['light', 'dark']),
});
const good = { count: 3, names: ['a'], theme: 'dark' };

function issuesOf(value: unknown): string[] {
  try {
    validate(schema, value);
    return [];
  } catch (error) {
    return (error as RequestError).issues.map(({ path, message }) => `${path}: ${message}`);
  }
}

it.each([
  [good, []],
  [{ ...good, count: 0 }, ['count: Expected count to be at least 1, got 0']],
  [{ ...good, count: 11 }, ['count: Expected count to be at most 10, got 11']],
  [{ ...good, count: 1.5 }, ['count: Expected count to be a whole number, got 1.5']],
  [{ ...good, count: '3' }, ['count: Expected count to be a number, got "3"']],
  [{ ...good, names: [] }, ['names: Expected names to be at least 1 items, got an empty list']],
  [{ ...good, names: ['a', 'abcdef'] }, ['names[1]: Expected names[1] to be at most 5 characters, got "abcdef"']],
  [{ ...good, names: 'a' }, ['names: Expected names to be a list, got "a"']],
  [{ ...good, theme: 'pink' }, ['theme: Expected theme to be "light" or "dark", got "pink"']],
  [{ count: 3, names: ['a'] }, ['theme: Expected theme to be "light" or "dark", got nothing']],
  [{ ...good, Theme: 1 }, ['Theme: There is no field "Theme" here']],
  [null, [': Expected the arguments to be an object, got null']],
])('says for each field what is accepted: %j', (value, issues) => {
  expect(issuesOf(value)).toEqual(issues);
});
