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

/**
 * Loads them if one of the inputs of endpoints has conditions, or fields with a regular expression between slashes, which
 * `parseEndpoint` then checks in full.
 */
export async function loadLibrariesFor(inputs: readonly unknown[]): Promise<void> {
  if (inputs.some((input) => hasConditions(input) || hasRegex(input))) await loadLibraries();
}

function hasConditions(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  // Fields of some kinds have conditions in them, as text.
  if (Object.values(input).some((value) => typeof value === 'string' && /^\s*(?:expect|extract)\s/mu.test(value)))
    return true;
  if (!('conditions' in input)) return false;
  return Array.isArray(input.conditions) && input.conditions.length > 0;
}

/** Steps of a conversation, or an expected text that is a regular expression. */
function hasRegex(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  if ('steps' in input && Array.isArray(input.steps) && input.steps.length > 0) return true;
  return 'expect' in input && typeof input.expect === 'string' && input.expect.startsWith('/');
}
