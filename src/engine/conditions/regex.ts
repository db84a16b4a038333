/** Regular expressions in RE2's syntax: matching takes time in proportion to the text, whatever the expression. */
import { RE2JS, RE2JSException } from 're2js';

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

export type Compiled =
  | { readonly problem: null; readonly test: (text: string) => boolean }
  /** Why it does not parse. */
  | { readonly problem: string; readonly test: null };

const compiled = new Map<string, Compiled>();
const KEPT = 1000;

/**
 * @param regex without slashes; `\/` is a slash
 * @param flags of `i`, `m` and `s`
 */
export function compileRegex(regex: string, flags: string): Compiled {
  const key = `${flags}/${regex}`;
  let result = compiled.get(key);
  if (result === undefined) {
    result = compile(regex, flags);
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(key, result);
  }
  return result;
}

function compile(regex: string, flags: string): Compiled {
  let bits = 0;
  for (const flag of flags) {
    const bit = FLAGS[flag];
    if (bit === undefined) return { problem: `unknown flag ${flag}`, test: null };
    bits |= bit;
  }
  try {
    const pattern = RE2JS.compile(regex.replaceAll('\\/', '/'), bits);
    return { problem: null, test: (text) => pattern.matcher(text).find() };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { problem: error.message.replace(/^error parsing regexp: /u, ''), test: null };
  }
}
