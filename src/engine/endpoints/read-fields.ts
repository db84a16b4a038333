/** Reads objects of a page, a script or lookout.yaml whose fields a schema describes. */
import { z } from 'zod';
import type { Issue } from '../../contract/model/issue.ts';
import { isRecord } from '../../shared/is-record.ts';
import { readOwnIssue, toIssues } from '../base/accepts.ts';
import { formatPath, issueOf, makeIssue } from '../base/issues.ts';

export type ReadFields<Config> =
  | { readonly ok: true; readonly config: Config }
  /** The paths are within the object. */
  | { readonly ok: false; readonly issues: readonly Issue[] };

export function readFields<Schema extends z.ZodObject>(schema: Schema, input: unknown): ReadFields<z.output<Schema>> {
  if (!isRecord(input)) {
    return { ok: false, issues: [issueOf('type', '', { reason: 'object' }, { given: input ?? undefined })] };
  }
  const read = schema.safeParse(input);
  if (read.success) return { ok: true, config: read.data };
  return { ok: false, issues: issuesOf(read.error, schema.shape, input) };
}

/** What zod found, with paths within the object. @param fields the schemas of the object's fields */
function issuesOf(error: z.ZodError, fields: Readonly<Record<string, z.ZodType>>, input: unknown): readonly Issue[] {
  return error.issues.flatMap((found) => {
    // The value may be missing, which is what is wrong.
    const own = readOwnIssue(found);
    if (own !== null) return [makeIssue(own.issue.code, formatPath(found.path), own.issue.params ?? {})];
    if (found.code !== 'unrecognized_keys') {
      return toIssues(new z.ZodError([found]), { shape: fields, input, kind: '' }).map(
        ({ kind: _kind, ...issue }) => issue,
      );
    }
    const known = Object.keys(objectAt(z.object(fields), found.path)?.shape ?? {});
    return found.keys.map((name) => issueOf('unknownField', formatPath([...found.path, name]), { name, known }));
  });
}

/** The schema of the object at a path; null: there is none. */
function objectAt(schema: z.core.$ZodType | undefined, path: readonly PropertyKey[]): z.ZodObject | null {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    return objectAt(schema.unwrap(), path);
  }
  const [key, ...rest] = path;
  if (schema instanceof z.ZodArray) return objectAt(schema.element, rest);
  if (!(schema instanceof z.ZodObject)) return null;
  return key === undefined ? schema : objectAt(schema.shape[String(key)] as z.core.$ZodType | undefined, rest);
}
