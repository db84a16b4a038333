/** Regular expressions in RE2's syntax: matching takes time in proportion to the text, whatever the expression. */
import { libraries } from './libraries.ts';
import type { Compiled } from './re2.ts';

const compiled = new Map<string, Compiled>();
const KEPT = 1000;
const NOT_LOADED: Compiled = { problem: null, test: () => false, capture: () => undefined, exec: () => null };

/**
 * @param regex without slashes; `\/` is a slash
 * @param flags of `i`, `m` and `s`
 * @returns without `loadLibraries`, one that matches nothing
 */
export function compileRegex(regex: string, flags: string): Compiled {
  const library = libraries();
  if (library === null) return NOT_LOADED;
  const key = `${flags}/${regex}`;
  let result = compiled.get(key);
  if (result === undefined) {
    result = library.compileRe2(regex.replaceAll('\\/', '/'), flags);
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(key, result);
  }
  return result;
}
