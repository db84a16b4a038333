/** Which issue a schema has when it does not accept a value. */
import { z } from 'zod';
import type { Issue, IssueCode, ISSUES } from '../../contract/model/issue.ts';
import type { Message, Params, ParamsOf } from '../../contract/model/text.ts';
import { formatPath, makeIssue, valueAt } from './issues.ts';

/** The issue of each schema, without its path. */
const accepted = z.registry<{ issue: Message }>();

/** Sets the issue of a schema for every value that it does not accept. The issue is one of those that all kinds share. */
export function accepts<Code extends IssueCode, Schema extends z.ZodType>(
  code: Code,
  params: ParamsOf<(typeof ISSUES)[Code]>,
  schema: Schema,
): Schema {
  return acceptsOwn(code, schema, params as Params);
}

/** The same with a code of a kind's descriptor (`IssueDescriptor`). */
export function acceptsOwn<Schema extends z.ZodType>(code: string, schema: Schema, params: Params = {}): Schema {
  accepted.add(schema, { issue: { code, params } });
  return schema;
}

/** For `addIssue` and `refine`: the value has this issue instead of the one of its schema. */
export function ownIssue(
  code: string,
  params: Params = {},
  { secret = false }: { readonly secret?: boolean } = {},
): { readonly code: 'custom'; readonly params: Readonly<Record<string, unknown>> } {
  return { code: 'custom', params: { issue: { code, params } satisfies Message, secret } };
}

/** The issue that a custom issue of zod carries; null: it carries none, and the schema's own counts. */
export function readOwnIssue(
  issue: z.core.$ZodIssue | undefined,
): { readonly issue: Message; readonly secret: boolean } | null {
  if (issue?.code !== 'custom') return null;
  const { issue: own, secret } = issue.params ?? {};
  return isMessage(own) ? { issue: own, secret: secret === true } : null;
}

export interface ToIssuesOptions {
  /** The fields' schemas, each made with `accepts`. */
  readonly shape: Readonly<Record<string, z.core.$ZodType>>;
  /** What was parsed. */
  readonly input: unknown;
  /** The check kind that has the fields. */
  readonly kind: string;
  /** Whether the value at a path must not be shown. */
  readonly isSecret?: (path: readonly PropertyKey[]) => boolean;
}

/** Turns what zod found into issues. */
export function toIssues(error: z.ZodError, { shape, input, kind, isSecret }: ToIssuesOptions): Issue[] {
  return error.issues.flatMap((found) => {
    if (found.code === 'unrecognized_keys') {
      return found.keys.map((name) => makeIssue('unknownField', formatPath([...found.path, name]), { name }, { kind }));
    }
    const path = formatPath(found.path);
    const value = valueAt(input, found.path);
    if (value === undefined && found.code !== 'invalid_key') return [makeIssue('required', path, {}, { kind })];
    // A key of a map is invalid for a reason of its own.
    const own = readOwnIssue(found.code === 'invalid_key' ? found.issues[0] : found);
    const { code, params = {} } = own?.issue ?? issueAt(shape, found.path) ?? otherwise(found);
    const hidden = found.code === 'invalid_key' || own?.secret === true || isSecret?.(found.path) === true;
    return [makeIssue(code, path, params, { kind, ...(hidden ? {} : { given: value }) })];
  });
}

/** For a schema that was not made with `accepts`. */
function otherwise({ message }: z.core.$ZodIssue): Message {
  return { code: 'otherwise', params: { problem: message } };
}

function issueAt(shape: Readonly<Record<string, z.core.$ZodType>>, path: readonly PropertyKey[]): Message | undefined {
  let schema = shape[String(path[0])];
  for (const key of path.slice(1)) {
    const inner: z.core.$ZodType | undefined = schema && unwrap(schema);
    if (inner instanceof z.ZodRecord) schema = inner.valueType;
    else if (inner instanceof z.ZodArray) schema = inner.element;
    else if (inner instanceof z.ZodObject) schema = inner.shape[String(key)] as z.core.$ZodType | undefined;
    else break;
  }
  while (schema !== undefined) {
    const issue = accepted.get(schema)?.issue;
    if (issue !== undefined) return issue;
    const inner = unwrapOnce(schema);
    if (inner === schema) return undefined;
    schema = inner;
  }
  return undefined;
}

function unwrapOnce(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    return schema.unwrap();
  }
  return schema instanceof z.ZodPipe ? schema.in : schema;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = unwrapOnce(schema);
  return inner === schema ? schema : unwrap(inner);
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
