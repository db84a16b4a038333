import type { z } from 'zod';
import type { Issue } from '../../contract/channels.ts';
import { formatPath } from '../check/issues.ts';
import { invalid } from './request-error.ts';

/**
 * Checks a request's arguments, or anything else that comes from outside.
 * @throws RequestError `invalid`, with a path and what is accepted for each thing that does not fit
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(result.error.issues.flatMap(toIssues));
}

function toIssues(issue: z.core.$ZodIssue): Issue[] {
  const path = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key]),
      message: `There is no field ${JSON.stringify(key)} here`,
    }));
  }
  return [{ path, message: issue.message }];
}
