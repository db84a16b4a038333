/**
 * Environment variables in imported texts. Their values stay out of what is printed: texts keep a mark until the endpoints
 * are stored.
 */

export type Environment = Readonly<Record<string, string | undefined>>;

/** Letters, which headers and host names accept. */
const [BEFORE, AFTER] = ['LOOKOUTxVARIABLEx', 'xENDx'];
const MARK = new RegExp(`${BEFORE}(?<name>[A-Za-z_]\\w*?)${AFTER}`, 'gu');

/** Stands for the value of a variable. */
export function variable(name: string): string {
  return `${BEFORE}${name}${AFTER}`;
}

/** Whether the value has a mark anywhere. */
export function hasVariables(value: unknown): boolean {
  return JSON.stringify(value)?.includes(BEFORE) ?? false;
}

/** The names of the variables in a value, without repetition. */
export function variablesIn(value: unknown): readonly string[] {
  const text = JSON.stringify(value) ?? '';
  return [...new Set([...text.matchAll(MARK)].flatMap(({ groups }) => groups?.['name'] ?? []))];
}

/** Replaces each mark. @param valueOf what a variable becomes */
export function replaceVariables<Value>(value: Value, valueOf: (name: string) => string): Value {
  return mapTexts(value, (text) => text.replace(MARK, (_, name: string) => valueOf(name)));
}

/** The value of each variable; one that is not set becomes `${NAME}`. */
export function resolveVariables<Value>(value: Value, environment: Environment): Value {
  return replaceVariables(value, (name) => environment[name] ?? `\${${name}}`);
}

/** Applies `change` to each text of a value. Keys stay. */
export function mapTexts<Value>(value: Value, change: (text: string) => string): Value {
  return within(value) as Value;

  function within(part: unknown): unknown {
    if (typeof part === 'string') return change(part);
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map(within);
    return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, within(one)]));
  }
}
