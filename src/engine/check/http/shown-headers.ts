import { headerText, type Answer } from './exchange.ts';

const MAX_CHARACTERS = 500;

/** The headers of these names as `Name: value`, in their order. Of cookies, only the names are shown: the values are credentials. */
export function shownHeaders({ headers }: Pick<Answer, 'headers'>, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const value = headers[name.toLowerCase()];
    if (value === undefined) return [];
    const values = name.toLowerCase() === 'set-cookie' ? [value].flat().map(hideValue) : [headerText(value)];
    return values.map((text) => `${name}: ${text.slice(0, MAX_CHARACTERS)}`);
  });
}

function hideValue(cookie: unknown): string {
  return String(cookie).replace(/=[^;]*/u, '=•••');
}
