import { expect, it } from 'vitest';
import { z } from 'zod';
import { texts } from '../check/testing/texts.ts';
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
    return (error as RequestError).issues.map((issue) => `${issue.path}: ${texts.issueInFull(issue)}`);
  }
}

it.each([
  [good, []],
  [{ ...good, count: 0 }, ['count: count must be at least 1. Got 0.']],
  [{ ...good, count: 11 }, ['count: count must be at most 10. Got 11.']],
  [{ ...good, count: 1.5 }, ['count: count must be a whole number. Got 1.5.']],
  [{ ...good, count: '3' }, ['count: count must be a number. Got "3".']],
  [{ ...good, names: [] }, ['names: names must have at least 1 entry. Got [].']],
  [{ ...good, names: ['a', 'abcdef'] }, ['names[1]: names[1] must have at most 5 characters. Got "abcdef".']],
  [{ ...good, names: 'a' }, ['names: names must be a list. Got "a".']],
  [{ ...good, theme: 'pink' }, ['theme: theme must be "light" or "dark". Got "pink".']],
  [{ count: 3, names: ['a'] }, ['theme: theme is required.']],
  [{ ...good, Theme: 1 }, ['Theme: There is no field "Theme" here.']],
  [null, [': The request must be an object. Got null.']],
])('says for each field what is accepted: %j', (value, issues) => {
  expect(issuesOf(value)).toEqual(issues);
});
