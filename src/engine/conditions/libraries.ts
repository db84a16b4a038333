/**
 * The libraries for regular expressions and JSONPath. They take 20 ms to load, so they are loaded when an endpoint has
 * conditions, and not when Lookout starts.
 */
import type { JsonPathLibrary } from './queries.ts';
import type { RegexLibrary } from './re2.ts';

interface Libraries extends RegexLibrary, JsonPathLibrary {}

let loaded: Libraries | null = null;

/** Null until `loadLibraries` has finished. */
export function libraries(): Libraries | null {
  return loaded;
}

/** Loads them once. Callers wait for it before they read or evaluate conditions. */
export async function loadLibraries(): Promise<void> {
  if (loaded !== null) return;
  const [{ compileRe2 }, { problemOfJsonPath }] = await Promise.all([import('./re2.ts'), import('./queries.ts')]);
  loaded = { compileRe2, problemOfJsonPath };
}
