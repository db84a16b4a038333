/**
 * Patterns as in Go's `path.Match`: `*` any text, `?` one character, `[a-z]` and `[^a-z]` a class, `\` takes the next
 * character as it is. Matching takes at most pattern times text steps.
 */

type Part = { readonly type: 'star' } | { readonly type: 'one'; readonly matches: (character: string) => boolean };

export interface Glob {
  readonly parts: readonly Part[];
}

/** @returns null when the pattern does not parse: a class or an escape without an end */
export function parseGlob(pattern: string): Glob | null {
  const characters = Array.from(pattern);
  const parts: Part[] = [];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at];
    if (character === undefined) break;
    if (character === '*') {
      if (parts.at(-1)?.type !== 'star') parts.push({ type: 'star' });
    } else if (character === '?') {
      parts.push({ type: 'one', matches: () => true });
    } else if (character === '[') {
      const found = parseClass(characters, at + 1);
      if (found === null) return null;
      parts.push({ type: 'one', matches: found.matches });
      at = found.end;
    } else {
      const literal = character === '\\' ? characters[(at += 1)] : character;
      if (literal === undefined) return null;
      parts.push({ type: 'one', matches: (candidate) => candidate === literal });
    }
  }
  return { parts };
}

/** @returns `end`: where the closing bracket is */
function parseClass(
  characters: readonly string[],
  start: number,
): { readonly matches: (character: string) => boolean; readonly end: number } | null {
  let at = start;
  const negated = characters[at] === '^';
  if (negated) at += 1;
  const ranges: (readonly [string, string])[] = [];
  const one = (): string | null => {
    const character = characters[at] === '\\' ? characters[(at += 1)] : characters[at];
    at += 1;
    return character ?? null;
  };
  while (characters[at] !== ']' || ranges.length === 0) {
    if (characters[at] === ']' || characters[at] === '-') return null;
    const low = one();
    if (low === null) return null;
    let high: string | null = low;
    if (characters[at] === '-') {
      at += 1;
      if (characters[at] === ']' || characters[at] === '-') return null;
      high = one();
    }
    if (high === null) return null;
    ranges.push([low, high]);
  }
  const matches = (character: string): boolean =>
    ranges.some(([low, high]) => pointOf(low) <= pointOf(character) && pointOf(character) <= pointOf(high)) !== negated;
  return { matches, end: at };
}

function pointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

export function matchesGlob({ parts }: Glob, text: string): boolean {
  const characters = Array.from(text);
  let [part, at] = [0, 0];
  // Where to go on when what follows the last star does not match: the star then takes one more character.
  let [afterStar, starAt] = [-1, 0];
  while (at < characters.length) {
    const current = parts[part];
    if (current?.type === 'star') {
      part += 1;
      [afterStar, starAt] = [part, at];
    } else if (current !== undefined && current.matches(characters[at] ?? '')) {
      part += 1;
      at += 1;
    } else if (afterStar >= 0) {
      part = afterStar;
      starAt += 1;
      at = starAt;
    } else {
      return false;
    }
  }
  while (parts[part]?.type === 'star') part += 1;
  return part === parts.length;
}
