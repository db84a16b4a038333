/** Makes issues: what is wrong with a value, and what would be accepted. */
import type { Issue, IssueCode, ISSUES } from '../../contract/model/issue.ts';
import type { ParamsOf } from '../../contract/model/text.ts';
import { toParams } from './params.ts';
import { hideUserinfo } from './userinfo.ts';
import { cut } from './cut.ts';

/** What an issue has besides its code, its parameters and its path. */
export interface IssueExtras {
  /** The value that was given. It is shortened; user names and passwords of URLs in it are hidden. */
  readonly given?: unknown;
  /** The check kind that has the field. */
  readonly kind?: string | undefined;
}

/** An issue that every value can have, with the parameters that its documentation declares. */
export function issueOf<Code extends IssueCode>(
  code: Code,
  path: string,
  params: ParamsOf<(typeof ISSUES)[Code]>,
  extras: IssueExtras = {},
): Issue {
  return makeIssue(code, path, params, extras);
}

/** An issue of any code. */
export function makeIssue(
  code: string,
  path: string,
  params: { readonly [name: string]: unknown },
  { given, kind }: IssueExtras = {},
): Issue {
  const applying = toParams(params);
  return {
    path,
    code,
    ...(applying === undefined ? {} : { params: applying }),
    ...(given === undefined ? {} : { given: shorten(given) }),
    ...(kind === undefined ? {} : { kind }),
  };
}

/** Formats a path, such as `endpoints[0].headers.Host`. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const key of path) text += typeof key === 'number' ? `[${key}]` : `${text === '' ? '' : '.'}${String(key)}`;
  return text;
}

/** The path of something inside of what has the path `outer`. @param inner its path there; empty: the whole */
export function pathWithin(outer: string, inner: string): string {
  if (inner === '') return outer;
  return inner.startsWith('[') ? `${outer}${inner}` : `${outer}.${inner}`;
}

/** Issues of something inside of what has the path `outer`. */
export function issuesWithin(outer: string, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ ...issue, path: pathWithin(outer, issue.path) }));
}

const MAX_SHOWN = 80;

/**
 * A value as people may see it: JSON of at most 80 characters. User names and passwords in URLs are hidden. Lists and maps are
 * not shown, because they may contain any field, including secret ones.
 */
export function shorten(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[…]';
  if (typeof value === 'object' && value !== null) return '{…}';
  // Electron's IPC also transfers values that JSON does not have, such as big integers.
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return typeof value;
  const text = JSON.stringify(typeof value === 'string' ? hideUserinfo(value) : value) ?? '';
  return cut(text, MAX_SHOWN);
}

/** The value at a path; undefined: there is none. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value;
}
