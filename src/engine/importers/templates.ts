/** `{{name}}` in texts of API clients: values of variables, which may contain others. */

export interface Templates {
  /** Replaces what has a value. */
  fill(text: string): string;
  /** The names without a value that `fill` has found, without repetition. The call clears them. */
  missing(): readonly string[];
}

const MAX_DEPTH = 5;

/** @param values by name; in case of the same name, the last one counts */
export function createTemplates(values: ReadonlyMap<string, string>): Templates {
  const missing = new Set<string>();
  function fill(text: string, depth = 0): string {
    return text.replaceAll(
      /\{\{\s*(?:_\.)?(?<name>[^{}|\s][^{}|]*?)\s*\}\}/gu,
      (reference: string, ...rest: unknown[]) => {
        const { name = '' } = rest.at(-1) as { name?: string };
        const value = values.get(name);
        if (value !== undefined && depth < MAX_DEPTH) return fill(value, depth + 1);
        missing.add(name);
        return reference;
      },
    );
  }
  return {
    fill: (text) => fill(text),
    missing() {
      const names = [...missing];
      missing.clear();
      return names;
    },
  };
}
