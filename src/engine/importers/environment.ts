/** `${NAME}` in the texts of lookout.yaml: values from the environment, so that secrets need not be in the file. */
import type { Issue } from '../../contract/model/issue.ts';
import { formatPath, issueOf } from '../base/issues.ts';
import type { Environment } from './variables.ts';

export interface Substituted {
  readonly value: unknown;
  /** The substituted values, so that errors can leave them out. */
  readonly used: ReadonlySet<string>;
  readonly problems: readonly Issue[];
}

/** `$${` means the two characters `${`. A single `${` must begin the name of an environment variable. */
const REFERENCE = /\$\$\{|\$\{(?:(?<name>[A-Za-z_]\w*)\})?/gu;

/** @param value plain data without cycles; keys stay unchanged */
export function substitute(value: unknown, environment: Environment): Substituted {
  const used = new Set<string>();
  const problems: Issue[] = [];
  /** A value that several aliases refer to stays a single value. */
  const done = new Map<object, unknown>();

  /** The current position in the value. */
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
      const place = formatPath(path);
      problems.push(
        name === undefined ? issueOf('yaml.reference', place, {}) : issueOf('yaml.variable', place, { name }),
      );
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
