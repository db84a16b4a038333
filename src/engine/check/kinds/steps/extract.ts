/** Where a value is taken from: `[BODY].token`, `[HEADER].location`, `[COOKIE].sid`, `[BODY] /id=(\d+)/`. */
import { ConditionError } from '../../../conditions/problem.ts';
import { readPlaceholder } from '../../../conditions/operands.ts';
import { Reader } from '../../../conditions/reader.ts';
import { compileRegex } from '../../../conditions/regex.ts';
import type { Placeholder } from '../../../conditions/syntax.ts';
import type { AskingStep } from './step.ts';

const REQUEST = ['STATUS', 'BODY', 'HEADER', 'COOKIE', 'SIZE', 'HTTP_VERSION', 'RESPONSE_TIME', 'IP'];
const PLACEHOLDERS: Readonly<Record<AskingStep['type'], ReadonlySet<string>>> = {
  /** `COOKIE` has those that a request to its URL would send. */
  request: new Set(REQUEST),
  grpc: new Set(['STATUS', 'BODY', 'HEADER', 'RESPONSE_TIME', 'IP']),
  /** `VALUE` has what its steps extracted. */
  journey: new Set(['VALUE', 'RESPONSE_TIME']),
};

/** The placeholders that the conditions and sources of a step can have. */
export function placeholdersOf({ type }: Pick<AskingStep, 'type'>): ReadonlySet<string> {
  return PLACEHOLDERS[type];
}

export interface Source {
  readonly placeholder: Placeholder;
  /** Of it, what the first group of this matches, or all of it; null: the whole value. */
  readonly regex: { readonly text: string; readonly flags: string } | null;
}

/** @returns null when it is not a source of these placeholders, such as a JSONPath that does not parse (see `loadLibraries`) */
export function readSource(text: string, placeholders: ReadonlySet<string>): Source | null {
  const reader = new Reader(text.trim());
  try {
    const placeholder = readPlaceholder(reader, placeholders);
    reader.skipSpace();
    if (reader.ended) return { placeholder, regex: null };
    const [, regex, flags = ''] = reader.take(/\/((?:[^/\\]|\\.)+)\/([a-z]*)\s*$/uy) ?? [];
    if (regex === undefined || compileRegex(regex, flags).problem !== null) return null;
    return { placeholder, regex: { text: regex, flags } };
  } catch (error) {
    if (error instanceof ConditionError) return null;
    throw error;
  }
}

/** What the regular expression of a source finds in the value; undefined: nothing. */
export function captureIn({ regex }: Source, value: string): string | undefined {
  return regex === null ? value : compileRegex(regex.text, regex.flags).capture?.(value);
}
