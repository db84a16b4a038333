import type { z } from 'zod';
import type { Issue } from '../../contract/model/issue.ts';
import { readOwnIssue } from './accepts.ts';
import { formatPath, issueOf, makeIssue, valueAt } from './issues.ts';
import { invalid } from './request-error.ts';

/**
 * Checks the arguments of a request, or anything else that comes from outside.
 * @throws RequestError `invalid`, with an issue for each invalid value
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(result.error.issues.flatMap((issue) => toIssues(issue, value)));
}

function toIssues(issue: z.core.$ZodIssue, root: unknown): Issue[] {
  const path = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => issueOf('unknownField', formatPath([...issue.path, name]), { name }));
  }
  const given = valueAt(root, issue.path);
  const own = readOwnIssue(issue);
  if (own !== null) return [makeIssue(own.issue.code, path, own.issue.params ?? {}, own.secret ? {} : { given })];
  if (given === undefined && path !== '') return [issueOf('required', path, {})];
  return [generic(issue, path, { given })];
}

/** An issue for what zod says of a value. */
function generic(issue: z.core.$ZodIssue, path: string, extras: { readonly given: unknown }): Issue {
  if (issue.code === 'invalid_type') return issueOf('type', path, { reason: issue.expected }, extras);
  if (issue.code === 'invalid_value') {
    return issueOf('oneOf', path, { options: issue.values.map((value) => JSON.stringify(value)) }, extras);
  }
  if (issue.code === 'too_small') {
    const min = Number(issue.minimum);
    if (issue.origin === 'string') return issueOf('tooShort', path, { min }, extras);
    return issueOf(isList(issue.origin) ? 'tooFew' : 'atLeast', path, { min }, extras);
  }
  if (issue.code === 'too_big') {
    const max = Number(issue.maximum);
    if (issue.origin === 'string') return issueOf('tooLong', path, { max }, extras);
    return issueOf(isList(issue.origin) ? 'tooMany' : 'atMost', path, { max }, extras);
  }
  return issueOf('otherwise', path, { problem: issue.message }, extras);
}

function isList(origin: string): boolean {
  return origin === 'array' || origin === 'set';
}
