/** Names an element of a page: `#user`, `text "Sign in"`, `label "User"`, `role button "Sign in"`, `testid "login"`. */

export interface Place {
  readonly by: 'css' | 'text' | 'label' | 'role' | 'testid';
  /** A selector, a text, or a name. */
  readonly value: string;
  /** For `role`, such as `button`. */
  readonly role?: string;
}

const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
const NAMED = new RegExp(String.raw`^(?:(text|label|testid)|role\s+([a-z]+))\s+(${QUOTED})(?=\s|$)`, 'u');
const IN_QUOTES = new RegExp(String.raw`^${QUOTED}(?=\s|$)`, 'u');

/** A regular expression for a place in front of something else, for the form. */
export const PLACE_PATTERN = String.raw`(?:(?:text|label|testid|role\s+[a-z]+)\s+)?${QUOTED}|\S*`;

/** The place at the start of a text, and the rest of the text; null: there is none. */
export function splitPlace(given: string): { readonly place: Place; readonly rest: string } | null {
  const text = given.trim();
  const [named, by, role, quoted = ''] = NAMED.exec(text) ?? [];
  if (named !== undefined) {
    const value = unquote(quoted);
    if (value === '') return null;
    const place: Place = role === undefined ? { by: by as Place['by'], value } : { by: 'role', role, value };
    return { place, rest: text.slice(named.length).trim() };
  }
  // `text Sign in`: the quotes are missing.
  if (/^(?:text|label|testid|role)(?:\s|$)/u.test(text)) return null;
  const selector = IN_QUOTES.exec(text)?.[0] ?? /^\S+/u.exec(text)?.[0] ?? '';
  const value = unquote(selector);
  return value === '' ? null : { place: { by: 'css', value }, rest: text.slice(selector.length).trim() };
}

/** A text that is a place as a whole. A selector may have spaces without quotes. */
export function readPlace(given: string): Place | null {
  const text = given.trim();
  const split = splitPlace(text);
  if (split === null) return null;
  if (split.rest === '') return split.place;
  return split.place.by === 'css' && !text.startsWith('"') ? { by: 'css', value: text } : null;
}

/** @param inFront whether something else follows it in the line */
export function writePlace({ by, role, value }: Place, inFront: boolean): string {
  if (by === 'role') return `role ${role} ${quote(value)}`;
  if (by !== 'css') return `${by} ${quote(value)}`;
  return inFront && /\s/u.test(value) ? quote(value) : value;
}

/** Quoted text: `\n` is a line break, and a backslash keeps the meaning of nothing else. */
export function unquote(text: string): string {
  if (!/^".*"$/su.test(text)) return text;
  return text.slice(1, -1).replaceAll(/\\(.)/gu, (_, sign: string) => (sign === 'n' ? '\n' : sign));
}

export function quote(text: string): string {
  return `"${text.replaceAll(/[\\"]/gu, String.raw`\$&`).replaceAll(/\r?\n/gu, String.raw`\n`)}"`;
}
