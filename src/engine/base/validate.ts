import type { z } from 'zod';
import type { Issue } from '../../contract/errors.ts';
import { formatPath, show } from './issues.ts';
import { invalid } from './request-error.ts';

/**
 * Checks a request's arguments, or anything else that comes from outside.
 * @throws RequestError `invalid`, with a path and what is accepted for each thing that does not fit
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(result.error.issues.flatMap((issue) => toIssues(issue, value)));
}

function toIssues(issue: z.core.$ZodIssue, root: unknown): Issue[] {
  const path = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key]),
      message: `There is no field ${JSON.stringify(key)} here`,
    }));
  }
  if (issue.code === 'custom') return [{ path, message: issue.message }];
  const got = issue.path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
  return [
    { path, message: `Expected ${path === '' ? 'the arguments' : path} to be ${acceptedBy(issue)}, got ${show(got)}` },
  ];
}

const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'a text',
};

/** The end of the sentence "Expected … to be …". */
function acceptedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  if (issue.code === 'too_small') return `at least ${issue.minimum}${unitOf(issue.origin)}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}${unitOf(issue.origin)}`;
  return issue.message;
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' || origin === 'set' ? ' items' : '';
}
