/** What is wrong with an endpoint as written, in sentences that say what would be accepted. */
import { z } from 'zod';
import type { Issue } from '../../contract/errors.ts';
import { hideUserinfo } from './userinfo.ts';

/** For each schema what it accepts, as the end of the sentence "Expected … to be …". */
const phrases = z.registry<{ accepts: string }>();

/** Notes what a schema accepts, for the sentence that is shown when something else is given. */
export function accepts<Schema extends z.ZodType>(phrase: string, schema: Schema): Schema {
  phrases.add(schema, { accepts: phrase });
  return schema;
}

/**
 * Turns what zod found into issues.
 * @param shape the fields' schemas, each made with `accepts`
 * @param input what was parsed
 * @param isSecret whether what stands at a path must not be shown
 */
export function toIssues(
  error: z.ZodError,
  shape: Readonly<Record<string, z.core.$ZodType>>,
  input: unknown,
  isSecret: (path: readonly PropertyKey[]) => boolean = () => false,
): Issue[] {
  return error.issues.map((issue) => {
    const path = formatPath(issue.path);
    const got = issue.code === 'custom' ? issue.params?.['got'] : undefined;
    if (issue.code === 'invalid_key') {
      return { path, message: `Expected ${path} to have ${phraseOf(issue.issues[0], 'another name')}` };
    }
    // A refinement's message is its own phrase; anything else is answered with the schema's.
    const phrase =
      issue.code === 'custom' && issue.message !== 'Invalid input' ? issue.message : phraseAt(shape, issue.path);
    return {
      path,
      message: `Expected ${path === '' ? 'the endpoint' : path} to be ${phrase ?? lowerFirst(issue.message)}, got ${typeof got === 'string' ? got : (isSecret(issue.path) ? describe : show)(valueAt(input, issue.path))}`,
    };
  });
}

/** `endpoints[0].headers.Host` */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const key of path) text += typeof key === 'number' ? `[${key}]` : `${text === '' ? '' : '.'}${String(key)}`;
  return text;
}

/**
 * A value within a sentence: short, and distinct from the words around it. User names and passwords in URLs are hidden. Lists
 * and maps are not shown, because they may contain any field, including secret ones.
 */
export function show(value: unknown): string {
  if (value === null) return 'null';
  // Electron's IPC also transfers values that JSON does not have, such as big integers.
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return describe(value);
  const text = JSON.stringify(typeof value === 'string' ? hideUserinfo(value) : value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** A value that must not be shown within a sentence. */
function describe(value: unknown): string {
  if (typeof value === 'string') return `one of ${value.length} characters`;
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

/** Of the words, the one that the person most likely meant; null when none is near. */
export function nearest(word: string, words: readonly string[]): string | null {
  let best: string | null = null;
  // A third of the letters may differ: enough for a slip, too little for another word.
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's. */
function editDistance(a: string, b: string): number {
  // Field names and kinds are short; anything longer is not near to them.
  if (a.length > 64 || b.length > 64) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function phraseAt(shape: Readonly<Record<string, z.core.$ZodType>>, path: readonly PropertyKey[]): string | undefined {
  let schema = shape[String(path[0])];
  for (const _ of path.slice(1)) {
    const inner: z.core.$ZodType | undefined = schema && unwrap(schema);
    if (inner instanceof z.ZodRecord) schema = inner.valueType;
    else if (inner instanceof z.ZodArray) schema = inner.element;
    else break;
  }
  while (schema !== undefined) {
    const phrase = phrases.get(schema)?.accepts;
    if (phrase !== undefined) return phrase;
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

function phraseOf(issue: z.core.$ZodIssue | undefined, otherwise: string): string {
  return issue?.code === 'custom' ? issue.message : otherwise;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
