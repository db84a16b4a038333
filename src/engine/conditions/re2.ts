/** Compiles regular expressions with the library `re2js`. Loaded by `libraries.ts`. */
import { RE2JS, RE2JSException } from 're2js';

/** Where a regular expression matches first. */
export interface RegexMatch {
  /** The end of the match, exclusive, in characters as `String.slice` counts them. */
  readonly end: number;
  /** What the groups found, by number and by name; empty for one that took no part. */
  readonly groups: Readonly<Record<string, string>>;
}

export type Compiled =
  | {
      readonly problem: null;
      readonly test: (text: string) => boolean;
      /** What the first group matches, or the whole match if there are no groups; undefined: no match. */
      readonly capture: (text: string) => string | undefined;
      readonly exec: (text: string) => RegexMatch | null;
    }
  /** Why it does not parse. */
  | { readonly problem: string; readonly test: null; readonly capture: null; readonly exec: null };

export interface RegexLibrary {
  /** @param flags of `i`, `m` and `s` */
  readonly compileRe2: (regex: string, flags: string) => Compiled;
}

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

export function compileRe2(regex: string, flags: string): Compiled {
  let bits = 0;
  for (const flag of flags) {
    const bit = FLAGS[flag];
    if (bit === undefined) return { problem: `unknown flag ${flag}`, test: null, capture: null, exec: null };
    bits |= bit;
  }
  try {
    const pattern = RE2JS.compile(regex, bits);
    return {
      problem: null,
      test: (text) => pattern.matcher(text).find(),
      capture(text) {
        const matcher = pattern.matcher(text);
        if (!matcher.find()) return undefined;
        return matcher.group(matcher.groupCount() > 0 ? 1 : 0) ?? undefined;
      },
      exec: (text) => match(pattern, text),
    };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { problem: error.message.replace(/^error parsing regexp: /u, ''), test: null, capture: null, exec: null };
  }
}

function match(pattern: RE2JS, text: string): RegexMatch | null {
  const matcher = pattern.matcher(text);
  if (!matcher.find()) return null;
  const groups: Record<string, string> = {};
  for (let index = 1; index <= matcher.groupCount(); index++) groups[index] = matcher.group(index) ?? '';
  for (const [name, index] of Object.entries(pattern.namedGroups())) groups[name] = matcher.group(index) ?? '';
  return { end: matcher.end(), groups };
}
