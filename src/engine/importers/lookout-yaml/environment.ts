/** `${NAME}` in the texts of lookout.yaml: values of the environment, so that secrets need not stand in the file. */
import type { Path } from './locate.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Substituted {
  readonly value: unknown;
  /** What was put in, for errors not to repeat it. */
  readonly used: ReadonlySet<string>;
  readonly problems: readonly { readonly path: Path; readonly message: string }[];
}

/** `$${` stands for the two characters; `${` must begin a name of the environment. */
const REFERENCE = /\$\$\{|\$\{(?:(?<name>[A-Za-z_]\w*)\})?/gu;

/** @param value plain data, without circles; keys stay as they are */
export function substitute(value: unknown, environment: Environment): Substituted {
  const used = new Set<string>();
  const problems: { path: Path; message: string }[] = [];
  /** What several aliases lead to is one value, and stays one. */
  const done = new Map<object, unknown>();

  /** Where the walk is. */
  const path: (string | number)[] = [];

  function inText(text: string): string {
    return text.replace(REFERENCE, (reference, ...rest) => {
      if (reference === '$${') return '${';
      const { name } = rest.at(-1) as { name?: string };
      const found = name === undefined || !Object.hasOwn(environment, name) ? undefined : environment[name];
      if (found !== undefined) {
        used.add(found);
        return found;
      }
      problems.push({
        path: [...path],
        message:
          name === undefined
            ? 'Expected ${ to begin the name of an environment variable, such as ${TOKEN}; the characters themselves are written $${'
            : `Expected the environment variable ${name} to be set, got nothing`,
      });
      return reference;
    });
  }

  function at(step: string | number, part: unknown): unknown {
    path.push(step);
    const after = within(part);
    path.pop();
    return after;
  }

  function within(part: unknown): unknown {
    if (typeof part === 'string') return part.includes('${') ? inText(part) : part;
    if (typeof part !== 'object' || part === null) return part;
    const before = done.get(part);
    if (before !== undefined) return before;
    const after = Array.isArray(part)
      ? part.map((one, index) => at(index, one))
      : Object.fromEntries(Object.entries(part).map(([key, one]) => [key, at(key, one)]));
    done.set(part, after);
    return after;
  }

  return { value: within(value), used, problems };
}
