/** The source of a value: `[BODY].token`, `[HEADER].location`, `[COOKIE].sid`, `[BODY] /id=(\d+)/`. */
import { ConditionError } from '../../../conditions/problem.ts';
import { readPlaceholder } from '../../../conditions/operands.ts';
import { Reader } from '../../../conditions/reader.ts';
import { compileRegex } from '../../../conditions/regex.ts';
import type { Placeholder } from '../../../conditions/syntax.ts';

export interface Source {
  readonly placeholder: Placeholder;
  /** The part of the value that its first group matches, or the whole match; null: the whole value. */
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

/** The match of a source's regular expression in the value; undefined: none. */
export function captureIn({ regex }: Source, value: string): string | undefined {
  return regex === null ? value : compileRegex(regex.text, regex.flags).capture?.(value);
}
