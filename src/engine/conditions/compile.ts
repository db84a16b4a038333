/** Reads the conditions of an endpoint, in either dialect, and finds out what they need. */
import type { Dialect } from '../../contract/model/condition.ts';
import { parseGatus, type GatusCondition } from './gatus.ts';
import { queryKey } from './observation.ts';
import { parseCondition } from './parse.ts';
import { ConditionError } from './problem.ts';
import type { TextQuery } from './run-queries.ts';
import { placeholdersOf, type Condition } from './syntax.ts';

/** A query in another language, which runs in a thread. */
export interface NeededQuery {
  /** The placeholder whose value is queried, such as `BODY`. */
  readonly name: string;
  readonly query: TextQuery;
}

export interface CompiledConditions {
  readonly conditions:
    | { readonly dialect: 'lookout'; readonly list: readonly Condition[] }
    | { readonly dialect: 'gatus'; readonly list: readonly GatusCondition[] };
  /** The names of all placeholders in them. */
  readonly wanted: ReadonlySet<string>;
  /** By `queryKey`. */
  readonly queries: ReadonlyMap<string, NeededQuery>;
}

const cache = new WeakMap<readonly string[], { readonly key: string; readonly compiled: CompiledConditions }>();

/**
 * The same list gives the same result, without being read again.
 * @param names the known placeholders
 * @throws ConditionError when one of them is not a condition
 */
export function compileConditions(
  texts: readonly string[],
  dialect: Dialect,
  names: ReadonlySet<string>,
): CompiledConditions {
  const cached = cache.get(texts);
  if (cached?.key === dialect) return cached.compiled;
  const compiled = dialect === 'gatus' ? compileGatus(texts) : compileOwn(texts, names);
  cache.set(texts, { key: dialect, compiled });
  return compiled;
}

function compileOwn(texts: readonly string[], names: ReadonlySet<string>): CompiledConditions {
  const list = texts.map((text) => parseCondition(text, names));
  const placeholders = list.flatMap(({ expression }) => placeholdersOf(expression));
  const queries = new Map<string, NeededQuery>();
  for (const { name, query } of placeholders) {
    if (query.language !== 'path') queries.set(queryKey(name, query), { name, query });
  }
  return { conditions: { dialect: 'lookout', list }, wanted: new Set(placeholders.map(({ name }) => name)), queries };
}

function compileGatus(texts: readonly string[]): CompiledConditions {
  const list = texts.map(parseGatus);
  const wanted = new Set<string>();
  for (const { left, right, readsBody } of list) {
    for (const [, name = ''] of `${left} ${right}`.matchAll(/\[([A-Za-z_]+)\]/gu)) {
      if (readsBody || name.toUpperCase() !== 'BODY') wanted.add(name.toUpperCase());
    }
  }
  return { conditions: { dialect: 'gatus', list }, wanted, queries: new Map() };
}

/**
 * What is wrong with a condition; null: nothing. Before `loadLibraries`, regular expressions and JSONPath are not
 * checked.
 */
export function problemOfCondition(text: string, dialect: Dialect, names: ReadonlySet<string>): ConditionError | null {
  try {
    if (dialect === 'gatus') parseGatus(text);
    else parseCondition(text, names);
    return null;
  } catch (error) {
    if (error instanceof ConditionError) return error;
    throw error;
  }
}
