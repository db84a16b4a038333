/** Finds the few among ten thousand that fit what was typed, best first. Pure. */

export interface Searchable {
  /** Stable, so that it can be remembered as used. */
  readonly id: string;
  /** What is read, and what a person types most of the time. */
  readonly label: string;
  /** Further words it is found by. */
  readonly more: string;
}

interface Haystack {
  readonly label: string;
  readonly more: string;
}

/** Lower-case text to search in, made once for each entry. */
const haystacks = new WeakMap<Searchable, Haystack>();

function haystackOf(entry: Searchable): Haystack {
  let haystack = haystacks.get(entry);
  if (haystack === undefined) {
    haystack = { label: entry.label.toLowerCase(), more: entry.more.toLowerCase() };
    haystacks.set(entry, haystack);
  }
  return haystack;
}

/** Whether a word begins at this place: at the start, or after what is neither letter nor digit. */
function beginsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}

/** Lower is better; null: the word is not in it. */
function scoreWord({ label, more }: Haystack, word: string): number | null {
  const at = label.indexOf(word);
  if (at === 0) return 0;
  if (at > 0) return beginsWord(label, at) || label.includes(` ${word}`) ? 1 : 3;
  const further = more.indexOf(word);
  if (further === -1) return null;
  return beginsWord(more, further) ? 4 : 5;
}

export interface Found<T> {
  /** The best, in order; what fits equally well keeps the order it came in. */
  readonly best: readonly T[];
  /** How many fit. */
  readonly total: number;
}

/**
 * @param text words that must all be found; empty: everything fits
 * @param recent ids, the last used first: among what fits equally well, these come first
 * @param limit how many of the best at most
 */
export function search<T extends Searchable>(
  entries: Iterable<T>,
  text: string,
  recent: readonly string[],
  limit: number,
): Found<T> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  // By score, because sorting ten thousand takes longer than a key may.
  const byScore: T[][] = [];
  let total = 0;
  for (const entry of entries) {
    const score = scoreOf(haystackOf(entry), words);
    if (score === null) continue;
    total++;
    (byScore[score] ??= []).push(entry);
  }
  const recency = new Map(recent.map((id, index) => [id, index]));
  const best: T[] = [];
  for (const equals of byScore) {
    if (best.length >= limit) break;
    if (equals === undefined) continue;
    const used = equals.filter(({ id }) => recency.has(id));
    used.sort((a, b) => (recency.get(a.id) ?? 0) - (recency.get(b.id) ?? 0));
    best.push(...used);
    for (const entry of equals) {
      if (best.length >= limit) break;
      if (!recency.has(entry.id)) best.push(entry);
    }
  }
  return { best: best.slice(0, limit), total };
}

function scoreOf(haystack: Haystack, words: readonly string[]): number | null {
  let score = 0;
  for (const word of words) {
    const one = scoreWord(haystack, word);
    if (one === null) return null;
    score += one;
  }
  return score;
}
