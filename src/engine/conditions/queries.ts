/** JSONPath (RFC 9535) with regular expressions that take linear time. Loaded by `libraries.ts`. */
import { JSONPathEnvironment, JSONPathError, FunctionExpressionType, type JSONPathQuery } from 'json-p3';
import type { Json } from '../../contract/model/units.ts';
import { compileRegex } from './regex.ts';

const environment = new JSONPathEnvironment({ maxRecursionDepth: 1000 });
for (const [name, wrap] of [
  ['match', (pattern: string) => `^(?:${pattern})$`],
  ['search', (pattern: string) => pattern],
] as const) {
  environment.functionRegister.set(name, {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    // RFC 9535, 2.4.6 and 2.4.7: false when one is no text or the pattern does not parse.
    call: (text: unknown, pattern: unknown) =>
      typeof text === 'string' &&
      typeof pattern === 'string' &&
      (compileRegex(wrap(pattern), '').test?.(text) ?? false),
  });
}

export interface JsonPathLibrary {
  /** @returns why the JSONPath does not parse; null: it does */
  readonly problemOfJsonPath: (text: string) => string | null;
}

export function problemOfJsonPath(text: string): string | null {
  try {
    compile(text);
    return null;
  } catch (error) {
    if (error instanceof JSONPathError) return error.message;
    throw error;
  }
}

/** What is found: the value itself when the query can find one at most, otherwise a list. Undefined: nothing. */
export function queryJson(text: string, json: Json): Json | undefined {
  const query = compile(text);
  const values = query.query(json as never).values() as Json[];
  return query.singularQuery() ? values[0] : values;
}

function compile(text: string): JSONPathQuery {
  return environment.compile(text);
}
